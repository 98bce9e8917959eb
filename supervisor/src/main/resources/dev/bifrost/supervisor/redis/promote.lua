-- Moves executions that are due from the schedule to their queue.
-- KEYS: scheduled, queue. Answers how many.
local scheduled, queue = unpack(KEYS)
local due = redis.call('ZRANGEBYSCORE', scheduled, '-inf', milliseconds(), 'LIMIT', 0, ARGV[1])
for _, id in ipairs(due) do
  redis.call('XADD', queue, '*', 'execution_id', id)
  redis.call('ZREM', scheduled, id)
end
return {#due}
