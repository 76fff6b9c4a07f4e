import GRDB
import Messaging

/// Intake's tables. Times are milliseconds since 1970. Rows lie in the order of their coming, not of their random
/// numbers: what a commit changes stands on few pages.
enum IntakeSchema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("intake 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE cases (
            number TEXT PRIMARY KEY NOT NULL,
            code TEXT NOT NULL,              -- came with the receipt: the second factor
            token TEXT UNIQUE NOT NULL,      -- Open311's
            report BLOB NOT NULL,            -- as JSON
            topic TEXT,                      -- chosen by the reporter, then as classified
            is_listed INTEGER NOT NULL,      -- whether it stands in the public list
            latitude REAL,
            longitude REAL,
            address TEXT,
            state TEXT NOT NULL,
            sequence INTEGER NOT NULL,       -- of the last fact that was heard
            unit_name TEXT,
            handed_on TEXT,
            received_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            due_at INTEGER
          );
          CREATE INDEX cases_received_at ON cases(received_at) WHERE is_listed;

          CREATE TABLE contacts (            -- personal
            number TEXT PRIMARY KEY NOT NULL,
            name TEXT,
            phone TEXT,
            email TEXT
          );

          CREATE TABLE history (
            number TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            state TEXT NOT NULL,
            at INTEGER NOT NULL,
            unit_name TEXT,
            text TEXT,                       -- for the reporter only
            PRIMARY KEY (number, sequence)
          );

          CREATE TABLE responses (           -- what reporters said about their cases
            number TEXT NOT NULL,
            position INTEGER NOT NULL,
            response TEXT NOT NULL,
            text TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (number, position)
          );

          CREATE TABLE attachments (
            id TEXT PRIMARY KEY NOT NULL,    -- also the file's name
            number TEXT NOT NULL,
            media_type TEXT NOT NULL,
            bytes INTEGER NOT NULL
          );

          CREATE TABLE idempotency (
            key TEXT PRIMARY KEY NOT NULL,   -- door/key
            fingerprint TEXT NOT NULL,       -- of the body
            number TEXT NOT NULL,
            at INTEGER NOT NULL
          );
          """)
    }
    migrator.registerMigration("intake 2") { db in
      try db.execute(
        sql: """
          CREATE TABLE api_keys (
            name TEXT PRIMARY KEY NOT NULL,
            hash TEXT UNIQUE NOT NULL,       -- SHA-256 of the key
            scopes TEXT NOT NULL,            -- spaces between
            channels TEXT NOT NULL,
            per_minute INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
          );
          CREATE TABLE misses (              -- wrong second factors
            number TEXT PRIMARY KEY NOT NULL,
            count INTEGER NOT NULL,
            last_at INTEGER NOT NULL
          );
          """)
    }
    migrator.registerMigration("intake 3") { db in
      try db.execute(
        sql: """
          ALTER TABLE cases ADD COLUMN public_id TEXT;      -- in the public list, in place of the number
          UPDATE cases SET public_id = 'p' || lower(hex(randomblob(8)));
          CREATE UNIQUE INDEX cases_public_id ON cases(public_id);
          ALTER TABLE responses ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;  -- of the case, when it was said
          """)
    }
    migrator.registerMigration("intake 4") { db in
      // The longest unanswered ones are found however many cases there are.
      try db.execute(
        sql: """
          CREATE INDEX cases_open ON cases(received_at) WHERE is_listed AND state NOT IN ('closed', 'handed_on')
          """)
    }
    migrator.registerMigration("intake 5") { db in
      try db.execute(sql: "CREATE INDEX attachments_number ON attachments(number);" + LookTable.creation)
    }
    migrator.registerMigration("intake 6") { db in
      try db.execute(
        sql: """
          ALTER TABLE cases ADD COLUMN unit TEXT;           -- who has it
          ALTER TABLE cases ADD COLUMN due_days INTEGER;    -- working days, of due_at
          ALTER TABLE cases ADD COLUMN why TEXT;            -- why the unit has it, and the law behind it
          ALTER TABLE cases ADD COLUMN basis TEXT;
          ALTER TABLE cases ADD COLUMN sender TEXT;         -- the id of the key that sent it
          CREATE INDEX cases_sender ON cases(sender, updated_at) WHERE sender IS NOT NULL;
          ALTER TABLE api_keys ADD COLUMN unit TEXT;        -- whose cases' attachments it opens
          """)
    }
  }
}
