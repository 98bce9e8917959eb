-- Takes over entries whose lease ran out, and finds those of ours whose delivery was lost on the way.
-- KEYS: the entries' stream, the queue's other stream, settings, rate
-- ARGV: group, consumer, lease, most entries, largest entry, configured max_jobs and rate, receipts
-- that we know of
-- Answers the receipts that are pending under us, and the entries taken: each receipt, size, fields;
-- an entry that is too large comes without its fields. Of a paused queue none is taken, and of a
-- limited one no more than may run: what was left keeps its slot, but does not run.
local queue, other, settings, rate = unpack(KEYS)
local group, consumer, lease, most, largest, jobs, configured = unpack(ARGV, 1, 7)
local known, ours, found = {}, {}, {}
for index = 8, #ARGV do
  known[ARGV[index]] = true
end

local limit, now = limits(settings, jobs, configured), microseconds()
most = limit.paused and 0 or tonumber(most)
local left = most
if limit.jobs then
  local run = taken(queue, group) - expired(queue, group, lease)
    + taken(other, group) - expired(other, group, lease)
  left = math.min(left, limit.jobs - run)
end
if limit.pause then
  left = math.min(left, (tokens(rate, limit, now)))
end

local function take(receipt, idle)
  local entry = redis.call('XCLAIM', queue, group, consumer, idle, receipt)[1]
  if not entry then
    -- Deleted from the stream while it was pending.
    redis.call('XACK', queue, group, receipt)
    return
  end
  local fields, size = entry[2], 0
  for _, text in ipairs(fields) do
    size = size + #text
  end
  found[#found + 1] = {receipt, size, size <= tonumber(largest) and fields or false}
end

for _, pending in ipairs(redis.call('XPENDING', queue, group, '-', '+', 10000, consumer)) do
  ours[#ours + 1] = pending[1]
  -- Given to us, so its slot and its token are paid for.
  if not known[pending[1]] and #found < most then
    take(pending[1], 0)
  end
end

local ceded = #found
local from = '-'
while #found < most and #found - ceded < left do
  local page = redis.call('XPENDING', queue, group, 'IDLE', lease, from, '+', 100)
  for _, pending in ipairs(page) do
    if pending[2] ~= consumer and #found < most and #found - ceded < left then
      take(pending[1], lease)
    end
    from = '(' .. pending[1]
  end
  if #page < 100 then
    break
  end
end
if limit.pause and #found > ceded then
  spend(rate, limit, now, #found - ceded)
end
return {ours, found}
