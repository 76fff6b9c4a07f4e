import ArgumentParser
import Foundation
package import GRDB
package import Operations

/// A service's database, opened by a command beside the service. `serve` alone brings a file up to date and copies its WAL
/// back: SQLite before 3.51.3 can corrupt a file that two connections checkpoint at once.
package enum StateFile {
  /// To look: nothing of the file can be changed.
  package static func read(_ options: SettingsOptions, _ service: String) throws -> DatabaseQueue {
    try open(path(options, service), service, isReadOnly: true)
  }

  /// To do what the command is for: retry, drop, put into force.
  package static func write(_ options: SettingsOptions, _ service: String) throws -> DatabaseQueue {
    try open(path(options, service), service, isReadOnly: false)
  }

  /// - Returns: nil where the service has never run.
  package static func readIfThere(at path: String, _ service: String) throws -> DatabaseQueue? {
    FileManager.default.fileExists(atPath: path) ? try open(path, service, isReadOnly: true) : nil
  }

  private static func path(_ options: SettingsOptions, _ service: String) throws -> String {
    var source = try options.source(for: service)
    return CommonSettings(&source, service: service).databasePath
  }

  private static func open(_ path: String, _ service: String, isReadOnly: Bool) throws -> DatabaseQueue {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("there is no database at \(path): has \(service) ever run, and is its DATA setting right?")
    }
    var configuration = Configuration()
    configuration.readonly = isReadOnly
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      if !isReadOnly { try db.execute(sql: "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL") }
    }
    let queue: DatabaseQueue
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      let runtime = DatabaseMigrator(ofService: { _ in })
      let applied = try queue.read { try runtime.appliedIdentifiers($0) }.filter { $0.hasPrefix("runtime ") }
      if let later = runtime.unknown(among: applied) {
        throw StoreError(
          path: path, found: "the step '\(later)' of a later version", expected: "that version's \(service)")
      }
      if !applied.isSuperset(of: runtime.migrations) {
        throw ValidationError("\(path) was written by an earlier version: start \(service) of this version first")
      }
    } catch let error as DatabaseError {
      throw StoreError(path: path, error)
    }
    return queue
  }
}
