import Units
package import Cases
import StrictYAML
import WorkingTime

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
