import Cases

/// How a door names the fields, for its error messages.
package struct FieldNames: Sendable {
  let text: String
  let service: String
  let privacy: String
  let form: @Sendable (String) -> String
  let reporter: @Sendable (String) -> String
  /// Whether people type places by their names.
  var takesPlaceNames = false

  /// `POST /cases`.
  package static let json = FieldNames(
    text: "text", service: "service_code", privacy: "privacy", form: { "form.\($0)" }, reporter: { "reporter.\($0)" })

  /// The same as a form.
  package static let parts = FieldNames(
    text: "text", service: "service_code", privacy: "privacy", form: { "form[\($0)]" },
    reporter: { "reporter[\($0)]" })

  /// Open311's parameters.
  package static let open311 = FieldNames(
    text: "description", service: "service_code", privacy: "attribute[privacy]", form: { "attribute[\($0)]" },
    reporter: { $0 == "name" ? "first_name" : $0 })

  /// The web form.
  package static let web = FieldNames(
    text: "text", service: "service_code", privacy: "privacy", form: { $0 }, reporter: { $0 },
    takesPlaceNames: true)
}
