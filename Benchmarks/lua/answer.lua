-- A request of some bytes whose answer is a constant of some bytes. Arguments: method, bytes sent, bytes wanted.
local common = require("common")

function init(arguments)
    local body = tonumber(arguments[2]) > 0 and string.rep("x", tonumber(arguments[2])) or nil
    constant = wrk.format(arguments[1], "/" .. arguments[3], common.headers("constant"), body)
end

function request()
    return constant
end
