/// A topic and how well it fits.
package struct Guess: Codable, Sendable, Equatable, Documented {
  package var topic: TopicCode
  package var confidence: Double

  package init(topic: TopicCode, confidence: Double) {
    self.topic = topic
    self.confidence = confidence
  }

  package static let fields = ["topic": "The topic.", "confidence": "From 0 to 1."]
}
