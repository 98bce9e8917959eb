-- Whether a queue is 'paused', 'limited' or 'open', and what is wrong with its settings.
-- KEYS: settings. ARGV: configured max_jobs and rate
local limit = limits(KEYS[1], unpack(ARGV))
return {limit.standing, limit.problem}
