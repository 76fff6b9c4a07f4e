import Requests
import Cases
import Foundation
import IntakeCore
import Mustache
import NIOConcurrencyHelpers
import Places
import Topics

/// What the form page shows.
struct FormView {
  var key: String
  var fields: [String: String] = [:]
  var problems: [FieldProblem] = []
  /// No page can put them into the form again.
  var hadFiles = false

  init(key: String) { self.key = key }
}

/// What the tracking page shows.
struct TrackingView {
  var typed: String
  var factor = ""
  var response: ReporterResponse?
  var text = ""
  var found: PublicCase?
  var history: [HistoryEntry]?
  /// What the reporter wrote, for who has the receipt's code.
  var report: String?
  var problem: String?
  var notice: String?
  /// Whether the reporter has answered a question before: then more can be said.
  var hasReplied = false

  init(typed: String) { self.typed = typed }
}

/// Escapes scalar by scalar: Mustache's own way goes by characters, and a quote with an accent is another one.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String { XML.escape(text) }
}

/// The web pages: views in, HTML out. Mustache escapes whatever people wrote.
struct Pages: Sendable {
  private let library: MustacheLibrary
  private let topics: [Topic]
  /// Provinces and their places, as the form's options: they are most of it, and written once.
  private let regions: String
  private let codes: Set<String>

  private var empty = (before: "", after: "")

  /// By their reasons.
  private let refusals = NIOLockedValueBox<[[String]: String]>([:])
  private static let mostRefusals = 100

  /// What a form may hold, as its text tells people.
  private let limits: [String: String]

  /// - Parameter attachments: how many files of how many bytes one report may have.
  init(topics: [Topic], gazetteer: Gazetteer, attachments: (count: Int, bytes: Int)) throws {
    self.topics = topics
    limits = [
      "maximumText": "\(DraftCheck.maximumCharacters)", "maximumFiles": "\(attachments.count)",
      "maximumFileSize": Self.size(attachments.bytes),
    ]
    codes = Set(gazetteer.all.map(\.code.text))
    regions = Dictionary(grouping: gazetteer.all, by: \.code.province).sorted { $0.key < $1.key }.map { code, regions in
      let name = XML.escape(gazetteer[code]?.name ?? code.text)
      let options = regions.map { "<option value=\"\($0.code.text)\">\(XML.escape($0.fullName))</option>\n" }.joined()
      return "<optgroup label=\"\(name)\">\n\(options)</optgroup>"
    }.joined(separator: "\n")
    let sources = [
      "form": PackageResources.form_mustache, "received": PackageResources.received_mustache,
      "problem": PackageResources.problem_mustache, "tracking": PackageResources.tracking_mustache,
      "head": PackageResources.head_mustache,
      "foot": PackageResources.foot_mustache,
    ]
    MustacheContentTypes.register(PageText(), named: "PAGE")
    library = MustacheLibrary(
      templates: try sources.mapValues { bytes in
        try MustacheTemplate(string: "{{% CONTENT_TYPE:PAGE}}" + String(decoding: bytes, as: UTF8.self))
      })
    empty = halves()
  }

