import Cases
import Digests
import Foundation
import GRDB
import IntakeCore
import Messaging

/// Keys as rows. A key is 160 random bits, so that its plain hash says nothing of it.
enum ApiKeyTable {
  private static let prefix = "dsp_"

  /// - Returns: the key, which nobody can be shown again.
  /// - Throws: `DatabaseError` if the name is taken.
  static func add(_ key: ApiKey, at now: Date, in db: Database) throws -> String {
    let secret = prefix + Fingerprint.hexadecimal(RandomKey.bytes(20))
    try db.execute(
      sql:
        "INSERT INTO api_keys (name, hash, scopes, channels, per_minute, created_at, unit) VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        key.name, hash(secret), key.scopes.map(\.rawValue).sorted().joined(separator: " "),
        key.channels.map(\.rawValue).joined(separator: " "), key.perMinute, now.milliseconds, key.unit?.text,
      ])
    return secret
  }

  static func find(_ secret: String, in db: Database) throws -> ApiKey? {
    guard secret.hasPrefix(prefix), secret.utf8.count <= 100 else { return nil }
    let statement = try db.cachedStatement(sql: "SELECT * FROM api_keys WHERE hash = ? AND revoked_at IS NULL")
    return try Row.fetchOne(statement, arguments: [hash(secret)]).map(key)
  }

  /// All that were not revoked.
  static func list(in db: Database) throws -> [ApiKey] {
    try Row.fetchAll(db, sql: "SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY name").map(key)
  }

  /// - Returns: whether there was such a key.
  static func revoke(_ name: String, at now: Date, in db: Database) throws -> Bool {
    // The row stays, to tell who had a key when; its name is free again.
    try db.execute(
      sql: "UPDATE api_keys SET revoked_at = ?1, name = name || ' until ' || ?1 WHERE name = ?2 AND revoked_at IS NULL",
      arguments: [now.milliseconds, name])
    return db.changesCount > 0
  }

  private static func hash(_ secret: String) -> String { Fingerprint.hexadecimal(SHA256.hash(Data(secret.utf8))) }

  private static func key(_ row: Row) -> ApiKey {
    func words(_ column: String) -> [String] { (row[column] as String).split(separator: " ").map(String.init) }
    return ApiKey(
      id: String((row["hash"] as String).prefix(16)), name: row["name"],
      scopes: Set(words("scopes").compactMap(KeyScope.init(rawValue:))),
      channels: words("channels").compactMap(Channel.init(rawValue:)), perMinute: row["per_minute"],
      unit: (row["unit"] as String?).map { UnitCode(unchecked: $0) })
  }
}
