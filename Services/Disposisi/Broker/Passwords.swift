import Digests
import Foundation

/// The accounts' passwords: a file of `account=password` lines that only its owner may read.
struct Passwords {
  private var passwords: [String: String]
  private let file: String

  init(file: String) throws {
    self.file = file
    passwords = [:]
    guard FileManager.default.fileExists(atPath: file) else { return }
    for (number, line) in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").enumerated() {
      guard let equals = line.firstIndex(of: "="), equals != line.startIndex else {
        throw PasswordsError(description: "\(file), line \(number + 1): expected account=password")
      }
      passwords[String(line[..<equals])] = String(line[line.index(after: equals)...])
    }
  }

  subscript(account: String) -> String? { passwords[account] }

  /// Makes a password for each account that has none, and writes the file if there was any.
  mutating func complete(for accounts: [String]) throws {
    let missing = accounts.filter { passwords[$0] == nil }
    if missing.isEmpty { return }
    for account in missing {
      passwords[account] = Data(RandomKey.bytes(24)).base64EncodedString().replacing("+", with: "-")
        .replacing("/", with: "_")
    }
    let text = passwords.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    let isWritten = FileManager.default.createFile(
      atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else { throw PasswordsError(description: "cannot write \(file)") }
  }

  /// As RabbitMQ keeps it: a salt of four bytes and the SHA-256 of salt and password. The salt follows from
  /// both, so that the same file gives the same definitions.
  func hash(of account: String) throws -> String {
    guard let password = passwords[account] else {
      throw PasswordsError(description: "\(file) has no password for \(account); --create makes the missing ones")
    }
    let salt = Data(SHA256.hash(Data("\(account):\(password)".utf8)).prefix(4))
    return (salt + Data(SHA256.hash(salt + Data(password.utf8)))).base64EncodedString()
  }
}

/// A password that is not there.
struct PasswordsError: Error, CustomStringConvertible {
  let description: String
}
