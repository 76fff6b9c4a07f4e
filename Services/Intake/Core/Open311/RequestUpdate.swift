package import Cases
import Texts

/// A step of a case as the channel that has sent it is told of it.
package struct RequestUpdate: Sendable, Equatable {
  package var number: CaseNumber
  package var sequence: Int
  package var entry: HistoryEntry

  package init(number: CaseNumber, sequence: Int, entry: HistoryEntry) {
    self.number = number
    self.sequence = sequence
    self.entry = entry
  }

  /// The state, and what the unit or the reporter said. Platforms like FixMyStreet show it to everybody: without numbers
  /// that identify people.
  package var description: String {
    let words = [entry.state.indonesian, entry.unitName].compactMap { $0 }.joined(separator: ", ")
    return entry.text.map { "\(words): \(PersonalNumbers.masked($0))" } ?? words
  }
}
