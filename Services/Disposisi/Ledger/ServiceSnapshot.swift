import Cases
import Contract
import Foundation

/// A case as one service knows it.
struct KnownCase: Equatable {
  var state: String
  /// Milliseconds since 1970: at intake when it was accepted, elsewhere when it was heard.
  var time: Int64
  var hasContact: Bool
}

/// A message that a service holds: said and not confirmed, waiting for its next try, or for a person.
struct HeldMessage: Equatable {
  enum Place: String, CaseIterable { case outbox, deferred, dead }

  var place: Place
  var number: String
  var type: String
}

/// What one service knows of all cases.
struct ServiceSnapshot {
  var cases: [String: KnownCase] = [:]
  var messages: [HeldMessage] = []
  /// Messages of its queue that it has and has not acknowledged.
  var inHand = 0

  /// Asks the running service, or else its executable beside this one, which reads the service's file.
  /// - Throws: `LedgerError` if neither answers.
  static func read(_ service: ServiceName) throws(LedgerError) -> ServiceSnapshot {
    var book = ServiceSnapshot()
    // The holders first: what leaves them meanwhile is in the queues, or known further on.
    for place in HeldMessage.Place.allCases {
      for fields in try pages(place.rawValue, of: service, fields: 3) {
        book.messages.append(HeldMessage(place: place, number: fields[1], type: fields[2]))
      }
    }
    for fields in try pages("cases", of: service, fields: 4) {
      book.cases[fields[0]] = KnownCase(
        state: fields[1], time: Int64(fields[2]) ?? 0, hasContact: fields[3] == "1")
    }
    // The second is its name before: a service of the version before is asked too.
    for page in ["unacknowledged", "hands"] {
      guard case .success(let text) = AdminDoor.page("\(page)/\(service.queue)", of: service) else { continue }
      book.inHand = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
      break
    }
    return book
  }

  private static func pages(
    _ part: String, of service: ServiceName, fields count: Int
  ) throws(LedgerError) -> [[String]] {
    var lines: [[String]] = []
    while true {
      let after = lines.last?.first ?? ""
      let page = try page(part, after: after, of: service).split(separator: "\n").map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      for (index, fields) in page.enumerated() where fields.count != count {
        throw LedgerError(
          "\(service.rawValue), \(part), line \(index + 1): found \(fields.count) fields, expected \(count)")
      }
      lines += page
      if page.isEmpty { return lines }
    }
  }

  private static func page(_ part: String, after: String, of service: ServiceName) throws(LedgerError) -> String {
    let problem: AdminDoorError
    switch AdminDoor.page("ledger/\(part)?after=\(after)", of: service) {
    case .success(let text): return text
    case .failure(let error):
      if error.isRefusal { throw LedgerError("\(service.rawValue): \(error)") }
      problem = error
    }
    guard let text = ServiceExecutable(service)?.run(["ledger", part, "--after", after.filter(\.isNumber)]) else {
      throw LedgerError("\(service.rawValue) does not answer (\(problem)), and its file cannot be read here either")
    }
    return text
  }
}

/// The ledger cannot be drawn up.
struct LedgerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
