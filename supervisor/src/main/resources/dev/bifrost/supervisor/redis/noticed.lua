-- Says of an execution that was noticed that it waits in its queue; nothing if it is begun already.
-- KEYS: state. ARGV: queue
redis.call('HSETNX', KEYS[1], 'status', 'Pending')
redis.call('HSETNX', KEYS[1], 'queue', ARGV[1])
redis.call('HDEL', KEYS[1], 'noticed_at')
return {'written'}
