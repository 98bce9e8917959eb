-- Lists recurring executions. KEYS: recurring, due, status. ARGV: one name, or '' for all
-- Answers for each its name, definition, due time, last ID, error, sent, skipped, missed.
local recurring, due, status = unpack(KEYS)
local names = ARGV[1] == '' and redis.call('HKEYS', recurring) or {ARGV[1]}
local all = {}
for _, name in ipairs(names) do
  local definition = redis.call('HGET', recurring, name)
  if definition then
    local found = redis.call('HMGET', status, name .. ':last', name .. ':error', name .. ':sent',
      name .. ':skipped', name .. ':missed')
    all[#all + 1] = {name, definition, redis.call('ZSCORE', due, name) or '0', found[1] or '',
      found[2] or '', found[3] or '0', found[4] or '0', found[5] or '0'}
  end
end
return all
