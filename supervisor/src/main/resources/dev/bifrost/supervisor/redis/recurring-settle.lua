-- Says what became of a firing. KEYS: firings, status, turn
-- ARGV: our name, name, ID, 'sent' or 'skipped'
-- Answers 'written', or 'late' if it is not our turn any more.
local firings, status, turn = unpack(KEYS)
local us, name, id, outcome = unpack(ARGV)

if redis.call('GET', turn) ~= us then
  return {'late'}
end
if redis.call('ZREM', firings, id) == 1 then
  redis.call('HINCRBY', status, name .. ':waiting', -1)
  redis.call('HINCRBY', status, name .. ':' .. outcome, 1)
  if outcome == 'sent' then
    redis.call('HSET', status, name .. ':last', id)
  end
end
return {'written'}
