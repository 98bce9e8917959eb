-- Takes over entries whose lease ran out, and finds those of ours whose delivery was lost on the way.
-- KEYS: queue. ARGV: group, consumer, lease, most entries, largest entry, receipts that we know of
-- Answers the receipts that are pending under us, and the entries taken: each receipt, size, fields;
-- an entry that is too large comes without its fields.
local queue = KEYS[1]
local group, consumer, lease, most, largest = unpack(ARGV, 1, 5)
local known, ours, taken = {}, {}, {}
for index = 6, #ARGV do
  known[ARGV[index]] = true
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
  taken[#taken + 1] = {receipt, size, size <= tonumber(largest) and fields or false}
end

for _, pending in ipairs(redis.call('XPENDING', queue, group, '-', '+', 10000, consumer)) do
  ours[#ours + 1] = pending[1]
  if not known[pending[1]] and #taken < tonumber(most) then
    take(pending[1], 0)
  end
end

local from = '-'
while #taken < tonumber(most) do
  local page = redis.call('XPENDING', queue, group, 'IDLE', lease, from, '+', 100)
  for _, pending in ipairs(page) do
    if pending[2] ~= consumer and #taken < tonumber(most) then
      take(pending[1], lease)
    end
    from = '(' .. pending[1]
  end
  if #page < 100 then
    break
  end
end
return {ours, taken}
