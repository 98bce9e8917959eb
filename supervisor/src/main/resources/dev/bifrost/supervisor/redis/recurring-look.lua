-- Answers what there is to do for what recurs, and takes the turn to do it.
-- KEYS: recurring, due, firings, status, turn. ARGV: our name, milliseconds of a turn, most, largest
-- Answers 'idle' and the milliseconds until there is something to do or '';
--      or 'others' if it is somebody else's turn;
--      or 'ours', the time, the milliseconds until there is more to do or '',
--         what is due: each name, score, definition or nil if it is too large, its size,
--         what has fired: each ID, name, definition or nil, the ID that was sent before it
local recurring, due, firings, status, turn = unpack(KEYS)
local us, lease, most, largest = unpack(ARGV)

own(due, 'zset')
own(firings, 'zset')
own(status, 'hash')
own(turn, 'string')
-- Whoever writes the hash alone is understood too.
if redis.call('HLEN', recurring) ~= redis.call('ZCARD', due) then
  for _, name in ipairs(redis.call('HKEYS', recurring)) do
    redis.call('ZADD', due, 'NX', 0, name)
  end
  for _, name in ipairs(redis.call('ZRANGE', due, 0, -1)) do
    if redis.call('HEXISTS', recurring, name) == 0 then
      redis.call('ZREM', due, name)
    end
  end
end

local function definition(name)
  local size = redis.call('HSTRLEN', recurring, name)
  return size <= tonumber(largest) and redis.call('HGET', recurring, name) or false, size
end

local now = milliseconds()
local next = redis.call('ZRANGEBYSCORE', due, '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2]
local wait = next and string.format('%.0f', math.min(next - now, 86400000)) or ''
local found = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
if #found == 0 and redis.call('ZCARD', firings) == 0 then
  return {'idle', wait}
end
if redis.call('GET', turn) ~= us and not redis.call('SET', turn, us, 'NX', 'PX', lease) then
  return {'others'}
end
redis.call('PEXPIRE', turn, lease)

local ripe = {}
for index = 1, #found, 2 do
  local text, size = definition(found[index])
  ripe[#ripe + 1] = {found[index], found[index + 1], text, size}
end

-- The oldest of each name: the next one may have to wait for its end.
local fired, seen = {}, {}
for _, id in ipairs(redis.call('ZRANGE', firings, 0, 10000)) do
  local name = string.match(id, '^(.*)%-%d+$')
  if not name or redis.call('HEXISTS', recurring, name) == 0 then
    redis.call('ZREM', firings, id)
  elseif not seen[name] and #fired < tonumber(most) then
    seen[name] = true
    fired[#fired + 1] = {id, name, definition(name), redis.call('HGET', status, name .. ':last') or ''}
  end
end

return {'ours', string.format('%.0f', now), wait, ripe, fired}
