import Cases
import Foundation

/// Refuses keys that a type does not know: in a file that people write, and in what a stranger's program sends, an
/// unknown key is a typing mistake.
package enum StrictKeys {
  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    init?(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init?(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
  }

  package static func check<Keys: CodingKey & CaseIterable>(_ decoder: any Decoder, _ known: Keys.Type) throws {
    let found = try decoder.container(keyedBy: AnyKey.self).allKeys
    let expected = Set(known.allCases.map(\.stringValue))
    guard let stranger = found.first(where: { !expected.contains($0.stringValue) }) else { return }
    let nearest = NearestWord.of(stranger.stringValue.lowercased(), among: expected).map { "perhaps '\($0)'" }
    throw DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: decoder.codingPath + [stranger],
        debugDescription:
          "unknown key, expected \(nearest ?? "one of \(expected.sorted().joined(separator: ", "))")"))
  }
}
