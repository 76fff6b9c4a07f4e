package import Cases

/// A channel's key, without the key itself: only its hash is kept.
package struct ApiKey: Sendable, Equatable {
  /// The same for as long as the key lasts, and no other key's ever; empty before it is made.
  package var id: String
  /// Who holds it, such as `wa-gateway`.
  package var name: String
  package var scopes: Set<KeyScope>
  /// The channels that its reports may name; the first one where they name none.
  package var channels: [Channel]
  /// Reports, and questions, a minute.
  package var perMinute: Int

  /// The unit whose key it is.
  package var unit: UnitCode?

  package init(
    id: String = "", name: String, scopes: Set<KeyScope>, channels: [Channel], perMinute: Int, unit: UnitCode? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.channels = channels
    self.perMinute = perMinute
    self.unit = unit
  }
}
