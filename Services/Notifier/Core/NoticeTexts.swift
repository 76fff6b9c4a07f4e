package import Cases
import Foundation
import Mustache
import Yams

/// The templates of all notices in all languages: a notice and its addressee in, a letter out.
package struct NoticeTexts: Sendable {
  private struct Template: Sendable {
    let subject: MustacheTemplate
    let body: MustacheTemplate
  }

  private let templates: [Language: [NoticeKind: Template]]
  private let trackingAddress: String

  /// The texts that come with the program.
  /// - Parameter trackingAddress: the URL of the tracking page.
  package static func shipped(trackingAddress: String) throws(NoticeTextsError) -> NoticeTexts {
    try NoticeTexts(
      yaml: [
        .indonesian: String(decoding: PackageResources.notices_id_yaml, as: UTF8.self),
        .english: String(decoding: PackageResources.notices_en_yaml, as: UTF8.self),
      ], trackingAddress: trackingAddress)
  }

  /// - Throws: if a language lacks a notice or a template cannot be read.
  package init(yaml: [Language: String], trackingAddress: String) throws(NoticeTextsError) {
    self.trackingAddress = trackingAddress
    var templates: [Language: [NoticeKind: Template]] = [:]
    for language in Language.allCases {
      guard let text = yaml[language] else {
        throw NoticeTextsError(description: "there are no notices in \(language.rawValue)")
      }
      templates[language] = try Self.read(text, language)
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

  private static func read(_ yaml: String, _ language: Language) throws(NoticeTextsError) -> [NoticeKind: Template] {
    var templates: [NoticeKind: Template] = [:]
    do {
      let texts = try YAMLDecoder().decode([String: [String: String]].self, from: yaml)
      for kind in NoticeKind.allCases {
        guard let subject = texts[kind.rawValue]?["subject"], let body = texts[kind.rawValue]?["body"] else {
          throw NoticeTextsError(description: "\(language.rawValue): \(kind.rawValue) lacks its subject or body")
        }
        templates[kind] = Template(subject: try plain(subject), body: try plain(body))
      }
    } catch let error as NoticeTextsError {
      throw error
    } catch {
      throw NoticeTextsError(description: "notices in \(language.rawValue): \(error)")
    }
    return templates
  }

  /// Mails are plain text: nothing in them is escaped for HTML.
  private static func plain(_ text: String) throws -> MustacheTemplate {
    try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
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
