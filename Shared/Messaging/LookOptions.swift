package import ArgumentParser
package import Cases
import Foundation

/// What a command asks for that shows what is kept of a person: which case, and why.
package struct LookOptions: ParsableArguments {
  @Argument(help: "The case's number.") package var number: String
  @Option(help: "Why it must be seen; kept with your name and the time.") package var why: String

  package init() {}

  package func validate() throws {
    guard (5...500).contains(why.count) else {
      throw ValidationError("--why: found \(why.count) letters, expected a reason of 5 to 500")
    }
  }

  /// - Throws: `ValidationError` for what is no case's number.
  package func caseNumber() throws -> CaseNumber {
    try CaseNumber(argument: number)
  }

  /// Who looks; behind sudo the person is who called it.
  package var person: String {
    let environment = ProcessInfo.processInfo.environment
    return environment["SUDO_USER"] ?? environment["USER"] ?? NSUserName()
  }
}
