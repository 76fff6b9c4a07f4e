import Cases
import ShippedTopics

/// The files of a topic folder, by their names in it.
package struct TopicFiles: Sendable, Equatable {
  package static let wordsName = "words.yaml"
  package static let slangName = "slang.csv"
  package static let topicsFolder = "topics/"

  package var texts: [String: String]

  package init(texts: [String: String]) { self.texts = texts }

  /// Whether a file of the folder is its concern; one with another name is a mistake then.
  package static func isNamed(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".csv") }

  /// In the order of their names.
  var topicNames: [String] { texts.keys.filter { $0.hasPrefix(Self.topicsFolder) && $0.hasSuffix(".yaml") }.sorted() }

  var strangers: [String] {
    Set(texts.keys).subtracting(topicNames + [Self.wordsName, Self.slangName]).sorted()
  }

  var fingerprint: String {
    Fingerprint.of(texts.keys.sorted().map { "\($0)\n\(texts[$0] ?? "")\n" }.joined().utf8)
  }

  /// The folder that comes with the program.
  package static let shipped = TopicFiles(
    texts: Dictionary(
      uniqueKeysWithValues: (0..<disposisi_topic_file_count()).map { index in
        let file = disposisi_topic_file_at(index)
        let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
        return (String(cString: file.name), String(decoding: bytes, as: UTF8.self))
      }))
}
