-- The filtered list of slots, each request for another day. Arguments: token, days...
local common = require("common")

function init(arguments)
    local headers = common.headers(arguments[1])
    days = {}
    for number = 2, #arguments do
        local query = "?date=" .. arguments[number] .. "&status=available&ai_interview_type=technical"
        days[#days + 1] = wrk.format("GET", "/api/interviews/slots/" .. query, headers)
    end
    next_day = 0
end

function request()
    next_day = next_day % #days + 1
    return days[next_day]
end
