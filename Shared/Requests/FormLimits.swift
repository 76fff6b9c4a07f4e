import Foundation

/// How long forms may be, in bytes.
package enum FormLimits {
  /// The longest field: a text of the greatest length, and the line ends that browsers add.
  package static let field = 65_536
  package static let allFields = 65_536 + 16_384
  /// A form without files: each byte may be written as three.
  package static let encoded = 3 * allFields

  static func tooLong(_ name: String) -> FieldProblem {
    FieldProblem(
      String(name.prefix(60)), reason: "is longer than a form may be: \(field) bytes a field, \(allFields) in all",
      alasan: "Isian terlalu panjang.", example: "A shorter text")
  }
}
