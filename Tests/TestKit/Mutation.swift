package import Foundation

/// Makes bad input out of good input, the same for the same seed: broken bytes, and sound JSON with odd values.
package enum Mutation {
  /// A few bytes changed, dropped, doubled or swapped with others.
  package static func bytes(_ good: Data, using generator: inout SeededGenerator) -> Data {
    var bytes = [UInt8](good)
    for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.remove(at: index)
      case 3: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...40, using: &generator)))
      default:
        let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
        bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      }
    }
    return Data(bytes)
  }

  /// One or a few values of a JSON document replaced by what nobody expects there.
  package static func json(_ good: Data, using generator: inout SeededGenerator) throws -> Data {
    var value = try JSONSerialization.jsonObject(with: good)
    for _ in 0..<Int.random(in: 1...3, using: &generator) { value = mutated(value, &generator) }
    return try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
  }

  private static func mutated(_ value: Any, _ generator: inout SeededGenerator) -> Any {
    let goesDeeper = Int.random(in: 0..<8, using: &generator) > 0
    if goesDeeper, var object = value as? [String: Any], let key = object.keys.sorted().randomElement(using: &generator)
    {
      if Int.random(in: 0..<12, using: &generator) == 0 {
        object[key] = nil
      } else if let child = object[key] {
        object[key] = mutated(child, &generator)
      }
      return object
    }
    if goesDeeper, var list = value as? [Any], !list.isEmpty {
      let index = Int.random(in: 0..<list.count, using: &generator)
      list[index] = mutated(list[index], &generator)
      return list
    }
    return odd(&generator)
  }

  private static func odd(_ generator: inout SeededGenerator) -> Any {
    let texts = [
      "", " ", "\u{0}", "a\u{0}b", "9223372036854775807", "-1", "0000000001", "9999999999", "1e400", "NaN",
      "\u{202E}abc",
      "e\u{301}", "😭", "\u{FFFD}", "../../etc/passwd", "' OR 1=1 --", "<script>", "{{x}}", "%00", "35.78", "99.99.99",
      "triase", "dinas.35.78", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "-4000-01-01T00:00:00Z",
      "2026-02-30T00:00:00Z", "2026-03-13T02:15:00.000Z", "ksp.simpanan", "case.received.v1",
      String(repeating: "x", count: 20_000), String(repeating: "e\u{301}", count: 3_000),
    ]
    let others: [Any] = [
      NSNull(), true, 0, -1, Int.max, Int.min, 1e308, -1e308, 1e-300, 0.1, [Any](), [String: Any](), [[[[1]]]],
      ["number": "4827193059"],
    ]
    if Bool.random(using: &generator), let text = texts.randomElement(using: &generator) { return text }
    return others.randomElement(using: &generator) ?? 0
  }
}
