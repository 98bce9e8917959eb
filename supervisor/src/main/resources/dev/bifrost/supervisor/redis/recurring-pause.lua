-- Pauses a recurring execution, or goes on with it from now on. KEYS: recurring, due, status
-- ARGV: name, 'pause' or 'resume'. Answers 'written', 'already', or 'unknown'.
local recurring, due, status = unpack(KEYS)
local name, what = unpack(ARGV)

if redis.call('HEXISTS', recurring, name) == 0 then
  return {'unknown'}
end
local broken = redis.call('HEXISTS', status, name .. ':error') == 1
local paused = redis.call('ZSCORE', due, name) == 'inf'
if not broken and paused == (what == 'pause') then
  return {'already'}
end
-- One that is broken is tried again, and does not come back before it is repaired.
redis.call('HDEL', status, name .. ':error')
redis.call('ZADD', due, what == 'pause' and '+inf' or 0, name)
return {'written'}
