package import HummingbirdCore
import HummingbirdTLS
import NIOCore

extension HTTPServerBuilder {
  /// A server for strangers: each connection is watched, heads are limited, and TLS is spoken where there is a certificate.
  /// - Throws: `SettingsProblems` for a certificate that cannot be used.
  package static func guarded(
    _ count: ConnectionCount, _ times: ConnectionTimes, certificate: ServerCertificate?
  ) throws -> HTTPServerBuilder {
    // A connection that says nothing for so long is closed: half a request holds memory.
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [ConnectionGuard(count: count, times: times)], idleTimeout: .seconds(30),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 8_192, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)))
    guard let certificate else { return plain }
    return try .tls(plain, tlsConfiguration: certificate.configuration())
  }
}
