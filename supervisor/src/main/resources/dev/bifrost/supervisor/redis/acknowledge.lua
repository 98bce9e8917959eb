-- Acknowledges and deletes an entry that we hold, and lists its execution among the dead if told so.
-- KEYS: queue, dead. Answers 'written', or 'late' if the entry is not ours any more.
local queue, dead = unpack(KEYS)
local group, consumer, receipt, buried = unpack(ARGV)

if buried ~= '' then
  redis.call('ZADD', dead, 'NX', milliseconds(), buried)
end
if not held(queue, group, consumer, receipt) then
  return {'late'}
end
redis.call('XACK', queue, group, receipt)
redis.call('XDEL', queue, receipt)
return {'written'}
