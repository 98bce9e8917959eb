-- Deletes consumers that hold nothing and have not shown themselves for long.
-- KEYS: queue. ARGV: group, our consumer, milliseconds. Answers how many.
local queue = KEYS[1]
local group, us, long = unpack(ARGV)
local deleted = 0
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', queue, group)) do
  local consumer = {}
  for index = 1, #flat, 2 do
    consumer[flat[index]] = flat[index + 1]
  end
  if consumer.name ~= us and consumer.pending == 0 and consumer.idle > tonumber(long) then
    redis.call('XGROUP', 'DELCONSUMER', queue, group, consumer.name)
    deleted = deleted + 1
  end
end
return {deleted}
