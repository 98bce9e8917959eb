-- Stands before every script.

-- A key that only Bifrost writes and that holds another type was spoilt by somebody: it is replaced,
-- because the execution matters more than what was put there.
local function own(key, kind)
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= kind then
    redis.call('DEL', key)
    return key
  end
  return false
end

-- Whether this entry is pending and this consumer has it. A group that is gone holds nothing.
local function held(queue, group, consumer, receipt)
  local pending = redis.pcall('XPENDING', queue, group, receipt, receipt, 1)
  if pending.err then
    if string.find(pending.err, 'NOGROUP', 1, true) then
      return false
    end
    error(pending.err)
  end
  return pending[1] ~= nil and pending[1][2] == consumer
end

local function milliseconds()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function journal(key, most, kind, data)
  redis.call('XADD', key, 'MAXLEN', '~', most, '*', 'type', kind, 'data', data)
end

local function microseconds()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

-- Who waits for a concurrency key, as its sorted set spells it: limit:queue:id.
local function waiter(member)
  local limit, queue, id = string.match(member, '^(%d+):([^:]+):(.+)$')
  return {limit = tonumber(limit), queue = queue, id = id}
end

