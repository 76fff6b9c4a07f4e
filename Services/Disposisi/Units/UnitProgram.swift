import ArgumentParser

/// A program that comes with a unit's kit; named as its flag.
enum UnitProgram: String, CaseIterable, EnumerableFlag {
  case python, shell, go, java, php, systemd

  var title: String {
    switch self {
    case .python: "Subscriber in Python"
    case .shell: "Subscriber for the shell"
    case .go: "Subscriber in Go"
    case .java: "Subscriber in Java"
    case .php: "Subscriber in PHP"
    case .systemd: "To keep the one in Python running"
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .python: PackageResources.unit_py
    case .shell: PackageResources.unit_sh
    case .go: PackageResources.unit_go
    case .java: PackageResources.Unit_java
    case .php: PackageResources.unit_php
    case .systemd: PackageResources.unit_service
    }
  }

  static func help(for program: UnitProgram) -> ArgumentHelp? {
    ArgumentHelp(
      program == .systemd
        ? "Print only the systemd unit that keeps the subscriber in Python running."
        : "Print only the \(program.title.prefix(1).lowercased() + program.title.dropFirst()).")
  }
}
