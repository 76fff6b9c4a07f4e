import HTTPTypes

/// Header fields that HTTPTypes does not name itself.
extension HTTPField.Name {
  static let idempotencyKey = known("Idempotency-Key")
  static let traceparent = known("traceparent")
  static let referrerPolicy = known("Referrer-Policy")

  static let xForwardedFor = known("X-Forwarded-For")
  static let secFetchSite = known("Sec-Fetch-Site")
  static let permissionsPolicy = known("Permissions-Policy")
  static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
  static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no header field's name") }
    return name
  }
}
