-- Pages of all that nobody has taken: of the schedule, of those that wait for others, and of the
-- two streams of a queue.
-- KEYS: scheduled, waiting, queue, front
-- ARGV: most of each page, group, for each key where its page begins: a rank, or an entry or ''
-- Answers for each key where its next page begins, and the IDs of this one.
local most, group = tonumber(ARGV[1]), ARGV[2]
local answer = {}

local function ranked(key, from)
  local page = redis.call('ZRANGE', key, from, from + most - 1)
  table.insert(page, 1, #page < most and '0' or tostring(from + most))
  answer[#answer + 1] = page
end

local function parts(receipt)
  local time, number = string.match(receipt, '^(%d+)-(%d+)$')
  return tonumber(time), tonumber(number)
end

local function delivered(stream)
  local groups = redis.pcall('XINFO', 'GROUPS', stream)
  for _, flat in ipairs(groups.err and {} or groups) do
    local found = {}
    for index = 1, #flat, 2 do
      found[flat[index]] = flat[index + 1]
    end
    if found.name == group then
      return found['last-delivered-id']
    end
  end
  return '0-0'
end

local function undelivered(stream, after)
  local from, last = after == '' and '0-0' or after, delivered(stream)
  local time, number = parts(last)
  local askedTime, askedNumber = parts(from)
  if time > askedTime or time == askedTime and number > askedNumber then
    from = last
  end
  local entries = redis.call('XRANGE', stream, '(' .. from, '+', 'COUNT', most)
  local page = {#entries == most and entries[#entries][1] or ''}
  for _, entry in ipairs(entries) do
    for index = 1, #entry[2], 2 do
      if entry[2][index] == 'execution_id' and #entry[2][index + 1] <= 128 then
        page[#page + 1] = entry[2][index + 1]
      end
    end
  end
  answer[#answer + 1] = page
end

ranked(KEYS[1], tonumber(ARGV[3]))
ranked(KEYS[2], tonumber(ARGV[4]))
undelivered(KEYS[3], ARGV[5])
undelivered(KEYS[4], ARGV[6])
return answer
