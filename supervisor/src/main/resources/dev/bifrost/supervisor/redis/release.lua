-- Ends an attempt without a result: the execution is to run again.
-- KEYS: context, state, result, events
-- Answers 'written', also when this very call wrote it before; or 'late'.
local context, state, result, events = unpack(KEYS)
local attempt, supervisor, status, data, most, lifetime = unpack(ARGV, 1, 6)

own(state, 'hash')
own(events, 'stream')

local found = redis.call('HMGET', state, 'attempt', 'supervisor_id', 'status')
local ours = found[1] == attempt and found[2] == supervisor
if redis.call('EXISTS', result) == 1 or (found[1] and not ours) then
  return {'late'}
end
if found[3] == 'Pending' or found[3] == 'Scheduled' then
  return {'written'}
end

redis.call('HSET', state, 'status', status, 'attempt', attempt, 'supervisor_id', supervisor)
redis.call('HDEL', state, 'child_pid', 'worker_id', 'progress')
for field = 7, #ARGV, 2 do
  redis.call('HSET', state, ARGV[field], ARGV[field + 1])
end
journal(events, most, 'retry', data)
local remaining = redis.call('PTTL', context)
if remaining >= 0 and remaining < tonumber(lifetime) then
  redis.call('PEXPIRE', context, lifetime)
end
return {'written'}
