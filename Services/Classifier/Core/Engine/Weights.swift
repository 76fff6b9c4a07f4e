/// What each feature says for each label, in a byte each: a model is a quarter of the size, and as good.
struct Weights: Sendable, Equatable {
  /// By column, then by the labels of all heads; the last column is the bias.
  let steps: [Int8]
  /// By label, what a step is worth.
  let scales: [Float]

  init(steps: [Int8], scales: [Float]) {
    self.steps = steps
    self.scales = scales
  }

  /// - Parameter exact: by column, then by label.
  init(_ exact: [Float], labels: Int) {
    var largest = [Float](repeating: 0, count: labels)
    for (index, weight) in exact.enumerated() { largest[index % labels] = max(largest[index % labels], abs(weight)) }
    let scales = largest.map { $0 > 0 ? $0 / 127 : 1 }
    self.scales = scales
    steps = exact.enumerated().map { Int8(($1 / scales[$0 % labels]).rounded()) }
  }

  var labels: Int { scales.count }

  subscript(column: Int, label: Int) -> Float { Float(steps[column * labels + label]) * scales[label] }

  /// What a text's features say together.
  func scores(_ vector: [Vocabulary.Entry]) -> [Float] {
    let count = labels
    var sums = steps.suffix(count).map { Float($0) }
    steps.withUnsafeBufferPointer { steps in
      sums.withUnsafeMutableBufferPointer { sums in
        for (column, value) in vector {
          let row = Int(column) * count
          for label in 0..<count { sums[label] += Float(steps[row + label]) * value }
        }
      }
    }
    return zip(sums, scales).map { $0 * $1 }
  }
}
