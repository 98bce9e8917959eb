-- Takes new entries of a queue: first those that waited for others, then the rest.
-- KEYS: front, queue. ARGV: group, consumer, most entries, largest entry
-- Answers of each entry the receipt, its size, its fields, and 1 if it stood in the front; one that
-- is too large comes without its fields.
local group, consumer, most, largest = unpack(ARGV)
local taken = {}

for index, stream in ipairs(KEYS) do
  local left = tonumber(most) - #taken
  local found = left > 0 and redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', left,
    'STREAMS', stream, '>')
  for _, entry in ipairs(found and found[1][2] or {}) do
    local fields, size = entry[2] or {}, 0
    for _, text in ipairs(fields) do
      size = size + #text
    end
    taken[#taken + 1] =
      {entry[1], size, size <= tonumber(largest) and fields or false, index == 1 and 1 or 0}
  end
end
return taken
