import Cases
import Foundation
import Operations
import Places
import RouterPolicy
import Topics

/// Where a rule book comes from: a folder, or the program itself.
struct BookSource: Sendable {
  /// Empty for the shipped book.
  let folder: String
  /// Empty for the shipped topics.
  let topics: String

  func files() throws -> BookFiles {
    try folder.isEmpty ? .shipped : BookFiles(texts: TextFolder.read(folder, BookFiles.isNamed))
  }

  func reference() throws -> RuleBook.ReferenceData {
    let set = try TopicSet.of(topics, read: TextFolder.read)
    return RuleBook.ReferenceData(gazetteer: try Gazetteer.shipped(), topics: set.topics.map(\.code))
  }

  func book() throws -> RuleBook { try RuleBook(files(), reference()) }
}
