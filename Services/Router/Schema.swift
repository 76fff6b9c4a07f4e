import Cases
import Foundation
import GRDB
import RouterPolicy

/// The router's tables. Times are milliseconds since 1970. Rows lie in the order of their coming; see intake's.
enum RouterSchema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("router 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE assignments (
            number TEXT PRIMARY KEY NOT NULL,
            unit TEXT NOT NULL,              -- who has the case
            state TEXT NOT NULL,
            sequence INTEGER NOT NULL,       -- of the last fact that was said
            transfers INTEGER NOT NULL,
            deadline_name TEXT NOT NULL,
            deadline_days INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            waiting_since INTEGER,           -- the unit's clock stands still since then
            rule TEXT NOT NULL,              -- why, and by which policy
            policy TEXT NOT NULL,
            classified BLOB NOT NULL         -- case.classified as it was heard
          );
          """)
    }
    migrator.registerMigration("router 2") { db in
      try db.execute(sql: clocks)
      try db.execute(sql: books)
      try db.execute(sql: situations)
      try fill(db)
    }
    migrator.registerMigration("router 3") { db in
      // Spaces between. Who has a copy of a case from before is not told how it goes on.
      try db.execute(sql: "ALTER TABLE assignments ADD COLUMN copies TEXT NOT NULL DEFAULT ''")
    }
  }

  private static let clocks = """
    ALTER TABLE assignments ADD COLUMN state_since INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE assignments ADD COLUMN counted_from INTEGER;                     -- the day after is the first
    ALTER TABLE assignments ADD COLUMN paused_days INTEGER NOT NULL DEFAULT 0;   -- working days the reporter took
    ALTER TABLE assignments ADD COLUMN is_reminded INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE assignments ADD COLUMN steps INTEGER NOT NULL DEFAULT 0;         -- up the line, since it is overdue
    ALTER TABLE assignments ADD COLUMN told TEXT NOT NULL DEFAULT '';            -- the units above, spaces between
    ALTER TABLE assignments ADD COLUMN stepped_at INTEGER;
    ALTER TABLE assignments ADD COLUMN region TEXT;
    ALTER TABLE assignments ADD COLUMN ministry TEXT;                            -- the unit in charge there
    CREATE TABLE timers (
      number TEXT PRIMARY KEY NOT NULL,
      kind TEXT NOT NULL,                -- remind, overdue, close
      due_at INTEGER NOT NULL
    );
    CREATE INDEX timers_due ON timers (due_at);
    """

  private static let books = """
    CREATE TABLE books (
      id TEXT PRIMARY KEY NOT NULL,      -- a hash of all that decides
      files BLOB NOT NULL,               -- the book's files, as JSON
      first_at INTEGER NOT NULL
    );
    CREATE TABLE book_changes (
      book TEXT NOT NULL,
      role TEXT NOT NULL,                -- live, candidate
      at INTEGER NOT NULL
    );
    CREATE TABLE decisions (
      number TEXT NOT NULL,
      sequence INTEGER NOT NULL,         -- of the case.routed that said it
      decided_at INTEGER NOT NULL,
      book TEXT NOT NULL,
      rule TEXT NOT NULL,
      unit TEXT NOT NULL,
      facts BLOB NOT NULL,               -- JSON
      explanation BLOB,                  -- JSON
      PRIMARY KEY (number, sequence)
    );
    CREATE TABLE differences (
      number TEXT NOT NULL,
      candidate TEXT NOT NULL,           -- the candidate book that decides otherwise
      decided_at INTEGER NOT NULL,
      live_unit TEXT NOT NULL,
      live_rule TEXT NOT NULL,
      unit TEXT NOT NULL,
      rule TEXT NOT NULL,
      PRIMARY KEY (number, candidate)
    );
    """

  private static let situations = """
    CREATE TABLE situations (
      id TEXT PRIMARY KEY NOT NULL,
      cooperative TEXT NOT NULL,
      topic TEXT NOT NULL,
      province TEXT NOT NULL,            -- empty where it is not known
      since INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      cases INTEGER NOT NULL,
      is_noticed INTEGER NOT NULL        -- the early warning was said
    );
    CREATE INDEX situations_key ON situations (cooperative, topic, province, last_at);
    CREATE TABLE situation_cases (
      situation TEXT NOT NULL,
      number TEXT NOT NULL UNIQUE
    );
    """

  /// Cases from before: their deadline stays, since what it was counted from is not known; silence counts from
  /// now, and their timers are set when the router starts.
  private static func fill(_ db: Database) throws {
    for row in try Row.fetchAll(db, sql: "SELECT number, unit, rule, policy, sequence, classified FROM assignments") {
      let event = try EventCoding.decode(CloudEvent<CaseClassified>.self, from: row["classified"])
      let facts = Facts(event.data.classification, event.data.report)
      let received = Int64((event.data.report.receivedAt.timeIntervalSince1970 * 1000).rounded())
      try db.execute(
        sql: "UPDATE assignments SET region = ?, state_since = ? WHERE number = ?",
        arguments: [facts.region?.text, Int64(Date().timeIntervalSince1970 * 1000), row["number"] as String])
      try db.execute(
        sql: "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
        arguments: [
          row["number"] as String, event.sequence + 1, received, row["policy"] as String, row["rule"] as String,
          row["unit"] as String, try EventCoding.encode(facts),
        ])
    }
  }
}
