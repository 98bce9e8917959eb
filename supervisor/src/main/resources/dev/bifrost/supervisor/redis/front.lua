-- Puts an execution that has waited to the front of its queue, unless it stands there.
-- KEYS: front, waiting. ARGV: id. Answers 'written'.
local front, waiting = unpack(KEYS)
redis.call('ZREM', waiting, ARGV[1])
for _, entry in ipairs(redis.call('XRANGE', front, '-', '+', 'COUNT', 1000)) do
  for index = 1, #entry[2], 2 do
    if entry[2][index] == 'execution_id' and entry[2][index + 1] == ARGV[1] then
      return {'written'}
    end
  end
end
redis.call('XADD', front, '*', 'execution_id', ARGV[1])
return {'written'}
