/// A type whose fields are explained in the contract.
package protocol Documented {
  /// For each JSON key one sentence.
  static var fields: [String: String] { get }
}