  /// The form before anybody has written in it, as most people see it: only its key is new each time.
  func emptyForm(key: String) -> String { empty.before + key + empty.after }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_048_576 ? "\(bytes / 1_048_576) MB" : "\(bytes / 1024) KB"
  }

  private func halves() -> (before: String, after: String) {
    let mark = "00000000-0000-0000-0000-000000000000"
    let page = form(FormView(key: mark))
    guard let place = page.range(of: mark) else { return (page, "") }
    return (String(page[..<place.lowerBound]), String(page[place.upperBound...]))
  }

  func form(_ view: FormView) -> String {
    let wrong = Dictionary(view.problems.map { ($0.field, $0.alasan) }) { first, _ in first }
    let named: Set = ["text", "name", "phone", "email", "cooperative"]
    let general = view.problems.filter { !named.contains($0.field) }.map(\.alasan)
    return render(
      "form",
      [
        "title": "Sampaikan laporan", "key": view.key, "fields": view.fields, "wrong": wrong, "general": general,
        "hasProblems": !view.problems.isEmpty, "hadFiles": view.hadFiles,
        "topics": topicOptions(view.fields["service_code"]),
        "regions": regions(choosing: view.fields["region"]),
        "areas": options(ChoiceNames.areas, view.fields["membership_area"]),
        "kinds": options(ChoiceNames.kinds, view.fields["kind"]),
        "privacies": options(ChoiceNames.privacies, view.fields["privacy"] ?? Privacy.open.rawValue),
        "languages": options(ChoiceNames.languages, view.fields["language"] ?? Language.indonesian.rawValue),
      ].merging(limits as [String: Any]) { $1 })
  }

  /// Where there is nothing of a form to show: short, and written once, since whoever is refused may ask again and again.
  func problem(_ problems: [FieldProblem]) -> String {
    let reasons = problems.map(\.alasan)
    if let known = refusals.withLockedValue({ $0[reasons] }) { return known }
    let page = render("problem", ["title": "Belum berhasil", "problems": reasons])
    refusals.withLockedValue { if $0.count < Self.mostRefusals { $0[reasons] = page } }
    return page
  }

  func received(_ receipt: Receipt) -> String {
    var words: [String: Any] = [
      "title": "Laporan diterima", "number": receipt.number.text, "grouped": receipt.number.grouped,
      "code": receipt.code,
    ]
    words["answer"] = receipt.answer
    return render("received", words)
  }

  func tracking(_ view: TrackingView) -> String {
    var words: [String: Any] = ["title": "Lacak laporan", "typed": view.typed].merging(limits) { $1 }
    words["problem"] = view.problem
    words["notice"] = view.notice
    words["draft"] = view.text
    // There is no field for it before the number is known to be theirs.
    if view.found == nil, !view.text.isEmpty { words["unsent"] = view.text }
    if let found = view.found { words["case"] = Self.words(found) }
    if let history = view.history, let found = view.found {
      words["history"] = history.map(Self.words)
      words["factor"] = view.factor
      words["report"] = view.report
      words["canReply"] = ReporterResponse.reply.fits(found.state) || (view.hasReplied && found.state == .inProgress)
      words["canAgree"] = ReporterResponse.agree.fits(found.state)
      words["canObject"] = ReporterResponse.object.fits(found.state)
      words["isReporter"] = true
    }
    return render("tracking", words)
  }

  private func render(_ name: String, _ words: [String: Any]) -> String {
    library.render(words, withTemplate: name) ?? ""
  }
}

extension Pages {
  private func options(_ choices: [(String, String)], _ chosen: String?) -> [[String: Any]] {
    choices.map { ["value": $0.0, "label": $0.1, "chosen": $0.0 == chosen] }
  }

  private func topicOptions(_ chosen: String?) -> [[String: Any]] {
    options(topics.map { ($0.code.text, $0.name) }, chosen)
  }

  /// Only a code of ours finds its place.
  private func regions(choosing code: String?) -> String {
    guard let code, codes.contains(code) else { return regions }
    return regions.replacing("<option value=\"\(code)\">", with: "<option value=\"\(code)\" selected>")
  }

  private static func words(_ found: PublicCase) -> [String: Any] {
    var words: [String: Any] = [
      "number": found.number.text, "grouped": found.number.grouped, "state": found.state.indonesian,
      "receivedAt": time(found.receivedAt), "updatedAt": time(found.updatedAt),
    ]
    words["unit"] = found.unitName
    words["handedOn"] = found.handedOn
    if found.state.isOpen { words["dueAt"] = found.dueAt.map(day) }
    return words
  }

  private static func words(_ entry: HistoryEntry) -> [String: Any] {
    var words: [String: Any] = ["state": entry.state.indonesian, "at": time(entry.at)]
    words["unit"] = entry.unitName
    words["text"] = entry.text
    return words
  }

  private static let locale = Locale(identifier: "id_ID")

  private static func time(_ date: Date) -> String {
    var style = Date.FormatStyle(date: .long, time: .shortened, locale: locale)
    style.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    return date.formatted(style) + " WIB"
  }

  private static func day(_ date: Date) -> String {
    var style = Date.FormatStyle(date: .long, time: .omitted, locale: locale)
    style.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    return date.formatted(style)
  }
}
