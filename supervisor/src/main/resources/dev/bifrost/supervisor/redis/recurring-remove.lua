-- Removes a recurring execution; what it has sent is not touched. KEYS: recurring, due, status, firings
-- ARGV: name. Answers 'written', or 'unknown'.
local recurring, due, status, firings = unpack(KEYS)
local name = ARGV[1]
if redis.call('HDEL', recurring, name) == 0 then
  return {'unknown'}
end
redis.call('ZREM', due, name)
for _, field in ipairs({'last', 'sent', 'skipped', 'missed', 'waiting', 'error'}) do
  redis.call('HDEL', status, name .. ':' .. field)
end
for _, id in ipairs(redis.call('ZRANGE', firings, 0, -1)) do
  if string.match(id, '^(.*)%-%d+$') == name then
    redis.call('ZREM', firings, id)
  end
end
return {'written'}
