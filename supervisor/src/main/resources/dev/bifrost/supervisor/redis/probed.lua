-- Tells how a trial of code that crashed too often has ended: well, or without an answer.
-- KEYS: crashes, breaker. ARGV: id, 'well' or ''. Answers 'closed' or 'open'.
local crashes, breaker = unpack(KEYS)
if redis.call('HGET', breaker, 'probe') ~= ARGV[1] then
  return {redis.call('EXISTS', breaker) == 1 and 'open' or 'closed'}
end
if ARGV[2] == 'well' then
  redis.call('DEL', crashes, breaker)
  return {'closed'}
end
redis.call('HDEL', breaker, 'probe', 'probe_until')
return {'open'}
