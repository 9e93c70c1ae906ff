-- What the runs share: who asks, and the summary as one line of JSON on standard output.
local common = {}

function common.headers(token)
    return { ["Authorization"] = "Token " .. token, ["Content-Type"] = "application/json" }
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"microseconds":%d,"p50":%d,"p90":%d,"p99":%d,"max":%d,"refused":%d,"broken":%d}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(90), latency:percentile(99),
        latency.max, errors.status, errors.connect + errors.read + errors.write + errors.timeout
    ))
end

return common
