import Cases

/// What the holder of a key may do.
package enum KeyScope: String, CaseIterable, Sendable {
  /// Send reports.
  case write = "cases:write"
  /// Ask where a case stands.
  case read = "cases:read"
  /// Fetch what came with the cases that its unit has.
  case attachments = "attachments:read"
}
