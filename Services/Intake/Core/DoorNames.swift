package import Requests

extension KnownNames {
  /// The web form's.
  package static let web = KnownNames([
    "text", "service_code", "region", "cooperative", "membership_area", "kind", "privacy", "name", "phone", "email",
    "language", "kunci",
  ])

  /// The tracking page's.
  package static let tracking = KnownNames(["nomor", "kode", "aksi", "text", "kunci"])

  /// GeoReport v2's, and the attributes that every service has. Some say nothing to us and are usual all the same.
  package static let open311 = KnownNames(
    [
      "description", "service_code", "first_name", "last_name", "phone", "email", "lat", "long", "address_string",
      "api_key", "jurisdiction_id", "address_id", "device_id", "account_id", "media_url", "language",
    ] + ["region", "cooperative", "membership_area", "kind", "privacy"].map { "attribute[\($0)]" })
}
