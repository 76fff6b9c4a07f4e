import GRDB

/// How many cases there are.
enum CountTable {
  static func all(in db: Database) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM cases") ?? 0 }
}
