-- wrk: sends the paths in a file in turns. In place of %d, each request has a number that no run before had.
--
--   wrk -s scale.lua <URL> -- <file>
local paths = {}
local sent = 0
local first = os.time() * 1000000

function init(args)
    for line in io.lines(args[1]) do
        paths[#paths + 1] = line
    end
end

function request()
    sent = sent + 1
    local path = paths[(sent - 1) % #paths + 1]
    return wrk.format("GET", (path:gsub("%%d", string.format("%d", first + sent))))
end
