-- Moves executions that are due from the schedule to their queue.
-- KEYS: scheduled, queue, settings. ARGV: how many at most, configured max_jobs and rate
-- Answers how many, the milliseconds until the next is due or '', and the IDs that were moved; one
-- that is too long to be an ID goes to the queue, where it is refused, and is not answered. And,
-- since this is asked every second, whether the queue is 'paused', 'limited' or 'open', and what
-- is wrong with its settings.
local scheduled, queue, settings = unpack(KEYS)
local limit = limits(settings, ARGV[2], ARGV[3])
local now = milliseconds()
local due = redis.call('ZRANGEBYSCORE', scheduled, '-inf', now, 'LIMIT', 0, ARGV[1])
local moved = {}
for _, id in ipairs(due) do
  redis.call('XADD', queue, '*', 'execution_id', id)
  redis.call('ZREM', scheduled, id)
  if #id <= 128 then
    moved[#moved + 1] = id
  end
end
local next = redis.call('ZRANGEBYSCORE', scheduled, '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
local wait = next[2] and string.format('%.0f', math.min(next[2] - now, 86400000)) or ''
return {#due, wait, moved, limit.standing, limit.problem}
