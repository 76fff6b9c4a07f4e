/// How a model is trained.
package struct TrainingOptions: Sendable, Equatable, Codable {
  /// How much a wrong example costs against a simple model.
  package var cost = 1.0
  /// In how many texts a feature must be.
  package var least = 2
  /// How much rare labels are favoured: 0 not at all, 1 as if all were equally frequent.
  package var balance = 0.5

  package init() {}
}

extension TrainingOptions {
  /// For the topic files' examples: their own words stand beside what is learnt, so that may be simpler.
  package static var topics: TrainingOptions {
    var options = TrainingOptions()
    options.cost = 0.5
    return options
  }
}
