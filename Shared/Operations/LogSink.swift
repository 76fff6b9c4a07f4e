import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// Where log lines go: written one after the other on a queue of their own, so that who does not read the log holds up
/// nobody's work. What comes beyond a limit meanwhile is dropped and counted.
package final class LogSink: Sendable {
  private struct State {
    var waitingBytes = 0
    var dropped = 0
    var writingSince: ContinuousClock.Instant?
    var failure: String?
  }

  private let descriptor: Int32
  private let queue = DispatchQueue(label: "log")
  private let state = NIOLockedValueBox(State())
  private static let maximumBytes = 4 << 20
  private static let patience = Duration.seconds(1)

  package init(descriptor: Int32 = STDERR_FILENO) { self.descriptor = descriptor }

  package func write(_ line: String) {
    let bytes = Array(line.utf8)
    let isTaken = state.withLockedValue { state in
      guard state.waitingBytes + bytes.count <= Self.maximumBytes else {
        state.dropped += 1
        return false
      }
      state.waitingBytes += bytes.count
      return true
    }
    if isTaken { queue.async { self.put(bytes) } }
  }

  /// What is wrong with the log; nil where nothing is.
  package var problem: String? {
    // Nothing may be logged for long: what was wrong once is tried again.
    if state.withLockedValue({ $0.failure != nil && $0.waitingBytes == 0 }) { write("the log is tried again\n") }
    return state.withLockedValue { state in
      if let failure = state.failure { return failure }
      guard let since = state.writingSince, .now - since > Self.patience else { return nil }
      return "nobody has read it for \(Int((.now - since) / .seconds(1))) s, \(state.dropped) lines are lost"
    }
  }

  /// Waits until all is written, but not for long.
  package func flush() {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + 1)
  }

  private func put(_ bytes: [UInt8]) {
    state.withLockedValue { $0.writingSince = .now }
    var failure: String?
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
        poll(&descriptors, 1, 1000)
      } else if errno != EINTR {
        failure = "cannot be written: \(String(cString: strerror(errno)))"
        break
      }
    }
    state.withLockedValue { state in
      state.waitingBytes -= bytes.count
      state.writingSince = nil
      state.failure = failure
    }
  }
}
