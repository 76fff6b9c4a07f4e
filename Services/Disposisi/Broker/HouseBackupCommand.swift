import ArgumentParser
import Contract
import Foundation

/// Every service's copy in one folder, each made by its own executable.
struct HouseBackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the state of every service into a folder, while all run.",
    discussion: """
      Each copy is consistent in itself; between two of them cases go on, and after a restore `disposisi ledger --repair` \
      lets who knows more say it again. The folder appears when all copies are made and checked. A service on another \
      machine is copied there: `SERVICE backup`.
      """)

  @Argument(help: "The new folder, such as /backup/2026-11-28.") var folder: String

  func run() throws {
    let manager = FileManager.default
    let folder = String(folder.reversed().drop { $0 == "/" }.reversed())
    let executables = ServiceName.allCases.map { ($0, ServiceExecutable($0)) }
    guard executables.contains(where: { $0.1 != nil }) else {
      throw ValidationError(
        "no service is on this machine: INTAKE_DATA and so on, and DISPOSISI_BIN, say where they are")
    }
    guard !manager.fileExists(atPath: folder) else { throw ValidationError("\(folder) is there already") }
    let unfinished = folder + ".unfinished"
    if manager.fileExists(atPath: unfinished) { try manager.removeItem(atPath: unfinished) }
    try manager.createDirectory(
      atPath: unfinished, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for (service, executable) in executables {
      guard let executable else {
        print("\(service.rawValue)\tnot on this machine: say `\(service.rawValue) backup` there")
        continue
      }
      guard let output = executable.run(["backup", "\(unfinished)/\(service.rawValue)"]) else { throw ExitCode.failure }
      print(output.replacing(unfinished, with: folder), terminator: "")
    }
    try manager.moveItem(atPath: unfinished, toPath: folder)
  }
}

struct HouseRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put copies back that `backup` has made: all, or of the services named.",
    discussion: "The services must not run. What they have now is kept beside. See `SERVICE restore --help`.")

  @Argument(help: "The folder.") var folder: String
  @Argument(help: "Only these services.") var names: [String] = []

  func run() throws {
    let known = ServiceName.allCases.map(\.rawValue)
    if let stranger = names.first(where: { !known.contains($0) }) {
      throw ValidationError("found '\(stranger)', expected some of \(known.joined(separator: ", "))")
    }
    let chosen = ServiceName.allCases.filter { names.isEmpty || names.contains($0.rawValue) }
    let copied = chosen.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0.rawValue)") }
    if let missing = names.first(where: { !copied.map(\.rawValue).contains($0) }) {
      throw ValidationError("\(folder) holds no copy of \(missing)")
    }
    guard !copied.isEmpty else { throw ValidationError("\(folder) holds no copy of a service") }
    // All of them, before the first is moved.
    let executables = try copied.map { service in
      guard let executable = ServiceExecutable(service) else {
        throw ValidationError("\(service.rawValue) is not on this machine: say `\(service.rawValue) restore` there")
      }
      return (service, executable)
    }
    for (service, executable) in executables {
      guard let output = executable.run(["restore", "\(folder)/\(service.rawValue)"]) else { throw ExitCode.failure }
      print(output, terminator: "")
    }
  }
}
