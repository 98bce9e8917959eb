-- A page of a queue's entries that nobody has taken yet.
-- KEYS: stream. ARGV: group, entry after which to begin or '', most. Answers after which the
-- next page begins, or '', and the IDs.
local stream = KEYS[1]
local group, after, most = unpack(ARGV)
local function parts(receipt)
  local time, number = string.match(receipt, '^(%d+)-(%d+)$')
  return tonumber(time), tonumber(number)
end

local groups = redis.pcall('XINFO', 'GROUPS', stream)
local from = after == '' and '0-0' or after
if not groups.err then
  for _, flat in ipairs(groups) do
    local found = {}
    for index = 1, #flat, 2 do
      found[flat[index]] = flat[index + 1]
    end
    if found.name == group then
      local delivered, asked = found['last-delivered-id'], from
      local time, number = parts(delivered)
      local askedTime, askedNumber = parts(asked)
      if time > askedTime or time == askedTime and number > askedNumber then
        from = delivered
      end
    end
  end
end
local entries = redis.call('XRANGE', stream, '(' .. from, '+', 'COUNT', most)
local page = {#entries == tonumber(most) and entries[#entries][1] or ''}
for _, entry in ipairs(entries) do
  for index = 1, #entry[2], 2 do
    if entry[2][index] == 'execution_id' and #entry[2][index + 1] <= 128 then
      page[#page + 1] = entry[2][index + 1]
    end
  end
end
return page
