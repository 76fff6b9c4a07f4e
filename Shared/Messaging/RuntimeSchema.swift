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
    migrator.registerMigration("runtime 3") { db in
      try db.execute(
        sql: """
          CREATE TABLE events (              -- what was said, kept for a while so that it can be said again
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            destinations TEXT NOT NULL,      -- exchange TAB routing key, a line each
            message_id TEXT NOT NULL,
            correlation_id TEXT NOT NULL,
            type TEXT NOT NULL,
            traceparent TEXT NOT NULL,
            body BLOB NOT NULL,
            said_at INTEGER NOT NULL
          );
          INSERT INTO events SELECT id, destinations, message_id, correlation_id, type, traceparent, body, said_at
            FROM outbox;
          CREATE INDEX events_said_at ON events(said_at);
          DROP TABLE outbox;
          CREATE TABLE outbox (              -- events that are not confirmed
            id INTEGER PRIMARY KEY,          -- the event's
            destinations TEXT,               -- those that it has not reached; NULL is all
            since INTEGER NOT NULL,          -- when it was said, or said again
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at INTEGER NOT NULL DEFAULT 0, -- when it is tried again; 0 where it was not tried
            is_alone INTEGER NOT NULL DEFAULT 0, -- the broker has closed a channel over it
            problem TEXT                     -- why the last publish did not succeed
          );
          CREATE INDEX outbox_due ON outbox(due_at) WHERE due_at > 0;

          CREATE TABLE set_aside (           -- rows that could not be read or handled: the others go on
            what TEXT NOT NULL,              -- which table's
            id TEXT NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (what, id)
          ) WITHOUT ROWID;

          CREATE TABLE runtime (             -- what the runtime knows of itself
            name TEXT PRIMARY KEY NOT NULL,
            value INTEGER NOT NULL
          ) WITHOUT ROWID;
          """)
      try LegacyDestinations.rewrite(in: db)
      try db.execute(sql: "INSERT INTO outbox (id, since) SELECT id, said_at FROM events")
    }
    migrator.registerMigration("runtime 4") { db in
      try db.execute(
        sql: """
          ALTER TABLE deferred ADD COLUMN sender TEXT;   -- whose turn it waits for; NULL where it waits for its time
          CREATE INDEX deferred_sender ON deferred(queue, sender, id) WHERE sender IS NOT NULL;
          DROP INDEX deferred_due_at;
          CREATE INDEX deferred_due ON deferred(queue, due_at) WHERE sender IS NULL;

          CREATE TABLE turns (               -- how much of each sender waits for its turn
            queue TEXT NOT NULL,
            sender TEXT NOT NULL,
            waiting INTEGER NOT NULL,        -- messages
            bytes INTEGER NOT NULL,          -- as they are kept
            PRIMARY KEY (queue, sender)
          ) WITHOUT ROWID;
          CREATE TRIGGER turn_begins AFTER INSERT ON deferred WHEN NEW.sender IS NOT NULL BEGIN
            INSERT INTO turns VALUES (NEW.queue, NEW.sender, 1, length(NEW.message)) ON CONFLICT (queue, sender)
              DO UPDATE SET waiting = waiting + 1, bytes = bytes + excluded.bytes;
          END;
          CREATE TRIGGER turn_ends AFTER DELETE ON deferred WHEN OLD.sender IS NOT NULL BEGIN
            UPDATE turns SET waiting = waiting - 1, bytes = bytes - length(OLD.message)
              WHERE queue = OLD.queue AND sender = OLD.sender;
            DELETE FROM turns WHERE queue = OLD.queue AND sender = OLD.sender AND waiting <= 0;
          END;
          """)
    }
    migrator.registerMigration("runtime 5") { db in
      // What was refused is tried before what is said again, and however much that is.
      try db.execute(
        sql: """
          DROP INDEX outbox_due;
          CREATE INDEX outbox_refused ON outbox(due_at) WHERE due_at > 0 AND problem IS NOT NULL;
          CREATE INDEX outbox_again ON outbox(due_at) WHERE due_at > 0 AND problem IS NULL;
          """)
    }
  }
}

/// Before every service had an exchange of its own, facts went to the exchange `cases` and what units were told to
/// `units`. What waits in an outbox since then goes where it would go on the day of the change.
private enum LegacyDestinations {
  private static let hearers = [
    "case.received.v1": ["classifier", "notifier"], "contact.recorded.v1": ["notifier"],
    "reporter.responded.v1": ["router"], "case.classified.v1": ["router", "intake"],
    "case.routed.v1": ["intake", "notifier"], "case.accepted.v1": ["intake"], "case.asked.v1": ["intake", "notifier"],
    "case.replied.v1": ["intake"], "case.answered.v1": ["intake", "notifier"],
    "case.closed.v1": ["intake", "notifier"],
    "case.reopened.v1": ["intake"], "case.rescheduled.v1": ["intake"], "case.corrected.v1": ["classifier", "intake"],
  ]

  static func rewrite(in db: Database) throws {
    for row in try Row.fetchAll(db, sql: "SELECT id, type, destinations FROM events") {
      let (id, type, destinations) = (row[0] as Int64, row[1] as String, row[2] as String)
      let lines = destinations.split(separator: "\n").flatMap { line -> [String] in
        if line.hasPrefix("units\t") { return ["router.facts\tunit.\(line.dropFirst(6))"] }
        guard line.hasPrefix("cases\t") else { return [String(line)] }
        let speaker =
          switch type {
          case "case.received.v1", "contact.recorded.v1", "reporter.responded.v1": "intake"
          case "case.classified.v1": "classifier"
          default: "router"
          }
        return hearers[type, default: []].map { "\(speaker).facts\t\($0).\(type)" }
      }
      guard !lines.isEmpty else {
        try db.execute(sql: "DELETE FROM events WHERE id = ?", arguments: [id])
        continue
      }
      try db.execute(
        sql: "UPDATE events SET destinations = ? WHERE id = ?", arguments: [lines.joined(separator: "\n"), id])
    }
  }
}
