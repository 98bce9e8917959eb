-- Writes the result of an execution that is cancelled and neither runs nor has ended.
-- KEYS: context, state, result, events, cancel
-- ARGV: attempt as read or '', status, result, lifetime, now, cap, data, error type, writer
-- Answers 'written', or 'late' if the execution is another's business by now.
local context, state, result, events, cancel = unpack(KEYS)
local attempt, status, json, lifetime, now, most, data, kind, writer = unpack(ARGV)
own(state, 'hash')
own(events, 'stream')

local found = redis.call('HMGET', state, 'attempt', 'status')
local running = found[2] == 'Running' or found[2] == 'Cancelling'
if redis.call('EXISTS', result) == 1 or running or (found[1] or '') ~= attempt then
  return {'late'}
end
redis.call('SET', result, json, 'PX', lifetime)
redis.call('HSET', state, 'status', status, 'finished_at', now, 'error_type', kind,
  'supervisor_id', writer)
redis.call('HSETNX', state, 'submitted_at', now)
redis.call('HDEL', state, 'waiting_for', 'waits_as', 'due_at')
redis.call('XADD', events, 'MAXLEN', '~', most, '*', 'type', 'finished', 'status', status, 'data', data)
for _, key in ipairs({context, state, events, cancel}) do
  redis.call('PEXPIRE', key, lifetime)
end
return {'written'}
