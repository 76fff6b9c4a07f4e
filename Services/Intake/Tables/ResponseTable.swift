import Cases
import GRDB
import IntakeCore
import Messaging

/// What reporters say of their cases, as rows.
enum ResponseTable {
  enum Outcome: Sendable, Equatable {
    case said
    /// The same was said already, and the case has not moved since.
    case known
    /// It cannot be said of a case in this state.
    case late(CaseState)
  }

  /// Says a reporter's word once: a second click changes nothing, a second answer is another word.
  static func take(
    _ response: ReporterResponse, _ text: String, _ number: CaseNumber, _ work: borrowing Work
  ) throws -> Outcome {
    guard let (state, sequence) = try place(number, work.db) else { return .late(.received) }
    let isKnown = try Bool.fetchOne(
      work.db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM responses
          WHERE number = ?1 AND response = ?2 AND sequence = ?3 AND (text = ?4 OR (response = 'agree' AND ?4 = '')))
        """, arguments: [number.text, response.rawValue, sequence, text])
    if isKnown == true { return .known }
    let goesOn = try response == .reply && state == .inProgress && hasReplied(number, in: work.db)
    guard response.fits(state) || goesOn else { return .late(state) }
    try say(response, text, number, sequence, work)
    return .said
  }

  /// What was said since the case last moved: it is on its way.
  static func pending(_ number: CaseNumber, in db: Database) throws -> [ReporterWord] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT response, text, at FROM responses JOIN cases USING (number)
        WHERE number = ? AND responses.sequence = cases.sequence ORDER BY position
        """, arguments: [number.text]
    ).compactMap { row in
      ReporterResponse(rawValue: row[0]).map {
        ReporterWord(response: $0, text: row[1], at: .init(milliseconds: row[2]))
      }
    }
  }

  static func hasReplied(_ number: CaseNumber, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM responses WHERE number = ? AND response = 'reply')",
      arguments: [number.text]) ?? false
  }

  private static func place(_ number: CaseNumber, _ db: Database) throws -> (CaseState, Int)? {
    try Row.fetchOne(db, sql: "SELECT state, sequence FROM cases WHERE number = ?", arguments: [number.text]).map {
      (CaseState(rawValue: $0[0]) ?? .received, $0[1])
    }
  }

  /// - Parameter sequence: of the case as it was seen.
  /// - Returns: its place among all that was said of the case.
  @discardableResult static func say(
    _ response: ReporterResponse, _ text: String, _ number: CaseNumber, _ sequence: Int, _ work: borrowing Work
  ) throws -> Int {
    let last = try Int.fetchOne(
      work.db, sql: "SELECT max(position) FROM responses WHERE number = ?", arguments: [number.text])
    let position = work.epoch.last(last ?? 0) + 1
    try work.db.execute(
      sql: "INSERT INTO responses (number, position, response, text, at, sequence) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [number.text, position, response.rawValue, text, work.now.milliseconds, sequence])
    try work.emit(
      CloudEvent(
        id: .derived(number.text, step: "response\(position)", ReporterResponded.type), source: work.source,
        time: work.now, sequence: 0, data: ReporterResponded(number: number, response: response, text: text)))
    return position
  }
}

extension ReporterResponse {
  /// Whether a reporter can say this now, as far as intake knows; the router sees to it that it is heard.
  func fits(_ state: CaseState) -> Bool {
    LifecycleStep(rawValue: rawValue).map { CaseLifecycle.isOffered($0, in: state) } ?? false
  }
}
