-- Takes an execution off the dead letters, and queues it again if told so; once, whoever asks.
-- KEYS: dead, queue. ARGV: id, 'queue' or ''. Answers 'written' or 'late'.
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then
  return {'late'}
end
if ARGV[2] == 'queue' then
  redis.call('XADD', KEYS[2], '*', 'execution_id', ARGV[1])
end
return {'written'}
