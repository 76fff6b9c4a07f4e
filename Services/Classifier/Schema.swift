import GRDB

/// The classifier's tables. Times are milliseconds since 1970.
enum ClassifierSchema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("classifier 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE models (
            id TEXT PRIMARY KEY NOT NULL,
            file BLOB NOT NULL,                -- as `classifier train` writes it
            kept_at INTEGER NOT NULL
          );
          CREATE TABLE model_changes (
            change INTEGER PRIMARY KEY,        -- the last one says which model is in force
            model TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            reason TEXT NOT NULL
          );
          CREATE TABLE corrections (
            correction INTEGER PRIMARY KEY,
            number TEXT NOT NULL,              -- the case
            unit TEXT NOT NULL,                -- who says so
            corrected_at INTEGER NOT NULL,
            text TEXT NOT NULL,
            topic TEXT NOT NULL,
            kind TEXT NOT NULL,
            was_topic TEXT NOT NULL,
            was_kind TEXT NOT NULL,
            model TEXT NOT NULL                -- who had said otherwise
          );
          CREATE TABLE recent (                -- what was classified, for comparing models; forgotten after a while
            number TEXT PRIMARY KEY NOT NULL,
            classified_at INTEGER NOT NULL,
            report BLOB NOT NULL
          );
          CREATE INDEX recent_age ON recent (classified_at);
          """)
    }
    migrator.registerMigration("classifier 2") { db in
      try db.execute(
        sql: """
          CREATE TABLE cases (                 -- every case that was classified
            number TEXT PRIMARY KEY NOT NULL,
            classified_at INTEGER NOT NULL,
            report BLOB                        -- for comparing models; forgotten after a while
          );
          CREATE INDEX cases_age ON cases (classified_at) WHERE report IS NOT NULL;
          INSERT INTO cases SELECT number, classified_at, report FROM recent;
          INSERT OR IGNORE INTO cases (number, classified_at)
            SELECT substr(key, 12, 10), heard_at FROM inbox WHERE key LIKE 'classifier/%.case.received.v1';
          DROP TABLE recent;
          """)
    }
  }
}
