import Foundation

/// Programs that tests run as an operator or a unit would: real processes, by their command lines.
package struct Program {
  package struct Outcome: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
  }

  /// A program that did not end as wanted.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// The checkout that the tests were built from.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()

  /// Runs a program to its end.
  /// - Parameter environment: added to the test's own.
  package static func run(
    _ words: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: root)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    // Files, not pipes: what a program leaves running behind it must not hold the test.
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(input.utf8).write(to: folder.appending(path: "in"))
    process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
    for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: folder.appending(path: "out")), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: folder.appending(path: "err")), as: UTF8.self))
  }

  /// Runs a program that must succeed.
  /// - Returns: what it printed.
  @discardableResult
  package static func succeed(
    _ words: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> String {
    let outcome = try await run(words, input: input, environment: environment)
    guard outcome.status == 0 else {
      throw Failure(description: "\(words.joined(separator: " ")) ended with \(outcome.status): \(outcome.errors.suffix(2000))")
    }
    return outcome.output
  }

  /// A setting of the house that `compose/test` has started.
  package static func setting(_ name: String) throws -> String {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
      throw Failure(description: "\(name) is not set: run compose/test, which starts what the tests need")
    }
    return value
  }
}

/// Looks again and again until something holds; the pause is between looks, not what is waited for.
package func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(60), _ look: () async throws -> Value?
) async throws -> Value {
  let end = ContinuousClock.now + limit
  while true {
    if let value = try await look() { return value }
    guard ContinuousClock.now < end else { throw Program.Failure(description: "not within \(limit): \(what)") }
    try await Task.sleep(for: .milliseconds(50))
  }
}
