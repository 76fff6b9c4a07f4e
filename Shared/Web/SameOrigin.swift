import Foundation
import HTTPTypes
package import Hummingbird
import Requests

/// Forms are taken from our own pages only: another site must not send them in a visitor's name. Programs that are
/// no browsers send neither header, and no visitor's name either.
package enum SameOrigin {
  /// - Parameter address: how the door is reached from outside; a proxy may have changed the request's host.
  /// - Throws: `UnreadableRequest`, 403.
  package static func check(_ request: Request, publicAddress address: String) throws {
    if let site = request.headers[.secFetchSite] {
      guard site == "same-origin" || site == "none" else { throw refusal("Sec-Fetch-Site", site) }
    }
    guard let origin = request.headers[.origin] else { return }
    let own = [host(address), request.head.authority?.lowercased()].compactMap { $0 }
    guard let host = host(origin), own.contains(host) else { throw refusal("Origin", origin) }
  }

  /// Host and port, as they stand in an address.
  private static func host(_ address: String) -> String? {
    guard let parts = URLComponents(string: address), let host = parts.host else { return nil }
    return (parts.port.map { "\(host):\($0)" } ?? host).lowercased()
  }

  private static func refusal(_ header: String, _ found: String) -> UnreadableRequest {
    UnreadableRequest(
      status: .forbidden,
      problem: FieldProblem(
        header, reason: "found '\(found.prefix(60))', expected a form of this site",
        alasan: "Formulir hanya dapat dikirim dari halaman ini.", example: "same-origin"))
  }
}
