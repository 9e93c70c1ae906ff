-- The page of an open interview. Arguments: cookies...
local common = require("common")

function init(arguments)
    pages = {}
    for number = 1, #arguments do
        pages[number] = wrk.format("GET", "/portal/", { ["Cookie"] = "portal=" .. arguments[number] })
    end
    last = 0
end

function request()
    last = last % #pages + 1
    return pages[last]
end
