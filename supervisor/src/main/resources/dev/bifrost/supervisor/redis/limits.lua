-- Stands before the scripts that know the limits of a queue.

local UNITS = {s = 1000000, m = 60000000, h = 3600000000}

-- What holds for a queue: what operators set at run time ("none" lifts a limit), else what is
-- configured ('' for nothing). What cannot be read counts as not set, and is told.
local function limits(settings, jobs, rate)
  own(settings, 'hash')
  local set = redis.call('HMGET', settings, 'paused', 'max_jobs', 'rate', 'burst')
  local found = {paused = set[1] and set[1] ~= '' and set[1] ~= 'false' and set[1] ~= '0', problem = ''}
  local function chosen(name, value, configured, pattern)
    if value and value ~= 'none' and not string.match(value, pattern) then
      found.problem = name .. ' is "' .. string.sub(value, 1, 40) .. '"'
      value = false
    end
    value = value or configured
    return value ~= 'none' and value ~= '' and value or nil
  end
  found.jobs = tonumber(chosen('max_jobs', set[2], jobs, '^[1-9]%d?%d?%d?%d?%d?%d?$'))
  local text = chosen('rate', set[3], rate, '^[1-9]%d*/[smh]$')
  if text then
    local count, unit = string.match(text, '^(%d+)/(%a)$')
    found.pause = UNITS[unit] / count
    -- As much as comes together in a quarter of a second.
    found.burst = tonumber(chosen('burst', set[4], '', '^[1-9]%d?%d?%d?%d?%d?%d?$'))
      or math.max(1, math.floor(250000 / found.pause))
  end
  found.standing = found.paused and 'paused' or (found.jobs or found.pause) and 'limited' or 'open'
  return found
end

-- How many entries of a stream are taken, by whomever; or only those whose lease has run out.
local function taken(stream, group)
  return redis.call('XPENDING', stream, group)[1]
end
local function expired(stream, group, lease)
  return #redis.call('XPENDING', stream, group, 'IDLE', lease, '-', '+', 10000)
end

-- When the next execution would be due if all of them kept the pause of the rate; none may begin
-- more than a burst ahead of that. The key holds it, in microseconds.
local function keep(key, next, now)
  redis.call('SET', key, string.format('%.0f', next), 'PX', string.format('%.0f', (next - now) / 1000 + 1))
end
local function due(key, limit, now)
  own(key, 'string')
  local next = math.max(tonumber(redis.call('GET', key) or 0) or 0, now)
  local latest = now + limit.burst * limit.pause
  if next > latest then
    -- From a slower rate, or a clock that was put back.
    next = latest
    keep(key, next, now)
  end
  return next
end

-- How many may begin now, and the milliseconds until the next may.
local function tokens(key, limit, now)
  local ahead = now + limit.burst * limit.pause - due(key, limit, now)
  return math.floor(ahead / limit.pause + 0.000001), math.ceil((limit.pause - ahead) / 1000)
end

-- So many begin now.
local function spend(key, limit, now, count)
  keep(key, due(key, limit, now) + count * limit.pause, now)
end
