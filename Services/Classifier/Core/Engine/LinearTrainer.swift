import CLinear
import Foundation

/// Trains one hyperplane a label (LIBLINEAR, L2-regularised squared hinge loss), the same for the same examples.
enum LinearTrainer {
  /// - Parameter vectors: with rising columns.
  /// - Returns: the weights, by column and then by label.
  static func weights(
    _ vectors: [[(column: Int32, value: Float)]], labels: [Int], labelCount: Int, columns: Int,
    _ options: TrainingOptions
  ) -> [Float] {
    // LIBLINEAR's columns begin at 1, and -1 ends a row; the last column is the bias.
    let total = vectors.reduce(0) { $0 + $1.count + 2 }
    let nodes = UnsafeMutablePointer<feature_node>.allocate(capacity: total)
    let rows = UnsafeMutablePointer<UnsafeMutablePointer<feature_node>?>.allocate(capacity: vectors.count)
    let targets = UnsafeMutablePointer<Double>.allocate(capacity: vectors.count)
    defer {
      nodes.deallocate()
      rows.deallocate()
      targets.deallocate()
    }
    var next = 0
    for (row, vector) in vectors.enumerated() {
      rows[row] = nodes + next
      for entry in vector {
        nodes[next] = feature_node(index: entry.column + 1, value: Double(entry.value))
        next += 1
      }
      nodes[next] = feature_node(index: Int32(columns + 1), value: 1)
      nodes[next + 1] = feature_node(index: -1, value: 0)
      next += 2
      targets[row] = Double(labels[row])
    }
    var problem = problem(l: Int32(vectors.count), n: Int32(columns + 1), y: targets, x: rows, bias: 1)
    return train(&problem, labels: labels, labelCount: labelCount, columns: columns, options)
  }

  private static func train(
    _ problem: inout problem, labels: [Int], labelCount: Int, columns: Int, _ options: TrainingOptions
  ) -> [Float] {
    var names = (0..<labelCount).map { Int32($0) }
    var costs = classWeights(labels, labelCount, options.balance)
    return names.withUnsafeMutableBufferPointer { names in
      costs.withUnsafeMutableBufferPointer { costs in
        var parameter = parameter()
        parameter.solver_type = Int32(L2R_L2LOSS_SVC_DUAL)
        parameter.eps = 0.05
        parameter.C = options.cost
        parameter.nr_weight = Int32(labelCount)
        parameter.weight_label = names.baseAddress
        parameter.weight = costs.baseAddress
        guard var model = disposisi_train(&problem, &parameter) else { return [] }
        defer { free(&model) }
        return copy(model.pointee, labelCount: labelCount, columns: columns)
      }
    }
  }

  private static func free(_ model: inout UnsafeMutablePointer<model>) {
    var pointer: UnsafeMutablePointer<model>? = model
    free_and_destroy_model(&pointer)
  }

  /// Puts LIBLINEAR's order of labels, that of their first appearance, into ours. With two labels it keeps one
  /// hyperplane, whose other side is the second label's.
  private static func copy(_ model: model, labelCount: Int, columns: Int) -> [Float] {
    var weights = [Float](repeating: 0, count: (columns + 1) * labelCount)
    let planes = model.nr_class == 2 ? 1 : Int(model.nr_class)
    for column in 0...columns {
      for plane in 0..<planes {
        let value = Float(model.w[column * planes + plane])
        weights[column * labelCount + Int(model.label[plane])] = value
        if planes == 1 { weights[column * labelCount + Int(model.label[1])] = -value }
      }
    }
    return weights
  }

  /// Errors on rare labels weigh more.
  private static func classWeights(_ labels: [Int], _ labelCount: Int, _ balance: Double) -> [Double] {
    var counts = [Double](repeating: 0, count: labelCount)
    for label in labels { counts[label] += 1 }
    let fair = Double(labels.count) / Double(max(1, labelCount))
    return counts.map { count in count == 0 ? 1 : min(10, pow(fair / count, balance)) }
  }
}
