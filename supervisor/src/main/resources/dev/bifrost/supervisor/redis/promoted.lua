-- Says of an execution that was due that it waits in its queue now; nothing if it is begun already.
-- KEYS: state. Answers 'written', or 'late'.
local found = redis.call('HGET', KEYS[1], 'status')
if found ~= 'Scheduled' then
  return {'late'}
end
redis.call('HSET', KEYS[1], 'status', 'Pending')
redis.call('HDEL', KEYS[1], 'due_at')
return {'written'}
