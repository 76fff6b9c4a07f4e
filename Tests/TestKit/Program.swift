package import Foundation

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
  ) async throws -> Outcome { try await run(words, input: Data(input.utf8), environment: environment) }

  /// The same, with any bytes.
  package static func run(
    _ words: [String], input: Data, environment: [String: String] = [:]
  ) async throws -> Outcome {
    // Files, not pipes: what a program leaves running behind it must not hold the test.
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try input.write(to: folder.appending(path: "in"))
    let child = try start(words, environment, folder.path())
    let status = await withCheckedContinuation { (continuation: CheckedContinuation<Int32, Never>) in
      Thread.detachNewThread { continuation.resume(returning: wait(for: child)) }
    }
    return Outcome(
      status: status, output: String(decoding: try Data(contentsOf: folder.appending(path: "out")), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: folder.appending(path: "err")), as: UTF8.self))
  }

  /// posix_spawn and waitpid: Foundation's Process now and then misses that a child has ended.
  private static func start(_ words: [String], _ more: [String: String], _ folder: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, folder + "/in", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, folder + "/out", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, folder + "/err", O_WRONLY | O_CREAT, 0o600)
    // A thread of Swift's pool blocks signals, and a child would inherit that: nobody could end it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var nothing = sigset_t()
    sigemptyset(&nothing)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let environment = ProcessInfo.processInfo.environment.merging(more) { _, new in new }
    var arguments = (["env", "-C", root] + words).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/usr/bin/env", &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Failure(description: "cannot start \(words): \(String(cString: strerror(code)))") }
    return child
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Runs a program that must succeed.
  /// - Returns: what it printed.
  @discardableResult
  package static func succeed(
    _ words: [String], input: String = "", environment: [String: String] = [:]
  ) async throws -> String {
    let outcome = try await run(words, input: input, environment: environment)
    guard outcome.status == 0 else {
      throw Failure(
        description: "\(words.joined(separator: " ")) ended with \(outcome.status): \(outcome.errors.suffix(2000))")
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
