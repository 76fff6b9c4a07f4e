import Requests
import Foundation

/// Who may ask what at the admin door. Health tells nothing of anybody, nor do metrics, and both are asked by machines:
/// on this machine they need no token. What names cases needs it, and so do metrics on a network.
struct AdminAccess: Sendable {
  enum Refusal: Equatable {
    case tokenIsMissing
    case tokenIsWrong
    /// The name the request was sent to.
    case strangeName(String)
  }

  private let token: Secret
  private let isOnLoopback: Bool
  /// One that is shorter is no token.
  static let shortest = 16

  /// - Parameter host: where the door opens.
  init(token: Secret, host: String) {
    self.token = token
    isOnLoopback = Self.isLoopback(host)
  }

  /// - Parameter authorization: that header, if there is one.
  /// - Parameter host: that header: a page of a stranger that makes an operator's browser ask here names itself in it.
  /// - Returns: nil for who may ask.
  func refusal(path: String, authorization: String?, host: String?) -> Refusal? {
    if let authorization, isToken(authorization) { return nil }
    let isOpen = path.hasPrefix("/health/") || path == "/metrics" && isOnLoopback
    guard isOpen else { return authorization == nil ? .tokenIsMissing : .tokenIsWrong }
    let name = Self.name(host ?? "")
    return name == "localhost" || ClientAddress.isAddress(name) ? nil : .strangeName(name)
  }

  private func isToken(_ authorization: String) -> Bool {
    let words = authorization.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "bearer" else { return false }
    let (shown, right) = (Array(words[1].utf8), Array((now ?? "").utf8))
    guard shown.count == right.count, right.count >= Self.shortest else { return false }
    // Takes the same time wherever they differ.
    return zip(shown, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// The token as it is now; nil where it cannot be read: then nobody has it, and least of all who had the old one.
  private var now: String? {
    guard let file = token.file else { return token.value }
    return try? Secret(file: file).value
  }

  /// What is wrong with the token, for readiness.
  var problem: String? {
    guard let now else { return "\(token.file ?? "it") cannot be read: nobody gets in" }
    return now.utf8.count < Self.shortest
      ? "found \(now.utf8.count) bytes, expected \(Self.shortest) or more: nobody gets in" : nil
  }

  /// Without its port and an IPv6 address's brackets; all of it where that is no port.
  private static func name(_ host: String) -> String {
    guard let match = host.wholeMatch(of: /(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@]*))(?::[0-9]{1,5})?/) else { return host }
    return String(match.1 ?? match.2 ?? "").lowercased()
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.") && ClientAddress.isAddress(host)
  }
}

extension Secret {
  /// The admin door's own token: a file of the service's folder, which only this account reads, made where there is none.
  /// - Throws: `SettingsProblems` where it can be neither read nor written.
  static func adminToken(in folder: String, service: String) throws(SettingsProblems) -> Secret {
    let path = folder + "/" + adminTokenFile
    if FileManager.default.fileExists(atPath: path) {
      // One that is there and cannot be read is somebody's, who must know.
      guard let known = try? Secret(file: path) else {
        throw SettingsProblems(problems: ["\(service.uppercased())_DATA: cannot read \(path)"])
      }
      if !known.value.isEmpty { return known }
    }
    var generator = SystemRandomNumberGenerator()
    let token = (0..<3).map { _ in String(generator.next() as UInt64, radix: 36) }.joined()
    do {
      try Data((token + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
      guard chmod(path, 0o600) == 0 else { throw CocoaError(.fileWriteNoPermission) }
      return try Secret(file: path)
    } catch {
      throw SettingsProblems(problems: [
        "\(service.uppercased())_DATA: cannot write \(path): \(String(cString: strerror(errno)))"
      ])
    }
  }

  /// Its name in a service's folder.
  package static let adminTokenFile = "admin.token"
}
