-- Adds what a running attempt lets know; nothing before its start or after its end.
-- KEYS: state, events
-- ARGV: attempt, supervisor, cap, number of state fields and values, these, then types and data
local state, events = unpack(KEYS)
local attempt, supervisor, most, fields = unpack(ARGV, 1, 4)

local found = redis.call('HMGET', state, 'attempt', 'supervisor_id', 'status')
local running = found[3] == 'Running' or found[3] == 'Cancelling'
if found[1] ~= attempt or found[2] ~= supervisor or not running then
  return {'late'}
end
local first = 5 + tonumber(fields)
for field = 5, first - 1, 2 do
  redis.call('HSET', state, ARGV[field], ARGV[field + 1])
end
for entry = first, #ARGV, 2 do
  journal(events, most, ARGV[entry], ARGV[entry + 1])
end
return {'written'}
