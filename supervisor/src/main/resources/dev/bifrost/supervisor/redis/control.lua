-- Changes the settings of a queue.
-- KEYS: settings. ARGV: how many fields to remove, these, then fields and values in turn
-- Answers the fields and values from before.
local settings = KEYS[1]
own(settings, 'hash')
local before = redis.call('HGETALL', settings)
local removed = tonumber(ARGV[1])
for index = 2, removed + 1 do
  redis.call('HDEL', settings, ARGV[index])
end
for index = removed + 2, #ARGV, 2 do
  redis.call('HSET', settings, ARGV[index], ARGV[index + 1])
end
return before
