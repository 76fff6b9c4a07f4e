import CZlib
package import Hummingbird
package import NIOCore

/// Answers in fewer bytes for who takes them so. Only for what holds no secret of the reader's: how well a page packs would
/// tell of it.
package enum Gzip {
  /// - Parameter level: 1 (quick) to 9 (small).
  /// - Returns: nil where nothing is gained.
  package static func packed(_ content: ByteBuffer, level: Int32 = 6) -> ByteBuffer? {
    let room = content.readableBytes
    guard room > 1024 else { return nil }
    var packed = ByteBuffer()
    let written = packed.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { to in
      content.withUnsafeReadableBytes { from in
        guard let source = from.bindMemory(to: UInt8.self).baseAddress,
          let target = to.bindMemory(to: UInt8.self).baseAddress
        else { return 0 }
        return Int(disposisi_gzip(source, UInt(room), target, UInt(room), level))
      }
    }
    return written > 0 ? packed : nil
  }

  /// - Returns: whether a client takes gzip.
  package static func isTaken(by request: Request) -> Bool {
    let codings = request.headers[values: .acceptEncoding].joined(separator: ",").split(separator: ",")
    return codings.contains { coding in
      let parts = coding.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      guard let name = parts.first, name == "gzip" || name == "x-gzip" || name == "*" else { return false }
      return !parts.dropFirst().contains { $0.wholeMatch(of: /q=0(\.0*)?/) != nil }
    }
  }
}

extension Response {
  /// - Parameter request: what is answered.
  package static func packed(
    _ content: ByteBuffer, type: String, status: HTTPResponse.Status = .ok, for request: Request
  ) -> Response {
    let small = Gzip.isTaken(by: request) ? Gzip.packed(content) : nil
    var response = Response(
      status: status, headers: [.contentType: type, .vary: "Accept-Encoding"],
      body: ResponseBody(byteBuffer: small ?? content))
    if small != nil { response.headers[.contentEncoding] = "gzip" }
    return response
  }
}
