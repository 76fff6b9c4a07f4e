import Texts

/// Which places a landline's area code serves: a second clue, never a first.
struct PhoneAreas: Sendable {
  private let places: [UInt64: [PlaceCode]]

  static let shipped = PhoneAreas(csv: String(decoding: PackageResources.phone_areas_csv, as: UTF8.self))

  /// - Parameter csv: `area,codes`, with semicolons between the codes.
  init(csv: String) {
    places = csv.split(whereSeparator: \.isNewline).dropFirst().reduce(into: [:]) { places, line in
      let parts = line.split(separator: ",")
      guard parts.count == 2 else { return }
      places[WordHash.of(String(parts[0]))] = parts[1].split(separator: ";").compactMap { PlaceCode($0) }
    }
  }

  /// The places of all numbers that are written with their area apart: `0341-551234`.
  func places(in words: WordList) -> [PlaceCode] {
    words.indices.dropLast().flatMap { index -> [PlaceCode] in
      guard words.bytes[words.range(index)].first == UInt8(ascii: "0"),
        words.bytes[words.range(index + 1)].allSatisfy({ (0x30...0x39).contains($0) }),
        words.range(index + 1).count >= 5
      else { return [] }
      return places[words.hashes[index]] ?? []
    }
  }
}
