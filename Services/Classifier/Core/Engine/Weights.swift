/// What each feature says for each label, in steps that fit a byte: a file is a quarter of the size, and as good.
struct Weights: Sendable {
  /// By column, then by the labels of all heads, and zeros up to `stride`; the last column is the bias. Whole
  /// numbers, but ready for the sums: to convert them takes longer than to add them.
  private let steps: [Float]
  /// By label, what a step is worth.
  let scales: [Float]
  /// A row is a whole number of vectors.
  private let stride: Int
  private static let lanes = 16

  /// - Parameter exact: by column, then by label.
  init(_ exact: [Float], labels: Int) {
    var largest = [Float](repeating: 0, count: labels)
    for (index, weight) in exact.enumerated() { largest[index % labels] = max(largest[index % labels], abs(weight)) }
    let scales = largest.map { $0 > 0 ? $0 / 127 : 1 }
    self.init(bytes: exact.enumerated().map { Int8(($1 / scales[$0 % labels]).rounded()) }, scales: scales)
  }

  /// - Parameter bytes: by column, then by label, without anything between.
  init(bytes: [Int8], scales: [Float]) {
    let labels = scales.count
    let stride = (labels + Self.lanes - 1) / Self.lanes * Self.lanes
    let rows = bytes.count / max(1, labels)
    var steps = [Float](repeating: 0, count: rows * stride)
    for row in 0..<rows {
      for label in 0..<labels { steps[row * stride + label] = Float(bytes[row * labels + label]) }
    }
    (self.steps, self.scales, self.stride) = (steps, scales, stride)
  }

  var labels: Int { scales.count }

  /// As a file has them.
  var bytes: [Int8] {
    (0..<steps.count / stride).flatMap { row in steps[row * stride..<row * stride + labels].map { Int8($0) } }
  }

  subscript(column: Int, label: Int) -> Float { steps[column * stride + label] * scales[label] }

  /// What a text's features say together.
  func scores(_ vector: [Vocabulary.Entry]) -> [Float] {
    var scores: [Float] = []
    scores.reserveCapacity(stride)
    let rows = steps.count / stride
    steps.withUnsafeBytes { steps in
      for part in Swift.stride(from: 0, to: stride, by: Self.lanes) {
        func row(_ column: Int) -> SIMD16<Float> {
          steps.loadUnaligned(
            fromByteOffset: (column * stride + part) * MemoryLayout<Float>.stride, as: SIMD16<Float>.self)
        }
        var sums = row(rows - 1)
        for (column, value) in vector { sums += row(Int(column)) * value }
        for lane in 0..<Self.lanes { scores.append(sums[lane]) }
      }
    }
    return zip(scores, scales).map { $0 * $1 }
  }
}
