-- Takes as many entries of a queue as its limits allow at this moment, from its front first.
-- KEYS: front, queue, settings, rate. ARGV: group, consumer, configured max_jobs and rate, most entries,
-- largest entry
-- Answers what stands against more ('paused', 'full', 'rate', 'empty' or ''), the milliseconds until
-- the rate allows one, the last entries that were ever taken from front and queue, and the entries:
-- each its stream's place in KEYS, receipt, size, fields; an entry that is too large comes without.
local front, queue, settings, rate = unpack(KEYS)
local group, consumer, jobs, configured, most, largest = unpack(ARGV)
most = tonumber(most)

local limit = limits(settings, jobs, configured)
if limit.paused then
  return {'paused', '', {}, {}}
end
local now = microseconds()
local against, wait = '', ''
local free = taken(front, group) + taken(queue, group)
if limit.jobs and limit.jobs - free < most then
  most, against = limit.jobs - free, 'full'
end
if limit.pause then
  local allowed, next = tokens(rate, limit, now)
  if allowed < most then
    most, against, wait = allowed, 'rate', next
  end
end

local entries = {}
for place = 1, 2 do
  local left = most - #entries
  local read = left > 0 and redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', left,
    'STREAMS', KEYS[place], '>')
  for _, entry in ipairs(read and read[1][2] or {}) do
    local fields, size = entry[2] or {}, 0
    for _, text in ipairs(fields) do
      size = size + #text
    end
    entries[#entries + 1] = {place, entry[1], size, size <= tonumber(largest) and fields or false}
  end
end
if #entries > 0 then
  if limit.pause then
    spend(rate, limit, now, #entries)
  end
  return {against, wait, {}, entries}
end

local last, backlog = {}, 0
for place = 1, 2 do
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[place])) do
    local found = {}
    for index = 1, #flat, 2 do
      found[flat[index]] = flat[index + 1]
    end
    if found.name == group then
      last[place] = found['last-delivered-id']
      backlog = backlog + #redis.call('XRANGE', KEYS[place], '(' .. last[place], '+', 'COUNT', 1)
    end
  end
end
return {backlog == 0 and 'empty' or against, wait, last, {}}
