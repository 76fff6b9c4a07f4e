package import Foundation
import NIOConcurrencyHelpers

/// Whether the wall clock goes as time does. One that has jumped, or stands before what is known to have happened, proves
/// no deadline: what goes by the clock waits, and says so, until the clock is right again or a person restarts the
/// service, and so says that it is.
package final class ClockWatch: Sendable {
  private struct State {
    var wall: Date
    var steady: Duration
    /// How far the wall clock is from where it should be, as far as this process has seen.
    var offset: TimeInterval = 0
    var isBehind = false
  }

  private let state: NIOLockedValueBox<State>
  private let now: @Sendable () -> Date
  private let steady: @Sendable () -> Duration
  /// The latest moment that is known to have been.
  private let latest: Date?
  private static let tolerance: TimeInterval = 300

  /// - Parameter latest: the latest moment that is known to have been: nothing can be before it.
  /// - Parameter steady: time that no clock's setting changes.
  package init(
    latest: Date? = nil, now: @escaping @Sendable () -> Date = { Date() },
    steady: @escaping @Sendable () -> Duration = ClockWatch.uptime
  ) {
    self.latest = latest
    self.now = now
    self.steady = steady
    state = NIOLockedValueBox(State(wall: now(), steady: steady()))
  }

  /// Since the machine was started, with the time that it slept.
  package static let uptime: @Sendable () -> Duration = {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// What is wrong with the clock; nil where nothing is.
  package func problem() -> String? {
    let (wall, steady) = (now(), steady())
    let isBehind = latest.map { wall < $0.addingTimeInterval(-Self.tolerance) } ?? false
    let offset = state.withLockedValue { state in
      // From a start that was wrong, any way to a possible time is right.
      if state.isBehind, !isBehind { state = State(wall: wall, steady: steady) }
      state.isBehind = isBehind
      state.offset += wall.timeIntervalSince(state.wall) - (steady - state.steady) / .seconds(1)
      // Clocks are corrected by a little now and then: that does not add up over the years.
      if abs(state.offset) <= Self.tolerance { state.offset *= 0.99 }
      (state.wall, state.steady) = (wall, steady)
      return state.offset
    }
    if let latest, isBehind {
      return "it is \(wall.ISO8601Format()), before the last thing that happened at \(latest.ISO8601Format())"
    }
    guard abs(offset) > Self.tolerance else { return nil }
    let words = "\(offset > 0 ? "forward" : "back") by \(Int(abs(offset))) s"
    return
      "it was set \(words) while the service ran: what goes by it waits; restart the service when the clock is right"
  }
}
