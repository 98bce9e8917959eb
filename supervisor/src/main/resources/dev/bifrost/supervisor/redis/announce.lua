-- Registers a supervisor for so long. KEYS: supervisor
redis.call('HSET', KEYS[1], 'heartbeat', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {'written'}
