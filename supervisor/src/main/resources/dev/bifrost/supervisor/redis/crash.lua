-- Counts a crash of some code, and opens its circuit breaker where there were too many.
-- KEYS: crashes, breaker. ARGV: the crash's name, most crashes, milliseconds that they count, pause
-- Answers 'open' or 'closed'.
local crashes, breaker = unpack(KEYS)
local name, most, within, pause = unpack(ARGV)
own(crashes, 'zset')
own(breaker, 'hash')
local now = milliseconds()
redis.call('ZADD', crashes, 'NX', now, name)
redis.call('ZREMRANGEBYSCORE', crashes, '-inf', now - within)
redis.call('PEXPIRE', crashes, within)
if redis.call('EXISTS', breaker) == 0 and redis.call('ZCARD', crashes) < tonumber(most) then
  return {'closed'}
end
redis.call('HSET', breaker, 'open_until', now + pause)
redis.call('HDEL', breaker, 'probe', 'probe_until')
-- Half-open for as long as crashes count; then it is forgotten.
redis.call('PEXPIRE', breaker, pause + within)
return {'open'}
