import Texts
import ArgumentParser
import Cases
import Foundation
import GRDB
import Operations
import RouterPolicy
import RouterLifecycle
import Messaging
import StrictYAML
import WorkingTime

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell why a case goes where it goes.",
    discussion: """
      A case by its number is explained by the book that decided it, from the router's database; facts by the book \
      that --book names.
      """)

  @Argument(help: "A case's number.") var number: String?
  @Option(help: "Facts as JSON: topic, kind, region, membership_area, cooperative, channel, words, urgency, sure.")
  var facts: String?
  @Option(help: "A topic such as ksp.simpanan.") var topic: String?
  @Option(help: "A kind: \(CaseKind.choices).") var kind: String?
  @Option(help: "A Kemendagri code such as 35.78.") var region: String?
  @Option(help: "A membership area: \(MembershipArea.choices).") var area: String?
  @Option(help: "A cooperative's name.") var cooperative: String?
  @Option(help: "A channel: \(Channel.choices).") var channel: String?
  @Option(name: .customLong("word"), help: "A word that the classifier found; may be repeated.") var words: [String] =
    []
  @Option(help: "An urgency: \(Urgency.choices).") var urgency: String?
  @Option(help: "When the case came, such as 2026-03-13; else today.") var received: String?
  @Option(help: "How many near misses.") var misses = 3
  @Flag(help: "One JSON object.") var json = false
  @OptionGroup var options: BookOptions

  private static let options = [
    "--facts", "--topic", "--kind", "--region", "--area", "--cooperative", "--channel", "--word", "--urgency",
    "--received", "--day",
  ]

  func validate() throws {
    // What is no number is the value of an option that there is not, more often than not.
    if let number, (try? CaseNumber(typed: number)) == nil, facts != nil || topic != nil {
      throw ValidationError("found '\(number)', expected an option: \(Self.options.joined(separator: ", "))")
    }
    guard [number, facts, topic].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("name one of these: a case's number, --facts, or --topic with what else is known")
    }
    let more = [kind, region, area, cooperative, channel, urgency].contains { $0 != nil } || !words.isEmpty
    if topic == nil, more {
      throw ValidationError("\(Self.options.dropFirst(2).dropLast(2).joined(separator: ", ")) go with --topic only")
    }
    if number != nil, options.book != nil || received != nil {
      throw ValidationError(
        "a case is explained by the book and the day that decided it: --book and --received go with facts")
    }
  }

  func run() throws {
    let (book, facts, day, moment, now) = try number.map(decided) ?? asked()
    let explanation = book.explain(facts, on: day, misses: misses)
    let text = ExplanationText(book, facts, explanation, received: moment)
    print(json ? try text.json.line() + "\n" : text.text + now, terminator: "")
  }

  private func asked() throws -> (RuleBook, Facts, Day, Date, String) {
    let book = try options.source().book()
    let day = try options.today()
    guard let moment = EventCoding.parse((received ?? day.description) + "T05:00:00Z") else {
      throw ValidationError("--received: found '\(received ?? "")', expected a date such as 2026-03-13")
    }
    return (book, try known(given(), book), day, moment, "")
  }

  private func given() throws -> Facts {
    do {
      if let facts { return try EventCoding.decode(StrictFacts.self, from: Data(facts.utf8)).facts }
      var object: [String: JSONValue] = ["kind": .text(kind ?? CaseKind.complaint.rawValue)]
      for (key, value) in [
        ("topic", topic), ("region", region), ("membership_area", area), ("cooperative", cooperative),
        ("channel", channel), ("urgency", urgency),
      ] {
        object[key] = value.map { .text($0) }
      }
      if !words.isEmpty { object["words"] = .list(words.map { .text($0) }) }
      return try EventCoding.decode(Facts.self, from: Data(try JSONValue.object(object).line().utf8))
    } catch let error as DecodingError {
      throw ValidationError("facts: \(error.explanation)")
    }
  }

  /// What a book does not know would go to triase, and be a typing mistake here.
  private func known(_ facts: Facts, _ book: RuleBook) throws -> Facts {
    if !book.topics.contains(facts.topic) {
      let near = NearestWord.of(facts.topic.text, among: book.topics.map(\.text)).map { "; did you mean \($0)?" } ?? ""
      throw ValidationError("there is no topic '\(facts.topic)'\(near)")
    }
    let words: [(String, String, Bool, String)] = [
      ("kind", facts.kind.rawValue, facts.kind.isListed, CaseKind.choices),
      ("channel", facts.channel?.rawValue ?? "", facts.channel?.isListed ?? true, Channel.choices),
      ("urgency", facts.urgency?.rawValue ?? "", facts.urgency?.isListed ?? true, Urgency.choices),
      (
        "membership_area", facts.membershipArea?.rawValue ?? "", facts.membershipArea?.isListed ?? true,
        MembershipArea.choices
      ),
    ]
    for (name, found, isListed, choices) in words where !isListed {
      throw ValidationError("\(name): found '\(found)', expected one of \(choices)")
    }
    if let region = facts.region, book.gazetteer[region.regency ?? region] == nil {
      throw ValidationError("there is no region '\(region)'")
    }
    return facts
  }

  private func decided(_ text: String) throws -> (RuleBook, Facts, Day, Date, String) {
    let number = try CaseNumber(argument: text)
    let database = try StateFile.read(options.settings, RouterMain.name)
    let found = try database.read { db in
      try DecisionTable.last(number, in: db).map { decided in
        (decided, try BookTable.find(decided.book, in: db), try AssignmentTable.find(number, in: db))
      }
    }
    guard let (decided, files, assigned) = found else { throw ValidationError("there is no case \(number) here") }
    guard let files else { throw ValidationError("the book \(decided.book), which decided it, is not kept") }
    let book = try RuleBook(files, options.source().reference())
    let now = assigned.map { assignment, _ in
      "now        \(assignment.state.rawValue) at \(assignment.unit), due \(EventCoding.format(assignment.deadline.due)) by the"
        + " calendar in force, \(assignment.transfers) transfers, \(assignment.clock.pausedDays) days paused\n"
    }
    let received = assigned?.1.report.receivedAt ?? decided.at
    return (book, decided.facts, CaseMachine.today(decided.at), received, now ?? "")
  }
}

/// Facts as a person types them: an unknown key is a typing mistake.
private struct StrictFacts: Decodable {
  let facts: Facts

  init(from decoder: any Decoder) throws {
    try StrictKeys.check(decoder, Facts.CodingKeys.self)
    facts = try Facts(from: decoder)
  }
}
