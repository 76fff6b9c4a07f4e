import GRDB

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
  }
}
