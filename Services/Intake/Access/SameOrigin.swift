import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore

/// Forms are taken from our own pages only: another site must not send them in a visitor's name. Programs that are
/// no browsers send neither header, and no visitor's name either.
enum SameOrigin {
  /// - Throws: `UnreadableRequest`, 403.
  static func check(_ request: Request) throws {
    if let site = request.headers[.secFetchSite] {
      guard site == "same-origin" || site == "none" else { throw refusal("Sec-Fetch-Site", site) }
    }
    guard let origin = request.headers[.origin] else { return }
    let parts = URLComponents(string: origin)
    let host = parts?.host.map { host in parts?.port.map { "\(host):\($0)" } ?? host }
    guard let host, host.lowercased() == request.head.authority?.lowercased() else { throw refusal("Origin", origin) }
  }

  private static func refusal(_ header: String, _ found: String) -> UnreadableRequest {
    UnreadableRequest(
      status: .forbidden,
      problem: FieldProblem(
        header, reason: "found '\(found.prefix(60))', expected a form of this site",
        alasan: "Formulir hanya dapat dikirim dari halaman ini.", example: "same-origin"))
  }
}
