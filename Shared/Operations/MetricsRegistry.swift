package import CoreMetrics
import NIOConcurrencyHelpers

/// All metrics of a process, as swift-metrics' backend; `rendered()` is the Prometheus text format.
package final class MetricsRegistry: MetricsFactory {
  private enum Kind: String {
    case counter, gauge, histogram
  }

  private struct Family {
    let kind: Kind
    var cells: [String: Cell] = [:]
  }

  private let families = NIOLockedValueBox<[String: Family]>([:])

  package init() {}

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    cell(label + "_total", dimensions, .counter)
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler { cell(label + "_total", dimensions, .counter) }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler { cell(label, dimensions, aggregate ? .histogram : .gauge) }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    cell(label, dimensions, .gauge)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    cell(label + "_seconds", dimensions, .histogram)
  }

  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  private func cell(_ label: String, _ dimensions: [(String, String)], _ kind: Kind) -> Cell {
    let name = Self.cleaned(label)
    let labels = dimensions.map { "\(Self.cleaned($0.0))=\"\(Self.escape($0.1))\"" }.joined(separator: ",")
    return families.withLockedValue { families in
      var family = families[name] ?? Family(kind: kind)
      let cell = family.cells[labels] ?? Cell(isHistogram: kind == .histogram)
      family.cells[labels] = cell
      families[name] = family
      return cell
    }
  }

  /// As Prometheus takes names of metrics and labels: `[a-zA-Z_][a-zA-Z0-9_]*`.
  private static func cleaned(_ name: String) -> String {
    let cleaned = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return cleaned.first?.isNumber ?? true ? "_" + cleaned : cleaned
  }

  private static func escape(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  package func rendered() -> String {
    var text = ""
    for (name, family) in families.withLockedValue({ $0 }).sorted(by: { $0.key < $1.key }) {
      text += "# HELP \(name) \(MetricHelp.text(of: name))\n# TYPE \(name) \(family.kind.rawValue)\n"
      for (labels, cell) in family.cells.sorted(by: { $0.key < $1.key }) { text += cell.lines(name, labels) }
    }
    return text
  }
}

/// One time series.
private final class Cell: CounterHandler, FloatingPointCounterHandler, RecorderHandler, MeterHandler, TimerHandler {
  private struct State {
    var value = 0.0
    var count: UInt64 = 0
    var buckets: [UInt64] = []
  }

  /// Seconds, for histograms.
  private static let bounds = [0.001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600, 86400]
  private let state: NIOLockedValueBox<State>

  init(isHistogram: Bool) {
    state = NIOLockedValueBox(State(buckets: isHistogram ? Array(repeating: 0, count: Self.bounds.count) : []))
  }

  func increment(by amount: Int64) { add(Double(amount)) }
  func increment(by amount: Double) { add(amount) }
  func decrement(by amount: Double) { add(-amount) }
  func reset() { set(0.0) }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { state.withLockedValue { $0.value = value } }
  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func record(_ value: Double) {
    state.withLockedValue { state in
      guard !state.buckets.isEmpty else { return state.value = value }
      state.value += value
      state.count += 1
      for (index, bound) in Self.bounds.enumerated() where value <= bound { state.buckets[index] += 1 }
    }
  }

  private func add(_ amount: Double) { state.withLockedValue { $0.value += amount } }

  func lines(_ name: String, _ labels: String) -> String {
    let state = state.withLockedValue { $0 }
    let braces = labels.isEmpty ? "" : "{\(labels)}"
    guard !state.buckets.isEmpty else { return "\(name)\(braces) \(Self.number(state.value))\n" }
    let comma = labels.isEmpty ? "" : labels + ","
    var text = ""
    for (bound, count) in zip(Self.bounds, state.buckets) {
      text += "\(name)_bucket{\(comma)le=\"\(bound)\"} \(count)\n"
    }
    text += "\(name)_bucket{\(comma)le=\"+Inf\"} \(state.count)\n"
    return text + "\(name)_sum\(braces) \(state.value)\n\(name)_count\(braces) \(state.count)\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}
