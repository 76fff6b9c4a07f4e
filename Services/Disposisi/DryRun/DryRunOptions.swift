import ArgumentParser

/// What a dry run decides with, where that is not what comes with the program.
struct DryRunOptions: ParsableArguments {
  @Option(help: "A file of code,name lines with further places; may be said again.") var places: [String] = []
  @Option(help: "A file of cooperatives that `disposisi cooperatives import` wrote.") var cooperatives: String?
  @Option(help: "A folder of topics; without it the shipped topics.") var topics: String?
  @Option(help: "A model's file; without it the shipped one, or one that is trained where the topics differ.")
  var model: String?
  @Option(help: "A rule book's folder; without it the shipped book.") var book: String?
}
