import Cases
import Digests
import Foundation
package import Hummingbird
import NIOConcurrencyHelpers

/// A document that is the same as long as the service runs: encoded once, and sent again only to who lacks it.
package struct ConstantDocument: Sendable {
  private let content: ByteBuffer
  private let type: String
  private let tag: String

  package init(_ content: ByteBuffer, type: String) {
    self.content = content
    self.type = type
    tag = "\"\(Fingerprint.hexadecimal(SHA256.hash(Data(content.readableBytesView))).prefix(32))\""
  }

  package func answer(to request: Request) -> Response {
    let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache", .contentType: type]
    let known = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces).replacing("W/", with: "")
    }
    guard !known.contains(tag), !known.contains("*") else { return Response(status: .notModified, headers: headers) }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: content))
  }
}
