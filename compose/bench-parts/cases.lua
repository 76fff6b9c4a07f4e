-- What wrk posts: a report for each of four local offices in turn, without an e-mail address.
--   BENCH_CASES   stops each thread after so many were accepted; without it wrk runs for its time
--   BENCH_RESULT  the file for the figures, as JSON

local regions = { "35.78", "33.74", "51.04", "73.71" }
local body = '{"text":"Simpanan berjangka saya di KSP Maju Jaya sudah jatuh tempo sejak Maret tetapi tidak dapat ditarik '
  .. 'sampai sekarang. Pengurus hanya meminta kami bersabar. Mohon bantuannya. %d","channel":"web",'
  .. '"form":{"region":"%s","membership_area":"kabkota"},"reporter":{"name":"Siti Aminah","phone":"081234567890"}}'
local headers = { ["Content-Type"] = "application/json" }
local sent, accepted = 0, 0
local limit = tonumber(os.getenv("BENCH_CASES"))

function request()
  sent = sent + 1
  return wrk.format("POST", "/cases", headers, body:format(sent, regions[sent % 4 + 1]))
end

-- Only where it is needed: with a response function wrk keeps every answer's headers and body.
if limit then
  function response(status)
    if status == 201 then accepted = accepted + 1 end
    if accepted >= limit then wrk.thread:stop() end
  end
end

function done(summary, latency)
  local path = os.getenv("BENCH_RESULT")
  if not path then return end
  local errors = summary.errors
  local file = assert(io.open(path, "w"))
  file:write(string.format(
    '{"seconds": %.3f, "answers": %d, "not_2xx": %d, "broken": %d, "p50_ms": %.1f, "p99_ms": %.1f}\n',
    summary.duration / 1e6, summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
  file:close()
end
