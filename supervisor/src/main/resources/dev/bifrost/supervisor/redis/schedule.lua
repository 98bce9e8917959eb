-- Says of an execution that is about to be scheduled when it is due; nothing if it is known already.
-- KEYS: state, result. ARGV: queue, due time, milliseconds to keep it. Answers 'written', or 'late'.
local state, result = unpack(KEYS)
local queue, due, lifetime = unpack(ARGV)
local found = redis.call('HGET', state, 'status')
if redis.call('EXISTS', result) == 1 or (found and found ~= 'Scheduled') then
  return {'late'}
end
redis.call('HSET', state, 'status', 'Scheduled', 'queue', queue, 'due_at', due)
redis.call('PEXPIRE', state, lifetime)
return {'written'}
