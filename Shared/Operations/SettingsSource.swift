import Configuration
import Foundation
import Texts

/// Where a service's settings come from: the environment first, then a file of `KEY=value` lines.
///
/// Every read names its unit and default, so that `check` can print them all; every problem is collected,
/// so that an operator sees them at once and not one a start.
package struct SettingsSource {
  private let reader: ConfigReader
  private let prefix: String
  private let file: SettingsFile?
  private let environment: [String: String]
  /// Every name that means something, also those that have no row of their own.
  private var names: Set<String> = []
  package private(set) var rows: [SettingRow] = []
  package private(set) var problems: [String] = []

  /// - Parameter prefix: the service's name: the key `http.port` of `intake` is read from `INTAKE_HTTP_PORT`.
  package init(prefix: String, environment: [String: String], file: SettingsFile? = nil) {
    self.prefix = prefix
    self.environment = environment
    self.file = file
    reader = ConfigReader(providers: [
      EnvironmentVariablesProvider(environmentVariables: environment),
      EnvironmentVariablesProvider(environmentVariables: file?.values ?? [:]),
    ])
  }

  package mutating func text(_ key: String, default fallback: String, _ meaning: String) -> String {
    let value = raw(key) ?? fallback
    note(key, value, fallback, meaning)
    return value
  }

  package mutating func whole(
    _ key: String, default fallback: Int, in range: ClosedRange<Int>, unit: String, _ meaning: String
  ) -> Int {
    let found = raw(key)
    note(key, found ?? String(fallback), String(fallback), "\(meaning) (\(unit))")
    guard let found else { return fallback }
    guard let value = Int(found), range.contains(value) else {
      problems.append(
        "\(name(key)): found '\(found.prefix(40))', expected a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
      )
      return fallback
    }
    return value
  }

  package mutating func seconds(
    _ key: String, default fallback: Int, in range: ClosedRange<Int>, _ meaning: String
  ) -> Duration {
    .seconds(whole(key, default: fallback, in: range, unit: "seconds", meaning))
  }

  /// A secret: from the setting itself, or from the file that `KEY_FILE` names. Never shown.
  package mutating func secret(_ key: String, _ meaning: String) -> Secret? {
    let path = raw(key + ".file")
    var secret = raw(key).map { Secret(value: $0, file: nil) }
    if let path {
      do {
        secret = try Secret(file: path)
      } catch {
        problems.append("\(name(key + ".file")): cannot read \(path)")
      }
    }
    names.insert(name(key + ".file"))
    note(key, secret == nil ? "" : "(set)", "none", meaning + "; \(name(key))_FILE names a file that holds it")
    return secret
  }

  /// A further check of the caller's own.
  package mutating func addProblem(_ key: String, _ problem: String) { problems.append("\(name(key)): \(problem)") }

  /// - Throws: all that is wrong, if anything is.
  package func check() throws(SettingsProblems) {
    let problems = problems + strangers
    if !problems.isEmpty { throw SettingsProblems(problems: problems) }
  }

  /// What a file says and nobody reads is a mistake. In the environment others have names too: there only what is nearly
  /// a setting's name.
  private var strangers: [String] {
    let known = names.union(rows.map(\.name))
    let own = prefix.uppercased() + "_"
    let inFile = file.map { file in
      file.lines.filter { !known.contains($0.key) && !file.isOfAnother($0.key, than: own) }
        .sorted { $0.value < $1.value }
        .map { "in \(file.path), line \($0.value): found '\($0.key.prefix(60))', \(Self.nearest($0.key, known))" }
    }
    let tools: Set = [own + "URL", own + "ADMIN_URL"]
    let inEnvironment = environment.keys.filter { name in
      name.hasPrefix(own) && !known.contains(name) && !tools.contains(name)
        && known.contains { NearestWord.edits(Array(name.utf8), Array($0.utf8)) <= 2 }
    }
    return (inFile ?? [])
      + inEnvironment.sorted().map { "in the environment: found '\($0.prefix(60))', \(Self.nearest($0, known))" }
  }

  private static func nearest(_ name: String, _ known: Set<String>) -> String {
    let all = "expected a setting that `check` prints"
    return NearestWord.of(name.uppercased(), among: known).map { "\(all); did you mean \($0)?" } ?? all
  }

  private func raw(_ key: String) -> String? {
    let parts = (prefix + "." + key).split(separator: ".").map(String.init)
    let value = reader.string(forKey: ConfigKey(parts))
    return value?.isEmpty == true ? nil : value
  }

  private mutating func note(_ key: String, _ value: String, _ fallback: String, _ meaning: String) {
    let shown = value.replacing(/:\/\/([^:@\/]*):[^@\/]*@/) { "://\($0.1):***@" }
    rows.append(SettingRow(name: name(key), value: shown, fallback: fallback, meaning: meaning))
  }

  private func name(_ key: String) -> String {
    (prefix + "." + key).uppercased().replacing(".", with: "_")
  }
}

/// Settings that a service cannot start with.
package struct SettingsProblems: Error, CustomStringConvertible {
  package let problems: [String]

  package init(problems: [String]) { self.problems = problems }

  package var description: String { problems.map { "setting \($0)" }.joined(separator: "\n") }
}
