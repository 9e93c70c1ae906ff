-- The two requests of a booking: an interview for a new candidate, then its slot.
-- Arguments: token, first candidate, how many, first slot, how many, threads.
local common = require("common")
local thread_count = 0

function setup(thread)
    thread:set("number", thread_count)
    thread_count = thread_count + 1
end

local function slot_text(number)
    return string.format("0192%04x-%04x-7001-8000-000000000000", math.floor(number / 65536), number % 65536)
end

function init(arguments)
    headers = common.headers(arguments[1])
    first, count = tonumber(arguments[2]), tonumber(arguments[3])
    first_slot, slots = tonumber(arguments[4]), tonumber(arguments[5])
    step = tonumber(arguments[6])
    index = number
    made, last = {}, 0
end

function request()
    if last > 0 then
        local interview, slot = made[last][1], made[last][2]
        made[last] = nil
        last = last - 1
        local body = '{"interview_id":"' .. interview .. '","booking_notes":"Please bring a portfolio."}'
        return wrk.format("POST", "/api/interviews/slots/" .. slot .. "/book_slot/", headers, body)
    end
    local slot = slot_text(first_slot + index % slots)
    local body = '{"candidate":' .. string.format("%d", first + index) .. ',"job":null,"slot":"' .. slot .. '"}'
    index = index + step
    return wrk.format("POST", "/api/interviews/", headers, body)
end

function response(status, _, body)
    if status ~= 201 then return end
    -- An interview's answer has its candidate's number and no slot yet; a booking's begins with the schedule.
    local interview, candidate = body:match('^{"id":%s?"([0-9a-f-]+)",%s?"candidate":%s?(%d+)')
    if interview then
        last = last + 1
        made[last] = { interview, slot_text(first_slot + (tonumber(candidate) - first) % slots) }
    end
end
