import Requests
import Cases
import Foundation
import IntakeCore
import Mustache
import NIOConcurrencyHelpers
import Places
import Topics

/// Escapes scalar by scalar: Mustache's own way goes by characters, and a quote with an accent is another one.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String { XML.escape(text) }
}

/// The web pages: views in, HTML out, in the language that is asked for. Mustache escapes whatever people wrote.
struct Pages: Sendable {
  private let library: MustacheLibrary
  private let words: [Language: PageWords]
  let indonesian: PageWords
  private let topics: [Topic]
  /// The names of places, as the form offers them: they are most of it, and written once.
  private let places: String
  /// Places by their codes, for who sends one.
  private let placeNames: [String: String]
  private let centre: CentreAnswers
  private let address: String
  private var empty: [Language: (before: String, after: String)] = [:]
  /// By their reasons.
  private let refusals = NIOLockedValueBox<[[String]: String]>([:])
  private static let mostRefusals = 100

  /// - Throws: what is wrong with the words of `settings.pages`.
  init(topics: [Topic], gazetteer: Gazetteer, settings: IntakeSettings) throws {
    self.topics = topics
    (centre, address) = (settings.answers, settings.publicAddress)
    words = try PageWords.all(
      settings.pages,
      constants: [
        "maximumText": "\(DraftCheck.maximumCharacters)", "maximumFiles": "\(settings.attachments.count)",
        "maximumFileSize": Self.size(settings.attachments.bytes),
      ])
    indonesian = words[.indonesian] ?? PageWords(language: .indonesian, texts: [:])
    places = gazetteer.all.map { "<option value=\"\(XML.escape($0.fullName))\">\n" }.joined()
    placeNames = Dictionary(uniqueKeysWithValues: gazetteer.all.map { ($0.code.text, $0.fullName) })
    let sources = [
      "form": PackageResources.form_mustache, "received": PackageResources.received_mustache,
      "problem": PackageResources.problem_mustache, "tracking": PackageResources.tracking_mustache,
      "privacy": PackageResources.privacy_mustache, "head": PackageResources.head_mustache,
      "foot": PackageResources.foot_mustache, "line": PackageResources.line_mustache,
      "next": PackageResources.next_mustache, "proof": PackageResources.proof_mustache,
    ]
    MustacheContentTypes.register(PageText(), named: "PAGE")
    library = MustacheLibrary(
      templates: try sources.mapValues { bytes in
        try MustacheTemplate(string: "{{% CONTENT_TYPE:PAGE}}" + String(decoding: bytes, as: UTF8.self))
      })
    for language in Language.allCases { empty[language] = halves(language) }
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_048_576 ? "\(bytes / 1_048_576) MB" : "\(bytes / 1024) KB"
  }

  private func said(_ language: Language) -> PageWords { words[language] ?? indonesian }

  // MARK: The form

  /// The form before anybody has written in it, as most people see it: only its key is new each time.
  func emptyForm(key: String, _ language: Language) -> String {
    let halves = empty[language] ?? ("", "")
    return halves.before + key + halves.after
  }

  private func halves(_ language: Language) -> (before: String, after: String) {
    let mark = "00000000-0000-0000-0000-000000000000"
    let page = form(FormView(key: mark), language)
    guard let place = page.range(of: mark) else { return (page, "") }
    return (String(page[..<place.lowerBound]), String(page[place.upperBound...]))
  }

  func form(_ view: FormView, _ language: Language) -> String {
    let words = said(language)
    let reasons = view.problems.map { problem in
      var entry = ["reason": Self.reason(problem, language)]
      if Self.fieldsWithPlace.contains(problem.field) { entry["field"] = problem.field }
      return entry
    }
    var fields = view.fields
    if let name = fields["region"].flatMap({ placeNames[$0] }) { fields["region"] = name }
    let wrong = Dictionary(view.problems.map { ($0.field, Self.reason($0, language)) }) { first, _ in first }
    func options<Choice: WordChoice>(_ name: String, _ type: Choice.Type, _ chosen: String?) -> [[String: Any]] {
      type.allCases.map(\.rawValue).map { ["value": $0, "label": words["\(name)_\($0)"], "chosen": $0 == chosen] }
    }
    return render(
      "form", words["form_title"], "/", language,
      [
        "key": view.key, "fields": fields, "wrong": wrong, "problems": reasons,
        "hasProblems": !view.problems.isEmpty, "hadFiles": view.hadFiles, "places": places,
        "maximumText": "\(DraftCheck.maximumCharacters)",
        "topics": topics.map {
          ["value": $0.code.text, "label": $0.name, "chosen": $0.code.text == view.fields["service_code"]]
        },
        "areas": options("area", MembershipArea.self, view.fields["membership_area"]),
        "kinds": options("kind", CaseKind.self, view.fields["kind"]),
        "privacies": options("privacy", Privacy.self, view.fields["privacy"] ?? Privacy.open.rawValue),
        "languages": Self.languages.map {
          ["value": $0.0, "label": $0.1, "chosen": $0.0 == view.fields["language"] ?? language.rawValue]
        },
      ])
  }

  private static let languages = [("id", "Bahasa Indonesia"), ("en", "English")]
  private static let fieldsWithPlace: Set = ["text", "region", "cooperative", "name", "phone", "email", "media"]

  private static func reason(_ problem: FieldProblem, _ language: Language) -> String {
    language == .english ? "\(problem.field): \(problem.reason)" : problem.alasan
  }

  /// Where there is nothing of a form to show: short, and written once, since whoever is refused may ask again and again.
  func problem(_ problems: [FieldProblem], _ language: Language) -> String {
    let reasons = problems.map { Self.reason($0, language) }
    let name = [language.rawValue] + reasons
    if let known = refusals.withLockedValue({ $0[name] }) { return known }
    let page = render("problem", said(language)["problem_title"], "/", language, ["problems": reasons])
    refusals.withLockedValue { if $0.count < Self.mostRefusals { $0[name] = page } }
    return page
  }

