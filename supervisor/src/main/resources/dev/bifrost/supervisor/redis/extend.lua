-- Lets a key that expires live at least so long; one that does not expire stays so.
-- KEYS: the key. Answers 'written'.
local remaining = redis.call('PTTL', KEYS[1])
if remaining >= 0 and remaining < tonumber(ARGV[1]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return {'written'}
