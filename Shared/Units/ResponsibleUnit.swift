package import Cases
package import Places

/// A unit that receives cases.
package struct ResponsibleUnit: Sendable, Equatable {
  package let code: UnitCode
  package let name: String
  /// The unit above it.
  package let parent: UnitCode?
  /// The place it is in charge of, or sits in.
  package let region: RegionCode?
  package let zone: TimeZoneName
  /// The name of its calendar.
  package let calendar: String
  /// How the call centre reaches it.
  package let contact: String?
  /// How a citizen reaches it; only for institutions outside.
  package let address: String?
  /// A unit that is switched off gets nothing: the unit above it takes over.
  package let isActive: Bool
}
