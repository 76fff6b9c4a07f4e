import Cases
import Digests
import Foundation
package import Hummingbird
import NIOConcurrencyHelpers

/// A document that is the same as long as the service runs: encoded once, and sent again only to who lacks it.
package struct ConstantDocument: Sendable {
  private let content: ByteBuffer
  private let packed: ByteBuffer?
  private let type: String
  private let tag: String

  package init(_ content: ByteBuffer, type: String) {
    self.content = content
    packed = Gzip.packed(content, level: 9)
    self.type = type
    tag = "\"\(Fingerprint.hexadecimal(SHA256.hash(Data(content.readableBytesView))).prefix(32))\""
  }

  package func answer(to request: Request) -> Response {
    var headers: HTTPFields = [
      .eTag: tag, .cacheControl: "no-cache", .contentType: type, .vary: "Accept-Encoding",
    ]
    let known = request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces).replacing("W/", with: "")
    }
    guard !known.contains(tag), !known.contains("*") else { return Response(status: .notModified, headers: headers) }
    guard let packed, Gzip.isTaken(by: request) else {
      return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: content))
    }
    headers[.contentEncoding] = "gzip"
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
  }
}
