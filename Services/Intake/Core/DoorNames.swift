package import Requests

extension KnownNames {
  /// The web form's.
  package static let web = KnownNames([
    "text", "service_code", "region", "cooperative", "membership_area", "kind", "privacy", "name", "phone", "email",
    "language", "kunci", "lang",
  ])

  /// The tracking page's.
  package static let tracking = KnownNames(["nomor", "kode", "aksi", "text", "kunci", "lang"])

  /// Those of `POST /cases` as a form.
  package static let parts = KnownNames(
    ["text", "channel", "service_code", "privacy", "language", "received_at", "reference"]
      + ["region", "cooperative", "membership_area", "kind"].map { "form[\($0)]" }
      + ["name", "phone", "email"].map { "reporter[\($0)]" })

  /// Service request updates': FixMyStreet sends all of them.
  package static let updates = KnownNames([
    "service_request_id", "update_id", "updated_datetime", "status", "description", "first_name", "last_name", "title",
    "email", "phone", "media_url", "account_id", "service_code", "service_request_id_ext", "public_anonymity_required",
    "email_alerts_requested", "api_key", "jurisdiction_id",
  ])

  /// GeoReport v2's, and the attributes that every service has. Some say nothing to us and are usual all the same.
  package static let open311 = KnownNames(
    [
      "description", "service_code", "first_name", "last_name", "phone", "email", "lat", "long", "address_string",
      "api_key", "jurisdiction_id", "address_id", "device_id", "account_id", "media_url", "language",
    ] + ["region", "cooperative", "membership_area", "kind", "privacy"].map { "attribute[\($0)]" })
}
