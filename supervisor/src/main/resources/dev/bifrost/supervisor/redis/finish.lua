-- Writes the one terminal result of an execution, if this attempt is still the one to write it.
-- KEYS: context, state, result, events, cancel, signals
-- Answers 'written', also when this very call wrote it before; or 'late'.
local context, state, result, events, cancel, signals = unpack(KEYS)
local attempt, supervisor, status, json, lifetime, now, most, data, exhausted = unpack(ARGV, 1, 9)

own(state, 'hash')
own(result, 'string')
own(events, 'stream')

local found = redis.call('HMGET', state, 'attempt', 'supervisor_id', 'status')
local ours = found[1] == attempt and found[2] == supervisor
if redis.call('EXISTS', result) == 1 then
  return {ours and found[3] == status and 'written' or 'late'}
end
-- A state that was lost names no newer attempt, and somebody waits for the result.
if found[1] and not ours then
  return {'late'}
end

redis.call('SET', result, json, 'PX', lifetime)
redis.call('HSET', state, 'status', status, 'attempt', attempt, 'supervisor_id', supervisor,
  'finished_at', now, 'exhausted', exhausted)
for field = 10, #ARGV, 2 do
  redis.call('HSET', state, ARGV[field], ARGV[field + 1])
end
redis.call('XADD', events, 'MAXLEN', '~', most, '*', 'type', 'finished', 'status', status, 'data', data)
for _, key in ipairs({context, state, events, cancel, signals}) do
  redis.call('PEXPIRE', key, lifetime)
end
return {'written'}
