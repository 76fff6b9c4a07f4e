import ArgumentParser
import Foundation
package import GRDB
package import Operations

/// The file that a store was opened with: another one under its name, or none, means that what is written now is lost.
struct OpenedFile: Sendable {
  let path: String
  private let device: UInt64
  private let number: UInt64

  init(path: String) throws(StoreError) {
    guard let found = Self.identity(of: path) else {
      throw StoreError(path: path, found: "no file after opening it", expected: "one that stays")
    }
    self.path = path
    (device, number) = found
  }

  /// - Throws: `StoreError` if the file was deleted or replaced.
  func check() throws(StoreError) {
    guard let found = Self.identity(of: path) else {
      throw StoreError(path: path, found: "that the file was deleted", expected: "the one that was opened: start anew")
    }
    guard found == (device, number) else {
      throw StoreError(
        path: path, found: "another file than the one that was opened", expected: "that one: start anew")
    }
  }

  /// What tells this file from every other one.
  var inode: Int64 { Int64(truncatingIfNeeded: number) }

  private static func identity(of path: String) -> (UInt64, UInt64)? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

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
      var runtime = DatabaseMigrator()
      RuntimeSchema.register(&runtime)
      let applied = try queue.read { try runtime.appliedIdentifiers($0) }.filter { $0.hasPrefix("runtime ") }
      if let later = applied.subtracting(runtime.migrations).sorted().first {
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
