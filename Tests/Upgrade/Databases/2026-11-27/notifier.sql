PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('runtime 1');
INSERT INTO grdb_migrations VALUES('runtime 2');
INSERT INTO grdb_migrations VALUES('runtime 3');
INSERT INTO grdb_migrations VALUES('runtime 4');
INSERT INTO grdb_migrations VALUES('notifier 1');
INSERT INTO grdb_migrations VALUES('notifier 2');
CREATE TABLE inbox (
  key TEXT PRIMARY KEY NOT NULL,   -- what was heard, so that it counts once
  heard_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO inbox VALUES('notifier/7302224824.1.contact.recorded.v1',1795874845374);
INSERT INTO inbox VALUES('notifier/7302224824.1.case.received.v1',1795874845387);
INSERT INTO inbox VALUES('notifier/7302224824.3.case.routed.v1',1795874845455);
CREATE TABLE deferred (            -- "not now": tried again when due
  id INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  message BLOB NOT NULL,           -- the message and its properties, as JSON
  attempts INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  first_at INTEGER NOT NULL
, key TEXT, was_heard INTEGER NOT NULL DEFAULT 0, sender TEXT);
CREATE TABLE dead (                -- "never": waits for a person
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT UNIQUE NOT NULL,        -- so that a redelivery is not listed twice
  queue TEXT NOT NULL,
  message BLOB NOT NULL,
  attempts INTEGER NOT NULL,
  reason TEXT NOT NULL,
  died_at INTEGER NOT NULL
, was_heard INTEGER NOT NULL DEFAULT 0);
CREATE TABLE suspects (            -- in hand when the service died, perhaps of it
  key TEXT PRIMARY KEY NOT NULL,
  process TEXT NOT NULL,           -- which process had it in hand last
  deaths INTEGER NOT NULL          -- of how many processes before
) WITHOUT ROWID;
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
CREATE TABLE outbox (              -- events that are not confirmed
  id INTEGER PRIMARY KEY,          -- the event's
  destinations TEXT,               -- those that it has not reached; NULL is all
  since INTEGER NOT NULL,          -- when it was said, or said again
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL DEFAULT 0, -- when it is tried again; 0 where it was not tried
  is_alone INTEGER NOT NULL DEFAULT 0, -- the broker has closed a channel over it
  problem TEXT                     -- why the last publish did not succeed
);
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
INSERT INTO runtime VALUES('epoch',0);
INSERT INTO runtime VALUES('inode',1517062);
INSERT INTO runtime VALUES('probed_at',1795874845311);
CREATE TABLE turns (               -- how much of each sender waits for its turn
  queue TEXT NOT NULL,
  sender TEXT NOT NULL,
  waiting INTEGER NOT NULL,        -- messages
  bytes INTEGER NOT NULL,          -- as they are kept
  PRIMARY KEY (queue, sender)
) WITHOUT ROWID;
CREATE TABLE contacts (            -- personal: how to reach a case's reporter
  number TEXT PRIMARY KEY NOT NULL,
  name TEXT,
  phone TEXT,
  email TEXT,
  code TEXT NOT NULL,
  language TEXT NOT NULL
);
INSERT INTO contacts VALUES('7302224824',NULL,NULL,'siti-35.78@example.org','EHPEZ9ZE','id');
CREATE TABLE notices (             -- one for each thing a reporter is told
  id TEXT PRIMARY KEY NOT NULL,    -- the id of the event it follows from
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  facts BLOB NOT NULL,             -- the notice without the reporter, as JSON
  state TEXT NOT NULL,             -- unaddressed, owed, sending, sent, failed
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,         -- when it is tried next
  problem TEXT,                    -- why the last try did not succeed
  owed_at INTEGER NOT NULL,
  sent_at INTEGER
);
INSERT INTO notices VALUES('7302224824.1.case.received.v1','7302224824','receipt',X'7b226b696e64223a2272656365697074222c226e756d626572223a2237333032323234383234227d','sent',1,1795874845387,NULL,1795874845387,1795874845444);
INSERT INTO notices VALUES('7302224824.3.case.routed.v1','7302224824','passed_on',X'7b22647565223a22323032372d30322d32365430383a33303a30302e3030305a222c22756e69744e616d65223a2244696e6173204b6f706572617369204b6f7461205375726162617961222c226e756d626572223a2237333032323234383234222c226b696e64223a227061737365645f6f6e227d','sent',1,1795874845455,NULL,1795874845455,1795874845470);
CREATE TABLE addressees (          -- personal: mails to an address on its last day
  email TEXT PRIMARY KEY NOT NULL,
  day INTEGER NOT NULL,            -- since 1970
  count INTEGER NOT NULL
);
INSERT INTO addressees VALUES('siti-35.78@example.org',20785,2);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('events',0);
CREATE INDEX inbox_heard_at ON inbox(heard_at);
CREATE UNIQUE INDEX deferred_key ON deferred(key);
CREATE INDEX events_said_at ON events(said_at);
CREATE INDEX outbox_due ON outbox(due_at) WHERE due_at > 0;
CREATE INDEX deferred_sender ON deferred(queue, sender, id) WHERE sender IS NOT NULL;
CREATE INDEX deferred_due ON deferred(queue, due_at) WHERE sender IS NULL;
CREATE INDEX notices_number ON notices(number);
CREATE INDEX notices_due ON notices(attempts, due_at) WHERE state = 'owed';
CREATE TRIGGER turn_begins AFTER INSERT ON deferred WHEN NEW.sender IS NOT NULL BEGIN
  INSERT INTO turns VALUES (NEW.queue, NEW.sender, 1, length(NEW.message)) ON CONFLICT (queue, sender)
    DO UPDATE SET waiting = waiting + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER turn_ends AFTER DELETE ON deferred WHEN OLD.sender IS NOT NULL BEGIN
  UPDATE turns SET waiting = waiting - 1, bytes = bytes - length(OLD.message)
    WHERE queue = OLD.queue AND sender = OLD.sender;
  DELETE FROM turns WHERE queue = OLD.queue AND sender = OLD.sender AND waiting <= 0;
END;
COMMIT;
