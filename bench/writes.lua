-- Chooses a different model for a feature with each request, so every request is a change. Model IDs run from 1 to the last.
local features = {"code_generations", "code_completions", "duo_chat_write_tests", "duo_chat_refactor_code", "duo_chat_fix_code"}
local last = tonumber(os.getenv("MODELS"))
local count = 0

wrk.method = "PUT"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
wrk.headers["Content-Type"] = "application/json"

function request()
    count = count + 1
    local model = count % last + 1
    return wrk.format(nil, "/features/" .. features[count % #features + 1], nil, '{"model_id": ' .. model .. '}')
end

function done(summary, latency, requests)
    io.write(string.format("RESULT %.1f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6),
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect))
end
