-- Decides what fires, once for each due time: from here on it will be sent, whoever dies.
-- KEYS: due, firings, status, turn
-- ARGV: our name, name, its due time that we saw, the next one, how many were left out,
--       what is wrong with it or '', how many may wait, and for each firing its ID and its time
-- Answers 'written', or 'late' if it is not our turn any more or somebody changed it meanwhile.
local due, firings, status, turn = unpack(KEYS)
local us, name, expected, next, missed, wrong, most = unpack(ARGV, 1, 7)

local score = redis.call('ZSCORE', due, name)
if redis.call('GET', turn) ~= us or not score or tonumber(score) ~= tonumber(expected) then
  return {'late'}
end
redis.call('ZADD', due, next, name)
local waiting = tonumber(redis.call('HGET', status, name .. ':waiting') or 0)
for index = 8, #ARGV, 2 do
  if waiting >= tonumber(most) then
    redis.call('HINCRBY', status, name .. ':skipped', 1)
  elseif redis.call('ZADD', firings, 'NX', ARGV[index + 1], ARGV[index]) == 1 then
    waiting = redis.call('HINCRBY', status, name .. ':waiting', 1)
  end
end
if tonumber(missed) > 0 then
  redis.call('HINCRBY', status, name .. ':missed', missed)
end
if wrong == '' then
  redis.call('HDEL', status, name .. ':error')
else
  redis.call('HSET', status, name .. ':error', wrong)
end
return {'written'}
