-- For wrk: sixteen requests in one write, from a client that does not wait for
-- the answers.

function init()
  local requests = {}
  for number = 1, 16 do
    requests[number] = wrk.format("GET", "/")
  end
  pipelined = table.concat(requests)
end

function request()
  return pipelined
end