  func privacy(_ language: Language) -> String {
    render("privacy", said(language)["privacy_title"], "/privasi", language, [:])
  }

  // MARK: The receipt

  func received(_ view: ReceiptView, _ language: Language) -> String {
    let (words, receipt) = (said(language), view.receipt)
    let link = "\(address)/lacak?nomor=\(receipt.number.text)&kode=\(receipt.code)" + Self.more(language)
    let message = words.filled(
      "keep_text", ["number": receipt.number.grouped, "code": receipt.code, "link": link])
    var values: [String: Any] = [
      "grouped": receipt.number.grouped, "code": receipt.code, "link": link, "message": Self.escaped(message),
      "subject": Self.escaped("\(words["number"]) \(receipt.number.grouped)"),
      "reach": words[view.hasMail ? "reach_mail" : view.hasPhone ? "reach_phone" : "reach_none"],
    ]
    values["answer"] = receipt.answer
    return render("received", words["received_title"], "/", language, values)
  }

  private static func more(_ language: Language) -> String { language == .english ? "&lang=en" : "" }

  /// As part of a link.
  private static func escaped(_ text: String) -> String {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }

  // MARK: Tracking

  func tracking(_ view: TrackingView, _ language: Language) -> String {
    let words = said(language)
    var values: [String: Any] = ["typed": view.typed, "maximumText": "\(DraftCheck.maximumCharacters)"]
    values["problem"] = view.problem.map { Self.sentence($0, words) }
    values["notice"] = view.notice.map { Self.sentence($0, words) }
    values["draft"] = view.text
    // There is no field for it before the number is known to be theirs.
    if view.found == nil, !view.text.isEmpty { values["unsent"] = view.text }
    if let found = view.found { values["case"] = Self.values(found, words) }
    if let history = view.history, let found = view.found {
      values["history"] = history.map { Self.values($0, words) }
      values["factor"] = view.factor
      values["report"] = view.report
      values["why"] = found.why
      values["basis"] = found.basis
      values["pending"] = view.pending.map { Self.values($0, words) }
      // What was just said is on its way: it is not asked for again.
      let isSaid = view.pending.contains { $0.response != .reply }
      let goesOn = view.hasReplied && found.state == .inProgress
      values["canReply"] = (ReporterResponse.reply.fits(found.state) && view.pending.isEmpty) || goesOn
      values["canAgree"] = ReporterResponse.agree.fits(found.state) && !isSaid
      values["canObject"] = ReporterResponse.object.fits(found.state) && !isSaid
      values["isReporter"] = true
    }
    return render("tracking", words["track_title"], "/lacak", language, values)
  }

  private func render(
    _ name: String, _ title: String, _ path: String, _ language: Language, _ more: [String: Any]
  ) -> String {
    let words = said(language)
    let isOther = language != .indonesian
    var values: [String: Any] = [
      "title": title, "w": words.texts, "language": language.rawValue, "isOther": isOther,
      "query": isOther ? "?lang=\(language.rawValue)" : "", "otherLanguage": isOther ? "id" : "en",
      "otherHref": isOther ? path : "\(path)?lang=en",
    ]
    if !centre.contact.isEmpty { values["contact"] = Self.line(words.filled("contact", ["contact": centre.contact])) }
    if !centre.hours.isEmpty { values["hours"] = words.filled("hours", ["hours": centre.hours]) }
    return library.render(values.merging(more) { $1 }, withTemplate: name) ?? ""
  }
}

extension Pages {
  private static func sentence(_ message: TrackingView.Message, _ words: PageWords) -> String {
    switch message {
    case .words(let key, let values): words.filled(key, values)
    case .late(let state): words.filled("said_late", ["state": words["state_\(state.rawValue)"]])
    case .refusal(let problem): reason(problem, words.language)
    }
  }

  private static func values(_ found: PublicCase, _ words: PageWords) -> [String: Any] {
    var values: [String: Any] = [
      "number": found.number.text, "grouped": found.number.grouped, "state": words["state_\(found.state.rawValue)"],
      "about": words["about_\(found.state.rawValue)"], "receivedAt": words.time(found.receivedAt),
      "updatedAt": words.time(found.updatedAt),
    ]
    values["unit"] = found.unitName
    values["handedOn"] = found.handedOn.map(line)
    guard found.state.isOpen, let due = found.dueAt else { return values }
    values["dueAt"] = words.day(due)
    values["dueDays"] = found.dueDays.map { words.filled("due_days", ["days": "\($0)"]) }
    return values
  }

  private static func line(_ text: String) -> [String: Any] {
    let parts = ContactLine(text).parts.map { part in
      var values = ["text": part.text]
      values["href"] = part.href
      return values
    }
    return ["parts": parts]
  }

  private static func values(_ entry: HistoryEntry, _ words: PageWords) -> [String: Any] {
    let state = entry.state.rawValue
    var values: [String: Any] = [
      "state": words["state_\(state)"], "about": words["about_\(state)"], "at": words.time(entry.at),
    ]
    values["unit"] = entry.unitName
    values["text"] = entry.text
    return values
  }

  private static func values(_ word: ReporterWord, _ words: PageWords) -> [String: Any] {
    var values: [String: Any] = ["words": words["pending_\(word.response.rawValue)"], "at": words.time(word.at)]
    if !word.text.isEmpty { values["text"] = word.text }
    return values
  }
}

extension Language {
  /// Of a page: Indonesian, unless English is asked for.
  init(page word: String?) { self = word == Language.english.rawValue ? .english : .indonesian }
}
