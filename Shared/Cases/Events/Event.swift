/// A fact, said in the past tense. It grows by optional fields only; a breaking change is a new type with a higher
/// version beside the old one.
package protocol Event: EventContent, Encodable, Documented {
  /// One sentence for the contract.
  static var summary: String { get }
}
