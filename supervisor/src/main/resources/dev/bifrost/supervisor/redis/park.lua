-- Writes down that an execution waits for something else than a child.
-- KEYS: context, state, result, events
-- ARGV: status, queue, receipt, ghost, submitted, what it waits for, as what, cap, data, due or ''
-- Answers 'written', or 'late' if it has its result or runs for another entry.
local context, state, result, events = unpack(KEYS)
local status, queue, receipt, ghost, submitted, cause, as, most, data, due = unpack(ARGV)
own(state, 'hash')
own(events, 'stream')

local before = redis.call('HMGET', state, 'status', 'queue', 'receipt', 'waiting_for')
local running = before[1] == 'Running' or before[1] == 'Cancelling'
local elsewhere = running and not (before[2] == queue and before[3] == receipt)
if redis.call('EXISTS', result) == 1
    or elsewhere and ghost ~= (before[2] or '') .. '/' .. (before[3] or '') then
  return {'late'}
end
redis.call('HSET', state, 'status', status, 'queue', queue, 'waiting_for', cause, 'waits_as', as)
redis.call('HSETNX', state, 'submitted_at', submitted)
-- Without its supervisor's name in it a late word of an attempt that was lost does not count.
redis.call('HDEL', state, 'supervisor_id', 'ticket', 'receipt', 'child_pid', 'worker_id', 'due_at')
if due ~= '' then
  redis.call('HSET', state, 'due_at', due)
end
if before[4] ~= cause then
  journal(events, most, 'waiting', data)
end
-- Nobody can say how long, so nothing of it may end meanwhile.
for _, key in ipairs({context, state, events}) do
  redis.call('PERSIST', key)
end
return {'written'}
