-- Holds a concurrency key longer, unless it ended and others have it now.
-- KEYS: holders. ARGV: id, limit, milliseconds. Answers 'held' or 'lost'.
local holders = KEYS[1]
local id, limit, lease = unpack(ARGV)
local now = milliseconds()
redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
if not redis.call('ZSCORE', holders, id)
    and redis.call('ZCARD', holders) >= tonumber(limit) then
  return {'lost'}
end
redis.call('ZADD', holders, now + lease, id)
redis.call('PEXPIRE', holders, lease * 4)
return {'held'}
