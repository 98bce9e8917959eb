-- Makes a dead letter an execution that waits to run, with all its attempts and credits.
-- KEYS: context, state, result, events, cancel. ARGV: cap, data of who does it
-- Answers 'revived', also for one whose revival was cut off; 'expired' without a context; or 'alive'.
local context, state, result, events, cancel = unpack(KEYS)
local most, data = unpack(ARGV)
own(state, 'hash')
own(events, 'stream')

local found = redis.call('HMGET', state, 'status', 'exhausted', 'revived')
local ended = redis.call('EXISTS', result) == 1
if not ended and found[3] and found[1] == 'Pending' then
  return {'revived'}
end
if not ended or found[2] ~= 'true' then
  return {'alive'}
end
if redis.call('EXISTS', context) == 0 then
  return {'expired'}
end

-- Whoever reads the journal stops at "finished", which is true no more: it becomes part of this.
local last = redis.call('XREVRANGE', events, '+', '-', 'COUNT', 1)[1]
local fields = {}
for index = 1, last and #last[2] or 0, 2 do
  fields[last[2][index]] = last[2][index + 1]
end
if fields.type == 'finished' then
  if fields.data then
    data = string.sub(data, 1, -2) .. ',"finished":' .. fields.data .. '}'
  end
  redis.call('XDEL', events, last[1])
end
journal(events, most, 'revived', data)
redis.call('DEL', result, cancel)
redis.call('HSET', state, 'status', 'Pending', 'revived', '1', 'failures', 0, 'crashes', 0)
redis.call('HDEL', state, 'exhausted', 'finished_at', 'error_type', 'child_pid', 'worker_id',
  'progress')
for _, key in ipairs({context, state, events}) do
  redis.call('PERSIST', key)
end
return {'revived'}
