import GRDB

/// The counter's table. Times are milliseconds since 1970.
enum CounterSchema {
  static func register(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("counter 1") { db in
      try db.execute(
        sql: """
          CREATE TABLE cases (
            number TEXT PRIMARY KEY NOT NULL,
            topic TEXT NOT NULL,
            at INTEGER NOT NULL
          )
          """)
    }
  }
}
