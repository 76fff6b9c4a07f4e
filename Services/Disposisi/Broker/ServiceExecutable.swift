import Contract
import Foundation

/// A service's own executable beside this one, on the machine where the service's file is: nobody else opens that.
struct ServiceExecutable {
  private let path: String

  /// nil where the service's file or its executable is not on this machine, as far as the environment tells; without its
  /// word they are where packages put them.
  init?(_ service: ServiceName) {
    let environment = ProcessInfo.processInfo.environment
    let bin = environment["DISPOSISI_BIN"] ?? "/usr/bin"
    let hasData =
      environment["\(service.rawValue.uppercased())_DATA"] != nil
      || FileManager.default.fileExists(atPath: "/var/lib/disposisi/\(service.rawValue)")
    guard hasData, FileManager.default.isExecutableFile(atPath: "\(bin)/\(service.rawValue)") else { return nil }
    path = "\(bin)/\(service.rawValue)"
  }

  /// - Returns: what it printed; nil if it failed.
  func run(_ words: [String]) -> String? {
    let command = ([path] + words).map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
    guard let pipe = popen(command, "r") else { return nil }
    var bytes = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    }
    return pclose(pipe) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
