import CCurl
import Contract
import Foundation

/// A service's admin port, as `disposisi status` and `ledger` ask it.
enum AdminDoor {
  private static let timeoutSeconds = 5
  private static let maximumBytes = 4_000_000

  /// What a service says of itself on one of its pages.
  /// - Parameter address: such as `http://127.0.0.1:9000`.
  /// - Parameter failsOnError: whether an answer that says "unavailable" is no answer.
  static func page(
    _ page: String, of address: String, failsOnError: Bool = true
  ) -> Result<String, AdminDoorError> {
    guard let curl = curl_easy_init() else { return .failure(AdminDoorError(description: "libcurl has no memory")) }
    defer { curl_easy_cleanup(curl) }
    _ = disposisi_set_text(curl, CURLOPT_URL, address + "/" + page)
    _ = disposisi_set_long(curl, CURLOPT_NOSIGNAL, 1)
    _ = disposisi_set_long(curl, CURLOPT_TIMEOUT, timeoutSeconds)
    _ = disposisi_set_long(curl, CURLOPT_FAILONERROR, failsOnError ? 1 : 0)
    _ = disposisi_set_long(curl, CURLOPT_MAXFILESIZE, maximumBytes)
    let answer = Answer()
    let code = withExtendedLifetime(answer) {
      _ = disposisi_set_writer(curl, takeAnswer, Unmanaged.passUnretained(answer).toOpaque())
      return curl_easy_perform(curl)
    }
    guard code == CURLE_OK else {
      return .failure(AdminDoorError(description: String(cString: curl_easy_strerror(code))))
    }
    return .success(String(decoding: answer.bytes, as: UTF8.self))
  }

  /// Where a service's admin port is: `ROUTER_ADMIN_URL`, as compose/up writes it.
  static func address(of service: ServiceName) -> String? {
    ProcessInfo.processInfo.environment["\(service.rawValue.uppercased())_ADMIN_URL"]
  }
}

/// A service that does not answer.
struct AdminDoorError: Error, CustomStringConvertible {
  let description: String
}

private final class Answer {
  var bytes = Data()
}

private func takeAnswer(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let context else { return 0 }
  Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue().bytes.append(
    UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: size * count)
  return size * count
}
