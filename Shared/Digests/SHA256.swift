import CCrypto
package import Foundation

/// SHA-256 (FIPS 180-4) by the system's OpenSSL, which libcurl and the broker's client bring anyway.
package struct SHA256 {
  /// Bytes of a digest.
  package static let byteCount = 32

  private let context = DigestContext()

  package init() {}

  package func update(_ data: some DataProtocol) {
    for region in data.regions { region.withUnsafeBytes { context.update($0) } }
  }

  /// The digest of what was given; the value is spent then.
  package func finalize() -> [UInt8] { context.finalize() }

  package static func hash(_ data: some DataProtocol) -> [UInt8] {
    let hash = SHA256()
    hash.update(data)
    return hash.finalize()
  }

  /// A keyed digest (HMAC, RFC 2104): who does not have the key cannot make it.
  package static func authenticated(_ data: Data, key: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: byteCount)
    var count: UInt32 = 0
    data.withUnsafeBytes { bytes in
      _ = HMAC(
        EVP_sha256(), key, Int32(key.count), bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &code, &count)
    }
    precondition(count == byteCount, "libcrypto has no SHA-256")
    return code
  }
}

/// OpenSSL's context, which must be given back.
private final class DigestContext {
  private let context = EVP_MD_CTX_new()

  init() { precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256") }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto takes no more bytes")
  }

  func finalize() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
    precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1, "libcrypto gives no digest")
    return digest
  }
}
