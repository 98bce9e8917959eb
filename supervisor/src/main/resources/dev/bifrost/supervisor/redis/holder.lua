-- Who holds an entry. KEYS: queue. Answers the consumer, or nothing if the entry is not pending.
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
if pending.err then
  -- No such queue, group or receipt: nobody holds it.
  return {}
end
return {pending[1] and pending[1][2]}
