package import Cases

/// A report as it came in by any door: texts that nobody has checked.
package struct ReportDraft: Sendable, Equatable {
  package var text: String?
  package var channel: String?
  package var service: String?
  package var region: String?
  package var cooperative: String?
  package var membershipArea: String?
  package var kind: String?
  package var privacy: String?
  package var name: String?
  package var phone: String?
  package var email: String?
  package var language: String?
  package var latitude: String?
  package var longitude: String?
  package var address: String?

  package init() {}
}

/// How a door names the fields, for its error messages.
package struct FieldNames: Sendable {
  let text: String
  let service: String
  let privacy: String
  let form: @Sendable (String) -> String
  let reporter: @Sendable (String) -> String

  /// `POST /cases`.
  package static let json = FieldNames(
    text: "text", service: "service_code", privacy: "privacy", form: { "form.\($0)" }, reporter: { "reporter.\($0)" })

  /// Open311's parameters.
  package static let open311 = FieldNames(
    text: "description", service: "service_code", privacy: "attribute[privacy]", form: { "attribute[\($0)]" },
    reporter: { $0 == "name" ? "first_name" : $0 })

  /// The web form.
  package static let web = FieldNames(
    text: "text", service: "service_code", privacy: "privacy", form: { $0 }, reporter: { $0 })
}

/// A report that was checked.
package struct Submission: Sendable, Equatable {
  package var report: Report
  package var contact: Contact?
  package var language: Language
  package var location: Location?
}

/// How to reach the reporter.
package struct Contact: Sendable, Equatable {
  package var name: String?
  package var phone: String?
  package var email: String?
}

/// Where it is, as Open311's clients say it.
package struct Location: Sendable, Equatable {
  package var latitude: Double?
  package var longitude: Double?
  package var address: String?
}
