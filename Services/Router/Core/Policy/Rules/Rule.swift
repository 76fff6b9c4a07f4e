import Units
package import Cases
package import StrictYAML
package import WorkingTime

/// A sentence of the policy: when it holds, who answers, who gets a copy, by when, and why. A class, because
/// deciding looks at many rules and copies none.
package final class Rule: Sendable {
  package let id: String
  package let place: FileLocation
  package let when: Conditions
  package let to: Target
  /// The ministry's unit in charge: it answers where the target names none, and stands above the offices.
  package let ministry: UnitCode?
  package let cc: [Target]
  /// The deadline class by kind; the book has one for kinds that are not named.
  package let deadlines: [CaseKind: String]
  /// A sentence for people.
  package let reason: String
  /// The law or regulation that the reason rests on.
  package let source: String
  /// Whom to ask about the rule.
  package let owner: UnitCode
  package let validity: Validity
  package let examples: [Example]
  package let counterexamples: [Example]
  let specificity: Specificity
  /// All that decides, in one writing.
  let canonical: String

  init(
    id: String, place: FileLocation, when: Conditions, to: Target, ministry: UnitCode?, cc: [Target],
    deadlines: [CaseKind: String], reason: String, source: String, owner: UnitCode, validity: Validity,
    examples: [Example], counterexamples: [Example], canonical: String
  ) {
    self.id = id
    self.place = place
    self.when = when
    self.to = to
    self.ministry = ministry
    self.cc = cc
    self.deadlines = deadlines
    self.reason = reason
    self.source = source
    self.owner = owner
    self.validity = validity
    self.examples = examples
    self.counterexamples = counterexamples
    self.canonical = canonical
    specificity = Specificity(when)
  }

  /// Cases that the rule decides, or does not.
  package struct Example: Sendable {
    package let place: FileLocation
    package let given: Facts
    package let unit: UnitCode?
    package let cc: [UnitCode]?
    package let deadline: String?
    /// The rule that decides a counterexample, if it is stated.
    package let rule: String?
  }
}

/// The days on which a rule holds, both counted; nil is without end.
package struct Validity: Sendable, Hashable {
  package let from: Day?
  package let until: Day?

  static let always = Validity(from: nil, until: nil)

  package func contains(_ day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true) }

  func isContained(in other: Validity) -> Bool {
    let startsWithin = other.from.map { limit in from.map { $0 >= limit } ?? false } ?? true
    let endsWithin = other.until.map { limit in until.map { $0 <= limit } ?? false } ?? true
    return startsWithin && endsWithin
  }
}

/// Who is meant: a unit by its code, or by its relation to the case.
package indirect enum Target: Sendable, Hashable {
  case unit(UnitCode)
  /// The office that the cooperative's membership area names.
  case supervisor
  /// The office of the place: kabupaten/kota, else province.
  case office
  /// The office of the place's province.
  case provinceOffice
  /// The unit above another.
  case parent(of: Target)

  static let phrases: [(String, Target)] = [
    ("supervisor", .supervisor), ("dinas of the place", .office), ("dinas of the province", .provinceOffice),
  ]
  private static let parentPhrase = "parent of "

  /// - Returns: nil if the text is neither a phrase nor a unit's code.
  init?(_ text: String) {
    if let phrase = Self.phrases.first(where: { $0.0 == text }) {
      self = phrase.1
    } else if text.hasPrefix(Self.parentPhrase) {
      guard let inner = Target(String(text.dropFirst(Self.parentPhrase.count))) else { return nil }
      self = .parent(of: inner)
    } else {
      guard let code = try? UnitCode(text) else { return nil }
      self = .unit(code)
    }
  }

  /// The unit that is named, if one is.
  var named: UnitCode? {
    switch self {
    case .unit(let code): code
    case .parent(let inner): inner.named
    case .supervisor, .office, .provinceOffice: nil
    }
  }
}

extension Target: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unit(let code): code.text
    case .parent(let inner): Self.parentPhrase + inner.description
    default: Self.phrases.first { $0.1 == self }?.0 ?? ""
    }
  }
}
