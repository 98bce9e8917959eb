-- Replaces an entry that we hold by a new one, at once or when it is due.
-- KEYS: queue, scheduled. Answers 'written', or 'late' if the entry is not ours any more.
local queue, scheduled = unpack(KEYS)
local group, consumer, receipt, id, delay = unpack(ARGV)

if not held(queue, group, consumer, receipt) then
  return {'late'}
end
if tonumber(delay) > 0 then
  redis.call('ZADD', scheduled, milliseconds() + delay, id)
else
  redis.call('XADD', queue, '*', 'execution_id', id)
end
redis.call('XACK', queue, group, receipt)
redis.call('XDEL', queue, receipt)
return {'written'}
