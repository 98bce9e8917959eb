-- Makes an execution the one that runs for its idempotency key, unless there is one.
-- KEYS: the key. ARGV: id, one that is gone and may be replaced or '', milliseconds to keep it
-- Answers who it is.
own(KEYS[1], 'string')
local first = redis.call('GET', KEYS[1])
if not first or first == ARGV[1] or first == ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  return {ARGV[1]}
end
return {first}
