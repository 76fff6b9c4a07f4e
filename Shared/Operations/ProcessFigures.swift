import Foundation
import Metrics
import NIOConcurrencyHelpers

/// What the system says of this process, under the names that Prometheus' own clients use. Measured when it is asked for.
enum ProcessFigures {
  private static let cpu = FloatingPointCounter(label: "process_cpu_seconds")
  private static let counted = NIOLockedValueBox(0.0)

  static func record() {
    Gauge(label: "disposisi_build_info", dimensions: [("version", BuildVersion.text)]).record(1)
    let used = cpuSeconds
    cpu.increment(
      by: counted.withLockedValue { counted in
        defer { counted = used }
        return max(0, used - counted)
      })
    if let pages = resident {
      Gauge(label: "process_resident_memory_bytes").record(pages * Int(sysconf(Int32(_SC_PAGESIZE))))
    }
    let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    if let open { Gauge(label: "process_open_fds").record(open) }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit) == 0 {
      Gauge(label: "process_max_fds").record(Double(limit.rlim_cur))
    }
    Gauge(label: "process_start_time_seconds").record(started)
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// In pages.
  private static var resident: Int? {
    let fields = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
    return fields.flatMap { $0.count > 1 ? Int($0[1]) : nil }
  }

  /// By the clock of now: a clock that was put right since does not make it another process.
  private static let started: Double = {
    let stat = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
    // After the name, which may hold blanks: the 20th field is when it was started, in ticks since the machine was.
    let fields = stat.split(separator: ")").last.map { $0.split(separator: " ") } ?? []
    var uptime = timespec()
    clock_gettime(CLOCK_BOOTTIME, &uptime)
    let ticks = fields.count > 19 ? Double(fields[19]) ?? 0 : 0
    let age = Double(uptime.tv_sec) - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    return (Date().timeIntervalSince1970 - age).rounded()
  }()
}
