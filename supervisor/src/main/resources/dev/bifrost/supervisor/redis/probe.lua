-- Whether an execution may run although its code has crashed too often.
-- KEYS: breaker. ARGV: id, milliseconds after which another one may try
-- Answers 'closed'; or 'open' and the milliseconds left; or 'probe' if it is the one to try.
local breaker = KEYS[1]
local id, patience = unpack(ARGV)
own(breaker, 'hash')
local found = redis.call('HMGET', breaker, 'open_until', 'probe', 'probe_until')
if not found[1] then
  return {'closed'}
end
local now = milliseconds()
if now < tonumber(found[1]) then
  return {'open', tonumber(found[1]) - now}
end
if found[2] and found[2] ~= id and now < tonumber(found[3]) then
  return {'open', math.min(5000, tonumber(found[3]) - now)}
end
redis.call('HSET', breaker, 'probe', id, 'probe_until', now + patience)
return {'probe'}
