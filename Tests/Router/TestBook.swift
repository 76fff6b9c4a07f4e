import Cases
import Foundation
import Places
import RouterPolicy
import StrictYAML
import WorkingTime

/// The shipped files, read once.
enum Shipped {
  static let reference = Result { try RuleBook.ReferenceData.shipped() }
  static let book = Result { try RuleBook(.shipped, reference.get()) }
}

/// Books for trials: the shipped one with other rules, or with other files.
enum TestBook {
  static let today = Day(year: 2026, month: 11, day: 21)

  /// - Parameter rules: YAML of the list's entries, without the indentation.
  static func make(_ rules: String, files: [String: String] = [:]) throws -> RuleBook {
    var all = BookFiles.shipped
    all.texts = all.texts.filter { !$0.key.hasPrefix(BookFiles.rulesFolder) }
    all.texts["rules/trial.yaml"] = rules.isEmpty ? "rules: []" : "rules:\n" + rules
    all.texts.merge(files) { _, new in new }
    return try RuleBook(all, Shipped.reference.get())
  }

  /// A rule in one line, with what every rule needs.
  static func rule(_ id: String, _ when: String, to: String = "lpdb", more: String = "") -> String {
    "  - {id: \(id), when: {\(when)}, to: \(to), deadline: biasa, reason: Karena., source: UU, owner: sekretariat\(more)}\n"
  }

  static func facts(
    _ topic: String, _ region: String? = nil, _ area: MembershipArea? = nil, kind: CaseKind = .complaint,
    sure: Bool = true
  ) -> Facts {
    Facts(
      topic: TopicCode(unchecked: topic), kind: kind, region: region.map { RegionCode(unchecked: $0) },
      membershipArea: area, sure: sure)
  }
}
