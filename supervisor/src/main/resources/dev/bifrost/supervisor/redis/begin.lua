-- Begins an execution, or says why there is nothing to begin.
-- KEYS: context, state, result, events, cancel
-- Answers 'finished', whether it is a dead letter;
--      or 'running', the queue and the receipt under which it runs;
--      or 'gated', the context: others have to be asked first, and nothing is begun;
--      or 'begun', attempt, submitted, started, failures, crashes, cancel request or nil,
--         what the context is, the context or its length, its remaining milliseconds, keys replaced
local context, state, result, events, cancel = unpack(KEYS)
local queue, receipt, supervisor, ticket, now, submitted, limit, lifetime, most, ghost, gate =
  unpack(ARGV)

local replaced = {}
for key, kind in pairs({[state] = 'hash', [result] = 'string', [events] = 'stream'}) do
  if own(key, kind) then
    replaced[#replaced + 1] = key
  end
end

if redis.call('EXISTS', result) == 1 then
  return {'finished', redis.call('HGET', state, 'exhausted') or ''}
end

local before = redis.call('HMGET', state, 'status', 'queue', 'receipt', 'ticket', 'attempt')
local running = before[1] == 'Running' or before[1] == 'Cancelling'
local attempt = tonumber(before[5])
-- The same ticket is the same call again, whose first answer was lost: it is answered as then.
if not (running and before[4] == ticket and attempt) then
  local elsewhere = running and not (before[2] == queue and before[3] == receipt)
  if elsewhere and ghost ~= (before[2] or '') .. '/' .. (before[3] or '') then
    return {'running', before[2] or '', before[3] or ''}
  end
  if gate ~= 'passed' and redis.call('EXISTS', cancel) == 0
      and redis.call('TYPE', context).ok == 'string'
      and redis.call('STRLEN', context) <= tonumber(limit) then
    local text = redis.call('GET', context)
    -- A name may be spelt with escapes; whoever reads it as JSON then finds out.
    if gate == 'all' or string.find(text, 'concurrency_key', 1, true)
        or string.find(text, 'idempotency_key', 1, true) or string.find(text, '\\u00', 1, true) then
      return {'gated', text}
    end
  end
  attempt = math.floor(attempt or 0) + 1
  redis.call('HSET', state, 'status', 'Running', 'attempt', attempt, 'queue', queue,
    'receipt', receipt, 'supervisor_id', supervisor, 'ticket', ticket, 'started_at', now)
  redis.call('HSETNX', state, 'submitted_at', submitted)
  redis.call('HDEL', state, 'child_pid', 'worker_id', 'progress', 'due_at', 'finished_at', 'error_type',
    'waiting_for', 'waits_as', 'revived')
  journal(events, most, 'started', cjson.encode({
    attempt = attempt, supervisor_id = supervisor, queue = queue, started_at = now}))
end
-- A state that outlives its predecessor's end must not end with it.
redis.call('PERSIST', state)
redis.call('PERSIST', events)

local kept = redis.call('HMGET', state, 'submitted_at', 'started_at', 'failures', 'crashes')
local request = false
local cancelled = redis.call('TYPE', cancel).ok
if cancelled == 'string' then
  request = redis.call('GET', cancel)
elseif cancelled ~= 'none' then
  request = ''
end

local remaining = redis.call('PTTL', context)
if remaining >= 0 and remaining < tonumber(lifetime) then
  redis.call('PEXPIRE', context, lifetime)
  remaining = tonumber(lifetime)
end
local kind, value = redis.call('TYPE', context).ok, ''
if kind == 'string' then
  value = redis.call('STRLEN', context)
  if value > tonumber(limit) then
    kind = 'large'
  else
    value = redis.call('GET', context)
  end
end
return {'begun', attempt, kept[1], kept[2], tonumber(kept[3]) or 0, tonumber(kept[4]) or 0,
  request, kind, tostring(value), remaining, table.concat(replaced, ', ')}
