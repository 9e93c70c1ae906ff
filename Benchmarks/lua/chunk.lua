-- Chunks of recordings, each one new.
-- Arguments: bytes, the SHA-256 of the chunk (load.py has it), threads, then cookie, recording...
local common = require("common")
local thread_count = 0

function setup(thread)
    thread:set("number", thread_count)
    thread_count = thread_count + 1
end

function init(arguments)
    local head = "\26\69\223\163"
    body = head .. string.rep("x", tonumber(arguments[1]) - #head)
    step = tonumber(arguments[3])
    recordings = {}
    for index = 4, #arguments, 2 do
        recordings[#recordings + 1] = {
            path = "/portal/recordings/" .. arguments[index + 1] .. "/chunks/",
            headers = {
                ["Cookie"] = "portal=" .. arguments[index],
                ["Content-Type"] = "application/octet-stream",
                ["X-Requested-With"] = "fetch",
                ["X-Chunk-SHA256"] = arguments[2],
            },
        }
    end
    turn = number
end

function request()
    local recording = recordings[turn % #recordings + 1]
    local chunk = math.floor(turn / #recordings)
    turn = turn + step
    return wrk.format("PUT", recording.path .. chunk .. "/", recording.headers, body)
end
