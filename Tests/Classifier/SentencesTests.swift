import Cases
import ClassifierCore
import Foundation
import Testing

/// Short plain sentences that nobody wrote words or examples for. What is reached is in the README; less is a step back.
@Suite struct SentencesTests {
  struct Sentence: Decodable {
    let text: String
    let kind: CaseKind
    let topic: TopicCode
  }

  static let sentences = Result {
    let file = #filePath.replacing("Classifier/SentencesTests.swift", with: "HeldOut/sentences/short.jsonl")
    return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Sentence.self, from: Data($0.utf8))
    }
  }

  @Test func kindAndTopicAreRightAsOftenAsTheyWere() throws {
    let sentences = try Self.sentences.get()
    var (kinds, topics): (Int, Int) = (0, 0)
    for sentence in sentences {
      let found = try ClassifierTests.classify(sentence.text.replacing("{}", with: "Kabupaten Jember"))
      if found.kind == sentence.kind { kinds += 1 }
      if found.topic == sentence.topic { topics += 1 }
    }
    #expect(sentences.count == 300)
    #expect(kinds >= 291, "\(kinds)")
    #expect(topics >= 285, "\(topics)")
  }

  @Test func noTownChangesThem() throws {
    for sentence in try Self.sentences.get() where sentence.text.contains("{}") {
      let found = try ["Kabupaten Jember", "Batu", "Yogyakarta", "Pati", "Kepulauan Seribu", "Kota Tanjungpinang"].map {
        try ClassifierTests.classify(sentence.text.replacing("{}", with: $0))
      }
      #expect(Set(found.map(\.topic)).count == 1 && Set(found.map(\.kind)).count == 1, "\(sentence.text)")
      #expect(Set(found.map(\.confidence)).count == 1, "\(sentence.text)")
    }
  }
}
