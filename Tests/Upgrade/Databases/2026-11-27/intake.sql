PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('runtime 1');
INSERT INTO grdb_migrations VALUES('runtime 2');
INSERT INTO grdb_migrations VALUES('runtime 3');
INSERT INTO grdb_migrations VALUES('runtime 4');
INSERT INTO grdb_migrations VALUES('intake 1');
INSERT INTO grdb_migrations VALUES('intake 2');
INSERT INTO grdb_migrations VALUES('intake 3');
INSERT INTO grdb_migrations VALUES('intake 4');
CREATE TABLE inbox (
  key TEXT PRIMARY KEY NOT NULL,   -- what was heard, so that it counts once
  heard_at INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO inbox VALUES('intake/7302224824.2.case.classified.v1',1795874845428);
INSERT INTO inbox VALUES('intake/7302224824.3.case.routed.v1',1795874845453);
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
INSERT INTO events VALUES(1,'intake.facts	notifier.contact.recorded.v1','7302224824.1.contact.recorded.v1','7302224824','contact.recorded.v1','00-c7ddbe7dc72d7aa88797e7eb16642d4d-3f783d9c61b4c615-01',X'7b2273657175656e6365223a2230303030303030303031222c2274696d65223a22323032362d31312d32385431343a30373a32352e3335365a222c2264617461223a7b226c616e6775616765223a226964222c226e616d65223a2253697469222c226e756d626572223a2237333032323234383234222c22656d61696c223a22736974692d33352e3738406578616d706c652e6f7267222c22636f6465223a22454850455a395a45227d2c2274797065223a22636f6e746163742e7265636f726465642e7631222c22736f75726365223a222f646973706f736973692f696e74616b65222c226964223a22373330323232343832342e312e636f6e746163742e7265636f726465642e7631222c227370656376657273696f6e223a22312e30222c227375626a656374223a2237333032323234383234222c2264617461636f6e74656e7474797065223a226170706c69636174696f6e2f6a736f6e227d',1795874845356);
INSERT INTO events VALUES(2,replace('intake.facts	classifier.case.received.v1\nintake.facts	notifier.case.received.v1','\n',char(10)),'7302224824.1.case.received.v1','7302224824','case.received.v1','00-c7ddbe7dc72d7aa88797e7eb16642d4d-07a913bc4ba23b1b-01',X'7b2273657175656e6365223a2230303030303030303031222c2264617461223a7b227265706f7274223a7b2272656365697665645f6174223a22323032362d31312d32385431343a30373a32352e3335365a222c2274657874223a2253696d70616e616e2073617961206469204b5350204d616b6d757220746964616b2062697361206469746172696b222c226368616e6e656c223a22617069222c22666f726d223a7b22726567696f6e223a2233352e3738227d2c226174746163686d656e7473223a5b5d2c2270726976616379223a2274657262756b61227d2c226e756d626572223a2237333032323234383234227d2c22736f75726365223a222f646973706f736973692f696e74616b65222c2274797065223a22636173652e72656365697665642e7631222c2274696d65223a22323032362d31312d32385431343a30373a32352e3335365a222c226964223a22373330323232343832342e312e636173652e72656365697665642e7631222c227375626a656374223a2237333032323234383234222c227370656376657273696f6e223a22312e30222c2264617461636f6e74656e7474797065223a226170706c69636174696f6e2f6a736f6e227d',1795874845356);
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
INSERT INTO runtime VALUES('inode',1517068);
INSERT INTO runtime VALUES('probed_at',1795874843747);
CREATE TABLE turns (               -- how much of each sender waits for its turn
  queue TEXT NOT NULL,
  sender TEXT NOT NULL,
  waiting INTEGER NOT NULL,        -- messages
  bytes INTEGER NOT NULL,          -- as they are kept
  PRIMARY KEY (queue, sender)
) WITHOUT ROWID;
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
, public_id TEXT);
INSERT INTO cases VALUES('7302224824','EHPEZ9ZE','6cbf55ca1e37d9f306d34c126b3d7f9f',X'7b2274657874223a2253696d70616e616e2073617961206469204b5350204d616b6d757220746964616b2062697361206469746172696b222c2270726976616379223a2274657262756b61222c226368616e6e656c223a22617069222c22666f726d223a7b22726567696f6e223a2233352e3738227d2c2272656365697665645f6174223a22323032362d31312d32385431343a30373a32352e3335365a222c226174746163686d656e7473223a5b5d7d','ksp.simpanan',1,NULL,NULL,NULL,'routed',3,'Dinas Koperasi Kota Surabaya',NULL,1795874845356,1795874845434,1803630600000,'p23c67efb95c7704b');
CREATE TABLE contacts (            -- personal
  number TEXT PRIMARY KEY NOT NULL,
  name TEXT,
  phone TEXT,
  email TEXT
);
INSERT INTO contacts VALUES('7302224824','Siti',NULL,'siti-35.78@example.org');
CREATE TABLE history (
  number TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  unit_name TEXT,
  text TEXT,                       -- for the reporter only
  PRIMARY KEY (number, sequence)
);
INSERT INTO history VALUES('7302224824',1,'received',1795874845356,NULL,NULL);
INSERT INTO history VALUES('7302224824',2,'classified',1795874845379,NULL,NULL);
INSERT INTO history VALUES('7302224824',3,'routed',1795874845434,'Dinas Koperasi Kota Surabaya',NULL);
CREATE TABLE responses (           -- what reporters said about their cases
  number TEXT NOT NULL,
  position INTEGER NOT NULL,
  response TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL, sequence INTEGER NOT NULL DEFAULT 0,
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
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('events',2);
CREATE INDEX inbox_heard_at ON inbox(heard_at);
CREATE UNIQUE INDEX deferred_key ON deferred(key);
CREATE INDEX events_said_at ON events(said_at);
CREATE INDEX outbox_due ON outbox(due_at) WHERE due_at > 0;
CREATE INDEX deferred_sender ON deferred(queue, sender, id) WHERE sender IS NOT NULL;
CREATE INDEX deferred_due ON deferred(queue, due_at) WHERE sender IS NULL;
CREATE INDEX cases_received_at ON cases(received_at) WHERE is_listed;
CREATE UNIQUE INDEX cases_public_id ON cases(public_id);
CREATE INDEX cases_open ON cases(received_at) WHERE is_listed AND state NOT IN ('closed', 'handed_on');
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
