-- Writes a recurring execution. What was paused stays so; otherwise its due times count from now on.
-- KEYS: recurring, due, status. ARGV: name, definition, whether one may be replaced
-- Answers 'written', or 'exists' and nothing is done.
local recurring, due, status = unpack(KEYS)
local name, definition, replaces = unpack(ARGV)

if redis.call('HEXISTS', recurring, name) == 1 and replaces ~= 'true' then
  return {'exists'}
end
local broken = redis.call('HDEL', status, name .. ':error') == 1
redis.call('HSET', recurring, name, definition)
if broken or redis.call('ZSCORE', due, name) ~= 'inf' then
  redis.call('ZADD', due, 0, name)
end
return {'written'}
