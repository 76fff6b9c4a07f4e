package import ArgumentParser
import Foundation
import GRDB
package import Operations

/// `SERVICE restore`
package struct RestoreCommand<Main: ServiceMain>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "restore", abstract: "Put a copy of the service's state back, while it does not run.",
      discussion: """
        What is in the service's folder now is kept beside, in a folder `replaced-TIME`. The service sees at its start that \
        it was put back, and numbers its facts above all that it may have said since the copy; `disposisi ledger \
        --repair` then lets the others say again what it does not know.
        """)
  }

  @OptionGroup package var options: SettingsOptions
  @Argument(help: "The folder that `backup` has made.") package var folder: String

  package init() {}

  package func run() throws {
    var source = try options.source(for: Main.name)
    let data = CommonSettings(&source, service: Main.name).dataDirectory
    let backup = try Backup(at: folder, of: Main.self)
    try refuseNewer(backup)
    umask(0o077)
    try FileManager.default.createDirectory(
      atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // No service may open the folder meanwhile.
    let lock = try FolderLock(folder: data, service: Main.name)
    defer { withExtendedLifetime(lock) {} }
    let aside = try Restoration(backup: backup, data: data, files: Main.files?.folder).run()
    print("\(Main.name)\tas of \(backup.contents.madeAt.ISO8601Format()), \(backup.contents.cases) cases\t\(data)")
    if let aside { print("what was there is in \(aside); delete it when all is well") }
    print("start \(Main.name), then: disposisi ledger --repair")
  }

  /// Found now, and not at the start, when what was there before has been moved away.
  private func refuseNewer(_ backup: Backup) throws {
    guard let unknown = Main.migrator.unknown(among: Set(backup.contents.steps)) else { return }
    throw BackupError(
      folder, "was made by version \(backup.contents.version), whose step '\(unknown)' this version does not know")
  }
}

/// Puts a copy in the place of what a service's folder holds.
private struct Restoration {
  let backup: Backup
  let data: String
  /// The folder of what is beside the database.
  let files: String?
  private var manager: FileManager { .default }

  /// While the folder `restored` is there, `serve` does not start: a restore that was cut short is said again.
  /// - Returns: where that is now which was there; nil where nothing was.
  func run() throws -> String? {
    let new = "\(data)/\(Backup.unfinishedRestore)"
    try? manager.removeItem(atPath: new)
    for name in [Backup.database] + backup.contents.files {
      try Backup.copyFile(from: "\(backup.folder)/\(name)", to: "\(new)/\(name)")
    }
    try keepOwner(of: new)
    sync()
    // Only names change from here on.
    let aside = "\(data)/replaced-\(Date().ISO8601Format().filter { $0.isLetter || $0.isNumber })"
    let replaced = try manager.contentsOfDirectory(atPath: data).filter(isReplaced)
    if !replaced.isEmpty {
      try manager.createDirectory(atPath: aside, withIntermediateDirectories: false)
      try keepOwner(of: aside)
    }
    // What may fail, because it is a volume of its own, before the database.
    for name in replaced.filter({ $0 == files }) + replaced.filter({ $0 != files }) {
      try manager.moveItem(atPath: "\(data)/\(name)", toPath: "\(aside)/\(name)")
    }
    for name in try manager.contentsOfDirectory(atPath: new) {
      try manager.moveItem(atPath: "\(new)/\(name)", toPath: "\(data)/\(name)")
    }
    try manager.removeItem(atPath: new)
    sync()
    return replaced.isEmpty ? nil : aside
  }

  /// The marks beside the database stay: by them the service knows how far it had come.
  private func isReplaced(_ name: String) -> Bool {
    name.hasPrefix(Backup.database) || name == files
  }

  /// An operator who is root restores for the service's own account.
  private func keepOwner(of folder: String) throws {
    var status = stat()
    guard geteuid() == 0, stat(data, &status) == 0 else { return }
    let inside = manager.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for name in [folder] + inside.map({ "\(folder)/\($0)" }) where lchown(name, status.st_uid, status.st_gid) != 0 {
      throw BackupError(name, "cannot be given to the service's account: \(String(cString: strerror(errno)))")
    }
  }
}
