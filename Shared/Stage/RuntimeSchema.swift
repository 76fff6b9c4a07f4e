import GRDB

/// The tables that every service has. Times are milliseconds since 1970.
enum RuntimeSchema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("runtime 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE inbox (
            key TEXT PRIMARY KEY NOT NULL,   -- what was heard, so that it counts once
            heard_at INTEGER NOT NULL
          ) WITHOUT ROWID;
          CREATE INDEX inbox_heard_at ON inbox(heard_at);

          CREATE TABLE outbox (              -- what was said and is not yet confirmed
            id INTEGER PRIMARY KEY,          -- rising, never used twice while the process runs
            destinations TEXT NOT NULL,      -- exchange TAB routing key, a line each
            message_id TEXT NOT NULL,
            correlation_id TEXT NOT NULL,
            type TEXT NOT NULL,
            traceparent TEXT NOT NULL,
            body BLOB NOT NULL,
            said_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            problem TEXT                     -- why the last publish did not succeed
          );

          CREATE TABLE deferred (            -- "not now": tried again when due
            id INTEGER PRIMARY KEY,
            queue TEXT NOT NULL,
            message BLOB NOT NULL,           -- the message and its properties, as JSON
            attempts INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            first_at INTEGER NOT NULL
          );
          CREATE INDEX deferred_due_at ON deferred(due_at);

          CREATE TABLE dead (                -- "never": waits for a person
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT UNIQUE NOT NULL,        -- so that a redelivery is not listed twice
            queue TEXT NOT NULL,
            message BLOB NOT NULL,
            attempts INTEGER NOT NULL,
            reason TEXT NOT NULL,
            died_at INTEGER NOT NULL
          );
          """)
    }
    migrator.registerMigration("runtime 2") { db in
      try db.execute(
        sql: """
          ALTER TABLE deferred ADD COLUMN key TEXT;      -- so that a redelivery does not wait twice
          CREATE UNIQUE INDEX deferred_key ON deferred(key);
          -- What was kept before this already stands in the inbox, and must not be taken for a repetition.
          ALTER TABLE deferred ADD COLUMN was_heard INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE dead ADD COLUMN was_heard INTEGER NOT NULL DEFAULT 0;
          UPDATE deferred SET was_heard = 1;
          UPDATE dead SET was_heard = 1;

          CREATE TABLE suspects (            -- in hand when the service died, perhaps of it
            key TEXT PRIMARY KEY NOT NULL,
            process TEXT NOT NULL,           -- which process had it in hand last
            deaths INTEGER NOT NULL          -- of how many processes before
          ) WITHOUT ROWID;
          """)
    }
  }
}
