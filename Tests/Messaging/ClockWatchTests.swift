import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import Messaging

/// A wall clock that jumps is told from one that goes.
@Suite struct ClockWatchTests {
  final class Clocks: Sendable {
    let wall = NIOLockedValueBox(Date(timeIntervalSince1970: 1_790_000_000))
    let steady = NIOLockedValueBox(Duration.seconds(100))

    func watch(latest: Date? = nil) -> ClockWatch {
      ClockWatch(
        latest: latest, now: { self.wall.withLockedValue { $0 } }, steady: { self.steady.withLockedValue { $0 } })
    }

    func pass(_ seconds: TimeInterval, jump: TimeInterval = 0) {
      wall.withLockedValue { $0 += seconds + jump }
      steady.withLockedValue { $0 += .seconds(seconds) }
    }
  }

  @Test func timeThatPassesIsNoJump() {
    let clocks = Clocks()
    let watch = clocks.watch()
    for _ in 0..<1_000 {
      // Seconds, and once in a while days of sleep; corrected by some milliseconds each time.
      clocks.pass(.random(in: 0...90_000), jump: .random(in: -0.5...0.5))
      #expect(watch.problem() == nil)
    }
  }

  @Test(arguments: [10_368_000, -518_400, 3_600, -400] as [TimeInterval])
  func aJumpIsToldUntilItIsTakenBack(jump: TimeInterval) {
    let clocks = Clocks()
    let watch = clocks.watch()
    clocks.pass(1)
    #expect(watch.problem() == nil)
    clocks.pass(1, jump: jump)
    #expect(watch.problem()?.contains(jump > 0 ? "forward by" : "back by") == true)
    clocks.pass(86_400)
    #expect(watch.problem() != nil)
    clocks.pass(1, jump: -jump)
    #expect(watch.problem() == nil)
  }

  /// A machine without a battery starts in 1970, before the last thing that its own file knows.
  @Test func aStartBeforeWhatHasBeenIsWrongUntilTheClockIsSet() {
    let clocks = Clocks()
    let latest = Date(timeIntervalSince1970: 1_790_000_000)
    clocks.wall.withLockedValue { $0 = Date(timeIntervalSince1970: 50) }
    let watch = clocks.watch(latest: latest)
    #expect(watch.problem()?.hasPrefix("it is 1970-01-01T00:00:50Z, before") == true)
    clocks.pass(10, jump: 1_790_000_100)
    // Set right: what was wrong was the start, not the jump.
    #expect(watch.problem() == nil)
  }
}
