package import Cases
import Foundation
import Mustache
import StrictYAML
package import Texts

/// The templates of all notices in all languages: a notice and its addressee in, a letter out.
package struct NoticeTexts: Sendable {
  private struct Template: Sendable {
    let subject: MustacheTemplate
    let body: MustacheTemplate
  }

  private let templates: [Language: [NoticeKind: Template]]
  private let trackingAddress: String

  package static func fileName(_ language: Language) -> String { "notices.\(language.rawValue).yaml" }

  /// The texts that come with the program, and in their place those that an operator has written: whole notices, of which
  /// the others stay.
  /// - Parameters:
  ///   - own: texts of files by their names; those of `fileName` are read.
  ///   - folder: where they lie, for messages.
  ///   - trackingAddress: the URL of the tracking page.
  /// - Throws: if a file or a template cannot be read.
  package init(own: [String: String] = [:], folder: String = "", trackingAddress: String) throws(FileProblems) {
    self.trackingAddress = trackingAddress
    var templates: [Language: [NoticeKind: Template]] = [:]
    for language in Language.allCases {
      let shipped = language == .english ? PackageResources.notices_en_yaml : PackageResources.notices_id_yaml
      let name = Self.fileName(language)
      var all = try Self.read(String(decoding: shipped, as: UTF8.self), file: name)
      if let text = own[name] { all.merge(try Self.read(text, file: "\(folder)/\(name)")) { $1 } }
      templates[language] = all
    }
    self.templates = templates
  }

  package func compose(_ notice: Notice, for addressee: Addressee) throws(NoticeTextsError) -> NoticeText {
    guard let template = templates[addressee.language]?[notice.kind] else {
      throw NoticeTextsError(description: "there is no \(notice.kind.rawValue) in \(addressee.language.rawValue)")
    }
    let words = words(notice, addressee)
    return NoticeText(
      subject: template.subject.render(words).trimmingCharacters(in: .whitespacesAndNewlines),
      body: template.body.render(words))
  }

  private func words(_ notice: Notice, _ addressee: Addressee) -> [String: String] {
    var words = [
      "number": notice.number.grouped, "code": addressee.code,
      "salutation": addressee.language == .indonesian ? "Bapak/Ibu" : "Sir or Madam",
      "track": "\(trackingAddress)?nomor=\(notice.number.text)",
    ]
    words["unit"] = notice.unitName
    words["address"] = notice.address
    words["text"] = notice.text
    words["due"] = notice.due.map { addressee.language.date($0) }
    return words
  }

  private static func read(_ yaml: String, file: String) throws(FileProblems) -> [NoticeKind: Template] {
    try YAMLFile.read(yaml, file: file) { (top, _) throws(FileProblem) in
      var templates: [NoticeKind: Template] = [:]
      for (key, value) in try top.fields(NoticeKind.allCases.map(\.rawValue)).entries {
        guard let kind = NoticeKind(rawValue: key.text) else { continue }
        let fields = try value.fields(["subject", "body"])
        let (subject, body) = (try fields.needed("subject"), try fields.needed("body"))
        templates[kind] = Template(subject: try plain(subject), body: try plain(body))
      }
      return templates
    }
  }

  /// Mails are plain text: nothing in them is escaped for HTML.
  private static func plain(_ value: YAMLValue) throws(FileProblem) -> MustacheTemplate {
    let text = try value.text(limit: 10_000)
    do { return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text) } catch {
      throw FileProblem(value.place, "the braces do not fit together, expected {{number}} and the like: \(error)")
    }
  }
}

/// Notice texts that cannot be used.
package struct NoticeTextsError: Error, CustomStringConvertible {
  package let description: String
}

extension Language {
  /// `13 Maret 2026`: deadlines are days, in the time of Jakarta.
  fileprivate func date(_ date: Date) -> String {
    let locale = Locale(identifier: self == .indonesian ? "id_ID" : "en_GB")
    var style = Date.FormatStyle(date: .long, time: .omitted, locale: locale)
    style.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    return date.formatted(style)
  }
}
