-- Renews the leases of entries. KEYS: queue. ARGV: group, consumer, receipts
-- Answers the receipts that are not ours any more.
local queue = KEYS[1]
local group, consumer = unpack(ARGV, 1, 2)
local lost = {}
for index = 3, #ARGV do
  local receipt = ARGV[index]
  if not held(queue, group, consumer, receipt)
      or #redis.call('XCLAIM', queue, group, consumer, 0, receipt, 'JUSTID') == 0 then
    lost[#lost + 1] = receipt
  end
end
return lost
