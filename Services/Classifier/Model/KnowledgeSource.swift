import ClassifierCore
import Foundation
import Operations
import Places
import Texts
import Topics

/// Where all that the classifier knows comes from, but for the model.
struct KnowledgeSource: Sendable, Equatable {
  /// Empty for the shipped topics.
  let topics: String
  /// Empty, or not there yet: only the shipped provinces, kabupaten and kota are known.
  let places: String
  /// Empty, or not there yet: no cooperative is known.
  let cooperatives: String
  let threshold: Double

  func topicSet() throws -> TopicSet { try TopicSet.of(topics, read: TextFolder.read) }

  func gazetteer() throws -> Gazetteer {
    let shipped = try Gazetteer.shipped()
    guard isThere(places) else { return shipped }
    return try shipped.adding(csv: TextFolder.file(places), file: places)
  }

  func registry() throws -> CooperativeRegistry {
    guard isThere(cooperatives) else { return CooperativeRegistry() }
    return try CooperativeRegistry(table: TextFolder.file(cooperatives), file: cooperatives)
  }

  func classifier(_ set: TopicSet, _ model: ModelFile) throws -> Classifier {
    try Classifier(set, model: model, gazetteer: gazetteer(), registry: registry(), threshold: threshold)
  }

  private func isThere(_ path: String) -> Bool { !path.isEmpty && FileManager.default.fileExists(atPath: path) }

  /// A file that was there and is gone was lost, or is being replaced: what it said stays known until it comes back, or
  /// the service starts anew.
  func refuseLoss(from before: [Date?], to now: [Date?]) throws(FileProblem) {
    for (path, (old, new)) in zip([places, cooperatives], zip(before, now)) where old != nil && new == nil {
      throw FileProblem(path, "the file is gone; what it said stays known until the next start")
    }
  }

  /// When the imported files were last written.
  var stamp: [Date?] {
    [places, cooperatives].map { path in
      guard !path.isEmpty else { return nil }
      return try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }
  }
}
