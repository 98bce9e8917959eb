-- Takes an entry that we hold out of its queue, and lists its execution as waiting.
-- KEYS: the entry's stream, waiting. Answers 'written', or 'late' if the entry is not ours any more.
local stream, waiting = unpack(KEYS)
local group, consumer, receipt, id = unpack(ARGV)

if not held(stream, group, consumer, receipt) then
  return {'late'}
end
redis.call('ZADD', waiting, 'NX', milliseconds(), id)
redis.call('XACK', stream, group, receipt)
redis.call('XDEL', stream, receipt)
return {'written'}
