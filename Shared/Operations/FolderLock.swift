import Foundation

/// Holds a service's folder for one process: two on the same state would take each other's rows for their own. The lock is
/// the kernel's, so it ends with the process, however that ends.
package final class FolderLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `SettingsProblems` that name the process which has the folder.
  package init(folder: String, service: String) throws(SettingsProblems) {
    let path = folder + "/lock"
    let setting = "\(service.uppercased())_DATA"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw SettingsProblems(problems: ["\(setting): cannot write in \(folder): \(String(cString: strerror(errno)))"])
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
      close(descriptor)
      throw SettingsProblems(problems: [
        "\(setting): \(folder) is in use by \(holder.map { $0.isEmpty ? "another process" : $0 } ?? "another process"); a folder serves one process"
      ])
    }
    // A command of root's must not keep the service itself out later.
    var status = stat()
    if geteuid() == 0, stat(folder, &status) == 0 { _ = fchown(descriptor, status.st_uid, status.st_gid) }
    let holder = "process \(getpid()) (\(service), since \(Date().ISO8601Format()))\n"
    ftruncate(descriptor, 0)
    _ = holder.withCString { pwrite(descriptor, $0, strlen($0), 0) }
  }

  deinit { close(descriptor) }
}
