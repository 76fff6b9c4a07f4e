import Configuration
import Foundation

/// Where a service's settings come from: the environment first, then a file of `KEY=value` lines.
///
/// Every read names its unit and default, so that `check` can print them all; every problem is collected,
/// so that an operator sees them at once and not one a start.
package struct SettingsSource {
  private let reader: ConfigReader
  private let prefix: String
  package private(set) var rows: [SettingRow] = []
  package private(set) var problems: [String] = []

  /// - Parameter prefix: the service's name: the key `http.port` of `intake` is read from `INTAKE_HTTP_PORT`.
  package init(prefix: String, environment: [String: String], file: [String: String] = [:]) {
    self.prefix = prefix
    reader = ConfigReader(providers: [
      EnvironmentVariablesProvider(environmentVariables: environment),
      EnvironmentVariablesProvider(environmentVariables: file),
    ])
  }

  package mutating func text(_ key: String, default fallback: String, _ meaning: String) -> String {
    let value = raw(key) ?? fallback
    note(key, value, fallback, meaning)
    return value
  }

  /// A text that has no default: without it the service cannot start.
  package mutating func requiredText(_ key: String, example: String, _ meaning: String) -> String {
    let value = raw(key) ?? ""
    note(key, value, "none", meaning)
    if value.isEmpty { problems.append("\(name(key)) is missing: \(meaning); for example \(example)") }
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
  package mutating func secret(_ key: String, _ meaning: String) -> String? {
    var value = raw(key)
    if let path = raw(key + ".file") {
      do {
        value = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
      } catch {
        problems.append("\(name(key + ".file")): cannot read \(path)")
      }
    }
    note(key, value == nil ? "" : "(set)", "none", meaning + "; \(name(key))_FILE names a file that holds it")
    return value
  }

  /// A further check of the caller's own.
  package mutating func refuse(_ key: String, _ problem: String) { problems.append("\(name(key)): \(problem)") }

  /// - Throws: all that is wrong, if anything is.
  package func check() throws(SettingsProblems) {
    if !problems.isEmpty { throw SettingsProblems(problems: problems) }
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

/// A setting as `check` prints it.
package struct SettingRow: Sendable, Equatable, Codable {
  package let name: String
  package let value: String
  package let fallback: String
  package let meaning: String
}

/// Settings that a service cannot start with.
package struct SettingsProblems: Error, CustomStringConvertible {
  package let problems: [String]

  package init(problems: [String]) { self.problems = problems }

  package var description: String { problems.map { "setting \($0)" }.joined(separator: "\n") }
}

extension SettingsSource {
  /// Reads a file of `KEY=value` lines; blank lines and lines that start with `#` are passed over.
  package static func parse(file path: String) throws(SettingsProblems) -> [String: String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw SettingsProblems(problems: ["file \(path): cannot be read"])
    }
    var values: [String: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let equals = line.firstIndex(of: "=") else {
        throw SettingsProblems(problems: ["file \(path), line \(index + 1): expected KEY=value"])
      }
      values[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
    return values
  }
}
