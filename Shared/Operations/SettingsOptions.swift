package import ArgumentParser
import Foundation

/// Where a command finds the settings.
package struct SettingsOptions: ParsableArguments {
  @Option(
    name: .customLong("settings"),
    help: "A file of KEY=value lines, else /etc/disposisi/SERVICE.env if it is there; the environment wins over it.")
  package var file: String?

  package init() {}

  /// Where a package puts it.
  /// - Parameter isNeeded: whether a file that this account may not read counts as one; else it is passed over, as by who
  ///   checks a rule book on a machine where a service runs.
  static func usual(for service: String, isNeeded: Bool, in folder: String = "/etc/disposisi") -> String? {
    let path = "\(folder)/\(service).env"
    return access(path, R_OK) == 0 || (isNeeded && errno != ENOENT) ? path : nil
  }

  /// - Parameter isNeeded: the service itself does not start without settings that it may not read.
  package func source(for service: String, isNeeded: Bool = false) throws -> SettingsSource {
    let values = try (file ?? Self.usual(for: service, isNeeded: isNeeded)).map { path throws(SettingsProblems) in
      try SettingsFile(path: path)
    }
    return SettingsSource(prefix: service, environment: ProcessInfo.processInfo.environment, file: values)
  }
}

extension SettingsSource {
  /// The table that `check` prints.
  package func printed() -> String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      let padding = String(repeating: " ", count: width - row.name.count)
      let value = row.value.isEmpty ? "(not set)" : row.value
      let other = row.value == row.fallback || row.value.isEmpty ? "" : "  [default \(row.fallback)]"
      return "\(row.name)\(padding)  \(value)\(other)  # \(row.meaning)\n"
    }.joined()
  }
}
