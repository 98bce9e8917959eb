-- Lets an execution wait for the result of another one.
-- KEYS: context, state, result, followers; all of the other one
-- Answers 'result' and that; or 'gone' if nothing of the other one is left; or 'follows'.
local context, state, result, followers = unpack(KEYS)
own(followers, 'zset')
if redis.call('TYPE', result).ok == 'string' then
  return {'result', redis.call('GET', result)}
end
if redis.call('EXISTS', context, state) == 0 then
  return {'gone'}
end
redis.call('ZADD', followers, 'NX', microseconds(), ARGV[1])
return {'follows'}
