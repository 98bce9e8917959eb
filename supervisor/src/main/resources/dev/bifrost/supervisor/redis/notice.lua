-- Notices a context that nobody has queued.
-- KEYS: context, state, result. ARGV: how long one who noticed it has to queue it
-- Answers 'queue' and the name that the context says, or ''; or 'known'; or 'gone'.
local context, state, result = unpack(KEYS)
own(state, 'hash')
if redis.call('EXISTS', result) == 1 then
  return {'known'}
end
local found = redis.call('HMGET', state, 'status', 'noticed_at')
local now = milliseconds()
if found[1] or (found[2] and now - tonumber(found[2]) < tonumber(ARGV[1])) then
  return {'known'}
end
if redis.call('TYPE', context).ok ~= 'string' then
  return {'gone'}
end
redis.call('HSET', state, 'noticed_at', string.format('%.0f', now))
local lives = redis.call('PTTL', context)
if lives > 0 then
  redis.call('PEXPIRE', state, lives)
end
-- What is no JSON is queued all the same: its sender waits for a result.
local read, value = pcall(cjson.decode, redis.call('GET', context))
local queue = read and type(value) == 'table' and value.queue
return {'queue', type(queue) == 'string' and queue or ''}
