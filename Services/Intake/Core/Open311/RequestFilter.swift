package import Requests
package import Cases
package import Foundation
import Texts

/// Which cases `GET /requests` is asked for.
package struct RequestFilter: Sendable, Equatable {
  package var numbers: [CaseNumber] = []
  /// What the public list calls cases.
  package var publicIDs: [String] = []
  package var services: [String] = []
  package var start: Date
  package var end: Date
  /// nil for both.
  package var isOpen: Bool?
  package var page: Int
  package var pageSize: Int

  private static let maximumNumbers = 20
  private static let maximumOffset = 20_000
  /// How many cases are looked through for those that fit services and states; for older ones ask for other days.
  package static let mostLooked = 20_000
  private static let span: TimeInterval = 90 * 86_400
  private static let names = [
    "service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "jurisdiction_id",
    "api_key", "extensions", "updated_after", "updated_before",
  ]

  /// Reads Open311's parameters. Named ids override all else; without dates it is the last 90 days.
  package init(_ parameters: [String: String], now: Date) throws(FieldProblems) {
    var problems = Self.misspelt(parameters.keys)
    let wanted = Self.list(parameters["service_request_id"])
    guard wanted.count <= Self.maximumNumbers else {
      throw FieldProblems(problems: [
        Self.problem(
          "service_request_id", "\(wanted.count) ids", "at most \(Self.maximumNumbers)", CaseNumber.sample)
      ])
    }
    for text in wanted {
      if text.wholeMatch(of: /p[0-9a-f]{16}/) != nil {
        publicIDs.append(text)
        continue
      }
      do { numbers.append(try CaseNumber(typed: text)) } catch {
        problems.append(Self.problem("service_request_id", text, CaseNumber.shape, CaseNumber.sample))
      }
    }
    services = Self.list(parameters["service_code"])
    let end = Self.date("end_date", parameters, &problems)
    let start = Self.date("start_date", parameters, &problems)
    self.end = end ?? (start.map { min(now, $0.addingTimeInterval(Self.span)) } ?? now)
    self.start = start ?? self.end.addingTimeInterval(-Self.span)
    let states = Set(Self.list(parameters["status"]))
    if !states.isSubset(of: ["open", "closed"]) {
      problems.append(Self.problem("status", states.sorted().joined(separator: ","), "open, closed or both", "open"))
    }
    isOpen = states.count == 1 ? states.contains("open") : nil
    page = Self.whole("page", parameters, 1, 1...1_000_000, &problems)
    pageSize = Self.whole("page_size", parameters, 50, 1...1000, &problems)
    // Each page is found by counting from the first.
    if (page - 1) * pageSize > Self.maximumOffset {
      problems.append(
        Self.problem(
          "page", "\(page)", "a page within the first \(Self.maximumOffset) requests; ask for fewer days", "1"))
    }
    if !problems.isEmpty { throw FieldProblems(problems: problems) }
  }

  /// Caches and trackers add parameters of their own, so only what resembles one of ours is taken for a slip: without it the
  /// answer would be that to another question.
  private static func misspelt(_ found: some Sequence<String>) -> [FieldProblem] {
    found.sorted().compactMap { name in
      guard !names.contains(name), let meant = NearestWord.of(name, among: names) else { return nil }
      return FieldProblem(
        name, reason: "is not known here, expected perhaps '\(meant)'", alasan: "Isian '\(name)' tidak dikenal.",
        example: meant)
    }
  }

  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  private static func date(
    _ field: String, _ parameters: [String: String], _ problems: inout [FieldProblem]
  ) -> Date? {
    guard let given = parameters[field], !given.isEmpty else { return nil }
    // The plus of a zone, which forms send as %2B, comes as a blank where it was typed as it is.
    let text = given.replacing(#/ (?=[0-9]{2}:?[0-9]{2}$)/#, with: "+")
    if let date = EventCoding.parse(text) { return date }
    problems.append(problem(field, text, "a time as in ISO 8601", "2026-01-01T00:00:00Z"))
    return nil
  }

  private static func whole(
    _ field: String, _ parameters: [String: String], _ fallback: Int, _ range: ClosedRange<Int>,
    _ problems: inout [FieldProblem]
  ) -> Int {
    guard let text = parameters[field], !text.isEmpty else { return fallback }
    if let value = Int(text), range.contains(value) { return value }
    problems.append(
      problem(field, text, "a whole number from \(range.lowerBound) to \(range.upperBound)", String(fallback)))
    return fallback
  }

  private static func problem(_ field: String, _ found: String, _ expected: String, _ example: String) -> FieldProblem {
    FieldProblem(
      field, reason: "found '\(found.prefix(60))', expected \(expected)", alasan: "Isian \(field) tidak benar.",
      example: example)
  }
}
