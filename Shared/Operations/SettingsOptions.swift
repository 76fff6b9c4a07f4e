package import ArgumentParser
import Foundation

/// Where a command finds the settings.
package struct SettingsOptions: ParsableArguments {
  @Option(
    name: .customLong("settings"),
    help: "A file of KEY=value lines, else /etc/disposisi/SERVICE.env if it is there; the environment wins over it.")
  package var file: String?

  package init() {}

  /// Where a package puts it. Who may not read it is no service.
  static func usual(for service: String, in folder: String = "/etc/disposisi") -> String? {
    let path = "\(folder)/\(service).env"
    return access(path, R_OK) == 0 ? path : nil
  }

  package func source(for service: String) throws -> SettingsSource {
    let values = try (file ?? Self.usual(for: service)).map { path throws(SettingsProblems) in
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
