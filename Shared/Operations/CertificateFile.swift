import CCrypto
package import Foundation

/// A certificate that a setting names: it ends one day, and is better renewed before.
package struct CertificateFile: Sendable {
  private let setting: String
  private let path: String
  private let areAuthorities: Bool
  /// So long before its end somebody is told.
  private static let notice: TimeInterval = 14 * 86_400

  package init(setting: String, path: String, areAuthorities: Bool = false) {
    self.setting = setting
    self.path = path
    self.areAuthorities = areAuthorities
  }

  /// nil where the file holds none.
  private var end: Date? {
    let seconds = disposisi_certificate_end(path, areAuthorities ? 1 : 0)
    return seconds < 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
  }

  /// What is wrong with it, or will be within two weeks.
  package func problem(at now: Date = Date()) -> String? {
    guard let end else { return "\(setting): \(path) holds no certificate in PEM that this account may read" }
    let days = Int((end.timeIntervalSince(now) / 86_400).rounded(.down))
    if end < now { return "\(setting): \(path) ended on \(end.ISO8601Format())" }
    return end.timeIntervalSince(now) < Self.notice ? "\(setting): \(path) ends in \(days) days" : nil
  }

  /// For `check`.
  package func tried(at now: Date = Date()) -> OnlineFinding {
    problem(at: now).map { .wrong("certificate", $0) }
      ?? .right("certificate", "\(setting): \(path) holds until \(end?.ISO8601Format() ?? "")")
  }
}
