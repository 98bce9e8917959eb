-- Takes a concurrency key for an execution, or lets it wait for it.
-- KEYS: holders, waiters. ARGV: id, its member among the waiters, limit, milliseconds to hold
-- Answers 'held'; or 'waits'; or 'stalled' if it waits and somebody else could have the key.
local holders, waiters = unpack(KEYS)
local id, member, limit, lease = unpack(ARGV)
limit = tonumber(limit)
own(holders, 'zset')
own(waiters, 'zset')

local now = milliseconds()
redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
local free = limit - redis.call('ZCARD', holders)
local ours = redis.call('ZSCORE', holders, id)
local ahead = 0
if not ours and free > 0 then
  for _, other in ipairs(redis.call('ZRANGE', waiters, 0, limit)) do
    if other == member then
      break
    end
    if not redis.call('ZSCORE', holders, waiter(other).id) then
      ahead = ahead + 1
    end
  end
end
if ours or free > ahead then
  redis.call('ZADD', holders, now + lease, id)
  redis.call('PEXPIRE', holders, lease * 4)
  redis.call('ZREM', waiters, member)
  return {'held'}
end
redis.call('ZADD', waiters, 'NX', microseconds(), member)
return {free > 0 and 'stalled' or 'waits'}
