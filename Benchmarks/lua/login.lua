-- Logins, each of the next account. Arguments: password, accounts.
local common = require("common")

function init(arguments)
    logins = {}
    for number = 1, tonumber(arguments[2]) do
        local body = '{"email":"recruiter' .. number .. '@mail.example","password":"' .. arguments[1] .. '"}'
        logins[number] = wrk.format("POST", "/api/auth/login/", { ["Content-Type"] = "application/json" }, body)
    end
    last = 0
end

function request()
    last = last % #logins + 1
    return logins[last]
end
