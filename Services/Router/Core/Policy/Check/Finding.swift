package import Cases
import Foundation
import StrictYAML
import WorkingTime
package import Texts

/// Something that is wrong or doubtful in a book, with a case that shows it and what to do.
package struct Finding: Sendable {
  /// Whether a book with it is refused.
  package enum Severity: String, Sendable {
    /// A book with an error is not used.
    case error
    case warning
  }

  /// What kind of thing it is, as `check` names it.
  package enum Kind: String, Sendable, CaseIterable {
    case unknownUnit = "unknown-unit"
    case unknownTopic = "unknown-topic"
    case unknownRegion = "unknown-region"
    case unknownDeadline = "unknown-deadline"
    case unknownCalendar = "unknown-calendar"
    case duplicate
    case conflict
    case unreachable
    case expired
    case uncovered
    case noUnit = "no-unit"
    case parentCycle = "parent-cycle"
    case wrongExample = "wrong-example"
    case noExample = "no-example"
    case calendarEnds = "calendar-ends"
    case noQueue = "no-queue"
    case noListener = "no-listener"
    case tooIntricate = "too-intricate"
  }

  package let severity: Severity
  package let kind: Kind
  package let place: FileLocation
  package let text: String
  package let witness: String
  package let suggestion: String

  package init(
    _ severity: Severity, _ kind: Kind, at place: FileLocation, _ text: String, witness: String, suggestion: String
  ) {
    self.severity = severity
    self.kind = kind
    self.place = place
    self.text = text
    self.witness = witness
    self.suggestion = suggestion
  }
}

extension Finding: CustomStringConvertible {
  package var description: String {
    "\(severity.rawValue) \(kind.rawValue) \(place)\n  \(text)\n  case: \(witness)\n  do:   \(suggestion)"
  }

  package var json: JSONValue {
    [
      "severity": .text(severity.rawValue), "kind": .text(kind.rawValue), "file": .text(place.file),
      "line": place.line.map(JSONValue.integer) ?? .null, "column": place.column.map(JSONValue.integer) ?? .null,
      "text": .text(text), "case": .text(witness),
      "do": .text(suggestion),
    ]
  }
}

/// A case that shows a finding.
struct Witness: CustomStringConvertible {
  let facts: Facts
  let day: Day

  var description: String { "\(facts.line) on \(day)" }
}

extension Facts {
  /// As `router explain --facts` takes it.
  package var line: String {
    (try? EventCoding.encoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
