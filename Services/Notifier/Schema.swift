import GRDB
import Messaging

/// The notifier's tables. Times are milliseconds since 1970.
enum NotifierSchema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("notifier 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE contacts (            -- personal: how to reach a case's reporter
            number TEXT PRIMARY KEY NOT NULL,
            name TEXT,
            phone TEXT,
            email TEXT,
            code TEXT NOT NULL,
            language TEXT NOT NULL
          );

          CREATE TABLE notices (             -- one for each thing a reporter is told
            id TEXT PRIMARY KEY NOT NULL,    -- the id of the event it follows from
            number TEXT NOT NULL,
            kind TEXT NOT NULL,
            facts BLOB NOT NULL,             -- the notice without the reporter, as JSON
            state TEXT NOT NULL,             -- unaddressed, owed, sending, sent, failed, called
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at INTEGER NOT NULL,         -- when it is tried next
            problem TEXT,                    -- why the last try did not succeed
            owed_at INTEGER NOT NULL,
            sent_at INTEGER
          );
          CREATE INDEX notices_due ON notices(due_at) WHERE state = 'owed';
          CREATE INDEX notices_number ON notices(number);
          """)
    }
    migrator.registerMigration("notifier 2") { db in
      try db.execute(
        sql: """
          DROP INDEX notices_due;
          CREATE INDEX notices_due ON notices(attempts, due_at) WHERE state = 'owed';
          CREATE TABLE addressees (          -- personal: mails to an address on its last day
            email TEXT PRIMARY KEY NOT NULL,
            day INTEGER NOT NULL,            -- since 1970
            count INTEGER NOT NULL
          );
          """)
    }
    migrator.registerMigration("notifier 3") { db in
      try db.execute(
        sql: "CREATE INDEX notices_unaddressed ON notices(number) WHERE state = 'unaddressed';" + LookTable.creation)
    }
  }
}
