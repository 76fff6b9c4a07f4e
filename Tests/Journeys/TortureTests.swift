import Foundation
import Testing
import TestKit

/// A short run of `compose/torture`, with a house of its own; a longer one with `compose/test --long`.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TortureTests {
  @Test func theCheckerSeesWhatIsWrong() async throws {
    let output = try await Program.succeed(["/usr/bin/python3", Program.root + "Tests/Torture/checker_test.py"])
    #expect(output == "20 checks of the checker\n")
  }

  /// Not under a sanitizer, which leaves no room for what is preloaded.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["DISPOSISI_BUILD"] == nil))
  func nothingIsLostAndNothingDoneTwice() async throws {
    let seed = Int.random(in: 0..<1_000_000)
    let isLong = ProcessInfo.processInfo.environment["DISPOSISI_LONG"] != nil
    let outcome = try await Program.run([
      Program.root + "compose/torture", "--cases", isLong ? "1500" : "600", "--kills", isLong ? "12" : "5", "--rate",
      "40",
      "--seed", "\(seed)",
    ])
    #expect(outcome.status == 0, "\(outcome.output.suffix(4000))\(outcome.errors.suffix(2000))")
    #expect(outcome.output.hasSuffix("seed \(seed): nothing lost, nothing twice\n"))
  }
}
