-- Frees a concurrency key, and promises it to those who wait and may have it now.
-- KEYS: holders, waiters
-- ARGV: milliseconds, execution that leaves or '', its member among the waiters or '', queues that
-- the caller serves
-- Answers how many wait, and the members that have to be put to the front of their queues; that
-- is repeated at the caller's next look for as long as they are not taken.
local holders, waiters = unpack(KEYS)
local lease, leaves, as = unpack(ARGV, 1, 3)
lease = tonumber(lease)
local most = 255
own(holders, 'zset')
own(waiters, 'zset')
local served = {}
for index = 4, #ARGV do
  served[ARGV[index]] = true
end
if leaves ~= '' then
  redis.call('ZREM', holders, leaves)
end
if as ~= '' then
  redis.call('ZREM', waiters, as)
end

local now, chosen = milliseconds(), {}
for _, member in ipairs(redis.call('ZRANGE', waiters, 0, most)) do
  local found = waiter(member)
  local promised = tonumber(redis.call('ZSCORE', holders, found.id) or nil)
  if promised and served[found.queue] and promised - now < lease / 2 then
    redis.call('ZADD', holders, now + lease, found.id)
    chosen[#chosen + 1] = member
  elseif promised and promised <= now then
    -- Nobody who serves its queue renewed the promise: it must not hold up the others.
    redis.call('ZREM', holders, found.id)
    redis.call('ZADD', waiters, microseconds(), member)
  end
end

redis.call('ZREMRANGEBYSCORE', holders, '-inf', now)
local held = redis.call('ZCARD', holders)
for _, member in ipairs(redis.call('ZRANGE', waiters, 0, most)) do
  local found = waiter(member)
  if not redis.call('ZSCORE', holders, found.id) then
    if held >= found.limit then
      break
    end
    redis.call('ZADD', holders, now + lease, found.id)
    held = held + 1
    chosen[#chosen + 1] = member
  end
end
if held > 0 then
  redis.call('PEXPIRE', holders, lease * 4)
end
return {redis.call('ZCARD', waiters), chosen}
