package import HTTPTypes

/// Header fields that HTTPTypes does not name itself.
extension HTTPField.Name {
  package static let idempotencyKey = known("Idempotency-Key")
  /// Of W3C Trace Context.
  package static let traceContext = known("traceparent")
  package static let referrerPolicy = known("Referrer-Policy")

  package static let xForwardedFor = known("X-Forwarded-For")
  package static let secFetchSite = known("Sec-Fetch-Site")
  package static let permissionsPolicy = known("Permissions-Policy")
  package static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")
  package static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no header field's name") }
    return name
  }
}
