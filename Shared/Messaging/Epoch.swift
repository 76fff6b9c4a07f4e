import Foundation
import GRDB

/// How often this service's file was put back from an old copy.
///
/// An old copy does not know what was said since then, and would give other facts the same ids: hearers would take them
/// for repetitions. So after each restore the sequences of new facts begin above a further ten thousand, where no case
/// has been. A copy is recognised by itself: its file is another one, or the folder has seen more events than it holds.
package struct Epoch: Sendable {
  private let number: Int
  private let marker: EpochMarker
  private static let leap = 10_000

  init(_ pool: DatabasePool, _ file: OpenedFile) throws {
    let marker = EpochMarker(folder: (file.path as NSString).deletingLastPathComponent)
    self.marker = marker
    let marked = marker.read()
    // Looked at first: a start that changes nothing succeeds on a full disk too.
    let (last, before, inode) = try pool.read { db in
      (
        try Self.lastEvent(in: db), try Self.value("epoch", in: db).map { Int($0) } ?? 0,
        try Self.value("inode", in: db)
      )
    }
    let isCopy = inode.map { $0 != file.inode } ?? false || marked > last
    // Of two copies of the same day each must be told from what the other has said.
    number = isCopy ? max(before, marker.readEpoch()) + 1 : before
    guard isCopy || inode == nil else { return }
    try pool.write { [number] db in
      if marked > last {
        // The next events are counted on from there, or every start would look like a restore.
        try db.execute(sql: "DELETE FROM sqlite_sequence WHERE name = 'events'")
        try db.execute(sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)", arguments: [marked])
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO runtime (name, value) VALUES ('epoch', ?), ('inode', ?)",
        arguments: [number, file.inode])
    }
    if number > 0 { marker.writeEpoch(number) }
  }

  private static func value(_ name: String, in db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT value FROM runtime WHERE name = ?", arguments: [name])
  }

  package var wasRestored: Bool { number > 0 }

  /// Whether a fact was said by a service that was put back from an old copy: others may know it from before already.
  package static func isSaidAfterRestore(_ sequence: Int) -> Bool { sequence > leap }

  package var words: String? { number > 0 ? "restored from a copy \(number) times" : nil }

  /// The last sequence that is known of a case, lifted above all that an earlier life may have said.
  package func last(_ sequence: Int) -> Int { max(sequence, number * Self.leap) }

  /// Notes outside of the file how far it has come; the newest copy in the world is older than that.
  func mark(in db: Database) throws { marker.write(try Self.lastEvent(in: db)) }

  private static func lastEvent(in db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'events'") ?? 0
  }
}

/// Two numbers beside the database, which a copy of the database does not bring back.
private struct EpochMarker: Sendable {
  let folder: String

  func read() -> Int64 { number("events.mark") ?? 0 }
  func readEpoch() -> Int { Int(number("epoch.mark") ?? 0) }

  func write(_ last: Int64) {
    guard read() < last else { return }
    put("events.mark", last)
  }

  func writeEpoch(_ epoch: Int) { put("epoch.mark", Int64(epoch)) }

  private func number(_ name: String) -> Int64? {
    (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
      .flatMap { Int64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// A marker that cannot be written is one that is missing after a restore: no reason to stop.
  private func put(_ name: String, _ number: Int64) {
    try? Data("\(number)\n".utf8).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic)
  }
}
