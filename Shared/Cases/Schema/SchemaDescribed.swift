/// A type that says itself what its JSON looks like, because it is not an object of fields.
package protocol SchemaDescribed {
  static var schema: JSONValue { get }
  /// A valid value, so that the types that contain this one can be walked through.
  static var schemaSample: Self { get }
}
