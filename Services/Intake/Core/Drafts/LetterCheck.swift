import Cases
import Foundation
import Requests

/// Checks what comes from elsewhere than the reporter's own hand: a link, the day on which a letter came in.
enum LetterCheck {
  private static let longestLink = 1000

  /// A link is kept as it is and never fetched: who opens it sees where it leads.
  static func link(_ found: String?, _ field: String) throws(FieldProblem) -> String? {
    guard let found = try DraftCheck.filled(found, field) else { return nil }
    let isPlain = found.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"<>"\^`{|}"#.utf8.contains($0) }
    let scheme = found.prefix { $0 != ":" }.lowercased()
    guard isPlain, found.utf8.count <= longestLink, ["http", "https"].contains(scheme),
      let parts = URLComponents(string: found), parts.host?.isEmpty == false, parts.user == nil, parts.password == nil
    else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected a link of at most \(longestLink) letters, http or https",
        alasan: "Tautan gambar tidak benar.", example: "https://example.org/foto/17.jpg")
    }
    return found
  }

  /// A day, or a moment, of the last year: a letter that was read later was late all the same.
  static func receivedAt(_ found: String?, _ field: String, now: Date) throws(FieldProblem) -> Date? {
    guard let found = try DraftCheck.filled(found, field) else { return nil }
    let isDay = found.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
    let moment = EventCoding.parse(isDay ? "\(found)T00:00:00+07:00" : found)
    guard let moment, (now.addingTimeInterval(-366 * 86_400)...now.addingTimeInterval(60)).contains(moment) else {
      throw FieldProblem(
        field, reason: "found '\(found.prefix(40))', expected a day or a time of the last 366 days",
        alasan: "Tanggal terima tidak benar.", example: "2026-11-20, or 2026-11-20T09:30:00+07:00")
    }
    return moment
  }
}
