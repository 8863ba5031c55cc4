-- Sends the lines of a file in turn, each as the body of a POST; wrk's -H gives the headers.
--   wrk ... URL -- BODIES [check] [THINK]
-- "check" also reads each answer and counts those that hold an error; it costs wrk time, so measured runs go without.
-- THINK: each connection pauses before each request, up to twice so many milliseconds.
-- Ends with one line of JSON.

local threads = {}
local requests, at = {}, 0
bad, sample = 0, ""

function setup(thread)
    table.insert(threads, thread)
end

function init(args)
    for body in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("POST", nil, nil, body)
    end
    local think = tonumber(args[#args]) or 0
    if think > 0 then
        math.randomseed(7)
        delay = function() return math.random(0, 2 * think) end
    end
    if args[2] == "check" then
        response = function(status, headers, body)
            if status ~= 200 or body:find('"errors"', 1, true) then
                bad, sample = bad + 1, status .. " " .. body:sub(1, 500)
            end
        end
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency, _)
    local wrong, example = 0, ""
    for _, thread in ipairs(threads) do
        wrong = wrong + thread:get("bad")
        if thread:get("sample") ~= "" then example = thread:get("sample") end
    end
    local e = summary.errors
    io.write(string.format(
        '\n{"requests": %d, "micros": %d, "p50": %d, "p99": %d, "max": %d, "refused": %d, "broken": %d, "bad": %d, "sample": "%s"}\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
        e.status, e.connect + e.read + e.write + e.timeout, wrong,
        example:gsub('[\\"]', "\\%0"):gsub("%c", " ")))
end
