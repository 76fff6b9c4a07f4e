import CCurl
import Contract
import Foundation
import Operations

/// A service's admin port, as `disposisi status` and `ledger` ask it.
enum AdminDoor {
  private static let timeoutSeconds = 5
  private static let maximumBytes = 4_000_000

  /// What a service says of itself on one of its pages.
  /// - Parameter failsOnError: whether an answer that says "unavailable" is no answer.
  static func page(
    _ page: String, of service: ServiceName, failsOnError: Bool = true
  ) -> Result<String, AdminDoorError> {
    guard let address = address(of: service) else {
      return .failure(AdminDoorError(description: "\(setting("ADMIN_URL", of: service)) is not set"))
    }
    guard let curl = curl_easy_init() else { return .failure(AdminDoorError(description: "libcurl has no memory")) }
    defer { curl_easy_cleanup(curl) }
    _ = disposisi_set_text(curl, CURLOPT_URL, address + "/" + page)
    // The token is for nobody between.
    _ = disposisi_set_text(curl, CURLOPT_NOPROXY, "*")
    _ = disposisi_set_long(curl, CURLOPT_NOSIGNAL, 1)
    _ = disposisi_set_long(curl, CURLOPT_TIMEOUT, timeoutSeconds)
    _ = disposisi_set_long(curl, CURLOPT_FAILONERROR, failsOnError ? 1 : 0)
    _ = disposisi_set_long(curl, CURLOPT_MAXFILESIZE, maximumBytes)
    if let token = token(of: service) {
      _ = disposisi_set_long(curl, CURLOPT_HTTPAUTH, Int(disposisi_auth_bearer))
      _ = disposisi_set_text(curl, CURLOPT_XOAUTH2_BEARER, token)
    }
    let answer = Answer()
    let code = withExtendedLifetime(answer) {
      _ = disposisi_set_writer(curl, takeAnswer, Unmanaged.passUnretained(answer).toOpaque())
      return curl_easy_perform(curl)
    }
    guard disposisi_response_code(curl) != 401 else {
      let what = "\(address) asks for its token: \(setting("ADMIN_TOKEN_FILE", of: service)) names its file"
      return .failure(AdminDoorError(description: what, isRefusal: true))
    }
    guard code == CURLE_OK else {
      return .failure(AdminDoorError(description: String(cString: curl_easy_strerror(code))))
    }
    return .success(String(decoding: answer.bytes, as: UTF8.self))
  }

  /// Where a service's admin port is: `ROUTER_ADMIN_URL`, as compose/up writes it.
  static func address(of service: ServiceName) -> String? {
    ProcessInfo.processInfo.environment[setting("ADMIN_URL", of: service)]
  }

  /// What opens more than health: from the environment, from the file it names, or from the service's folder where that is
  /// on this machine and ours to read.
  private static func token(of service: ServiceName) -> String? {
    let environment = ProcessInfo.processInfo.environment
    if let token = environment[setting("ADMIN_TOKEN", of: service)] { return token }
    let file =
      environment[setting("ADMIN_TOKEN_FILE", of: service)]
      ?? environment[setting("DATA", of: service)].map { "\($0)/\(Secret.adminTokenFile)" }
    return file.flatMap { try? Secret(file: $0).value }
  }

  private static func setting(_ name: String, of service: ServiceName) -> String {
    "\(service.rawValue.uppercased())_\(name)"
  }
}

/// A service that does not answer.
struct AdminDoorError: Error, CustomStringConvertible {
  let description: String
  /// It runs, and does not let us in: what its file says may be older than what it has in hand.
  var isRefusal = false
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
