import Cases
import Foundation
import GRDB
import Operations

/// A copy of a service's state in a folder of its own: its database as it was at one moment, the files that rows of it
/// name, and `backup.json`, which says what it is.
struct Backup: Sendable {
  /// What `backup.json` says.
  struct Contents: Codable, Sendable {
    let service: String
    let version: String
    let madeAt: Date
    /// The schema's steps, by which a service of another version knows whether it can read it.
    let steps: [String]
    /// Beside the database, relative to the folder.
    let files: [String]
    /// Those that the database names, and that the service's folder has lost.
    let missing: [String]
    let cases: Int
  }

  let folder: String
  let contents: Contents
  static let database = "state.sqlite"
  /// In the service's folder, as long as a restore has not ended.
  static let unfinishedRestore = "restored"
  private static let description = "backup.json"

  private init(folder: String, contents: Contents) {
    self.folder = folder
    self.contents = contents
  }

  /// Copies while the service runs: neither its commits nor this copy wait for each other.
  /// - Parameters:
  ///   - data: the service's folder.
  ///   - file: its database, opened to look.
  ///   - folder: must not be there; it appears when the copy is whole and checked.
  /// - Throws: `BackupError`, `StoreError`, or what the disk says.
  static func make<Identity: ServiceIdentity>(
    of identity: Identity.Type, data: String, file: DatabaseQueue, into folder: String
  ) throws -> Backup {
    let manager = FileManager.default
    let folder = String(folder.reversed().drop { $0 == "/" }.reversed())
    guard !manager.fileExists(atPath: folder) else { throw BackupError(folder, "is there already") }
    umask(0o077)
    let unfinished = folder + ".unfinished"
    try? manager.removeItem(atPath: unfinished)
    try manager.createDirectory(atPath: unfinished, withIntermediateDirectories: true)
    let copy = "\(unfinished)/\(database)"
    do {
      // Not within a transaction, which this statement does not bear.
      try file.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
    } catch let error as DatabaseError {
      throw StoreError(path: copy, error)
    }
    let (steps, files, cases) = try read(copy, identity)
    // After the database: what it names is there, and what came since then is not named.
    // What a disk has lost must not end all copies: it is told.
    let there = files.filter { manager.fileExists(atPath: "\(data)/\($0)") }
    let missing = Set(files).subtracting(there).sorted()
    for name in there { try copyFile(from: "\(data)/\(name)", to: "\(unfinished)/\(name)") }
    let contents = Contents(
      service: identity.name, version: BuildVersion.text, madeAt: Date(), steps: steps, files: there, missing: missing,
      cases: cases)
    try EventCoding.encoder(pretty: true).encode(contents).write(to: URL(filePath: "\(unfinished)/\(description)"))
    sync()
    try manager.moveItem(atPath: unfinished, toPath: folder)
    sync()
    return Backup(folder: folder, contents: contents)
  }

  /// Opens a copy and checks it: its description, its database's integrity, its files.
  /// - Throws: `BackupError` if it is none, or none of this service.
  init<Identity: ServiceIdentity>(at folder: String, of identity: Identity.Type) throws {
    self.folder = folder
    let path = "\(folder)/\(Self.description)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BackupError(folder, "holds no \(Self.description): expected what `\(identity.name) backup` has made")
    }
    do { contents = try EventCoding.decoder().decode(Contents.self, from: data) } catch {
      throw BackupError(path, "is none that `\(identity.name) backup` has made: \(error)")
    }
    guard contents.service == identity.name else {
      throw BackupError(folder, "is a copy of \(contents.service), expected one of \(identity.name)")
    }
    let (steps, files, _) = try Self.read("\(folder)/\(Self.database)", identity)
    guard Set(steps) == Set(contents.steps), Set(files) == Set(contents.files + contents.missing) else {
      throw BackupError(folder, "holds another database than it says")
    }
    for name in contents.files where !FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
      throw BackupError(folder, "lacks \(name), which its database names")
    }
  }

  /// - Throws: `BackupError` where the database is damaged.
  private static func read<Identity: ServiceIdentity>(
    _ path: String, _ identity: Identity.Type
  ) throws -> (steps: [String], files: [String], cases: Int) {
    var configuration = Configuration()
    configuration.readonly = true
    do {
      return try DatabaseQueue(path: path, configuration: configuration).read { db in
        let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
        guard integrity == ["ok"] else {
          throw BackupError(path, "is damaged: \(integrity.joined(separator: "; "))")
        }
        return (
          try DatabaseMigrator().appliedIdentifiers(db).sorted(),
          try identity.files.map { files in try files.names(db).map { "\(files.folder)/\($0)" } } ?? [],
          try identity.ledger.count(in: db)
        )
      }
    } catch let error as DatabaseError {
      throw StoreError(path: path, error)
    }
  }

  /// - Throws: `BackupError` where a restore was cut short: the database that is there now may be none, or half an old one.
  static func refuseUnfinishedRestore(of service: String, in data: String) throws {
    let path = "\(data)/\(unfinishedRestore)"
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw BackupError(path, "is of a restore that was cut short: say `\(service) restore` again")
  }

  /// A file, and nothing that leads elsewhere: root copies what a service's account has put there.
  static func copyFile(from source: String, to target: String) throws {
    var status = stat()
    guard lstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw BackupError(source, "is no file")
    }
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: source, toPath: target)
  }
}

/// A copy that cannot be made or used.
package struct BackupError: Error, CustomStringConvertible {
  package let description: String

  package init(_ path: String, _ problem: String) { description = "\(path) \(problem)" }
}
