import IntakeCore
import Operations
import Places
import Texts
import Topics

/// What the doors know from files.
struct Catalogue: Sendable {
  let topics: [Topic]
  let gazetteer: Gazetteer
  let check: DraftCheck
  let open311: Open311
  let pages: Pages
  let answers: CentreAnswers
  private let messages: MessageWords

  init(_ settings: IntakeSettings) throws {
    let set = try TopicSet.of(settings.topics, read: TextFolder.read)
    topics = set.topics
    messages = set.messages
    answers = settings.answers
    gazetteer = try Gazetteer.shipped()
    check = DraftCheck(services: topics.map(\.code), gazetteer: gazetteer)
    pages = try Pages(topics: topics, gazetteer: gazetteer, settings: settings)
    open311 = Open311(topics: topics, gazetteer: gazetteer, names: pages.indonesian.texts)
  }

  /// - Returns: nil for a case.
  func purpose(of text: String) -> MessagePurpose? {
    let told = ReportersWords.of(text)
    return messages.purpose(of: TextTokens.words(told), isAsking: told.utf8.contains(UInt8(ascii: "?")))?.purpose
  }
}
