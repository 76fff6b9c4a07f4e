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
      // None begins with a hyphen: commands would take it for an option.
      passwords[account] = Data(RandomKey.bytes(24)).base64EncodedString().replacing("+", with: ".")
        .replacing("/", with: "_")
    }
    let text = passwords.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    let isWritten = FileManager.default.createFile(
      atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else { throw PasswordsError(description: "cannot write \(file)") }
  }

  /// Writes an account's password into a file of its own, for who may read the folder: its owner and its group.
  func hand(_ account: String, to folder: String) throws {
    let password = try known(account)
    let path = "\(folder)/broker-password"
    var status = stat()
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard stat(folder, &status) == 0,
      FileManager.default.createFile(
        atPath: path + ".new", contents: Data("\(password)\n".utf8), attributes: [.posixPermissions: 0o440]),
      chown(path + ".new", status.st_uid, status.st_gid) == 0 || geteuid() != 0, rename(path + ".new", path) == 0
    else { throw PasswordsError(description: "cannot write \(path): \(String(cString: strerror(errno)))") }
  }

  /// As RabbitMQ keeps it: a salt of four bytes and the SHA-256 of salt and password. The salt follows from
  /// both, so that the same file gives the same definitions.
  func hash(of account: String) throws -> String {
    let password = try known(account)
    let salt = Data(SHA256.hash(Data("\(account):\(password)".utf8)).prefix(4))
    return (salt + Data(SHA256.hash(salt + Data(password.utf8)))).base64EncodedString()
  }

  private func known(_ account: String) throws -> String {
    guard let password = passwords[account] else {
      throw PasswordsError(description: "\(file) has no password for \(account); --create makes the missing ones")
    }
    return password
  }
}

/// A password that is not there.
struct PasswordsError: Error, CustomStringConvertible {
  let description: String
}
