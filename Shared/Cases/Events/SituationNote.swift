import struct Foundation.Date

/// What a unit is told of the others.
package struct SituationNote: Codable, Sendable, Equatable, Documented {
  package var id: SituationID
  package var others: Int

  package init(id: SituationID, others: Int) {
    self.id = id
    self.others = others
  }

  package static let fields = ["id": "The situation.", "others": "How many other cases belong to it so far."]
}
