/// Numbers by the hashes of words or phrases. The keys are hashes already, so nothing is hashed again: a look-up costs
/// a few nanoseconds, where a `Dictionary` costs ten times that, and a text asks a thousand times.
package struct HashTable: Sendable {
  private var keys: [UInt64]
  private var values: [Int32]
  package private(set) var count = 0

  package init(capacity: Int = 0) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    values = [Int32](repeating: 0, count: size)
  }

  package subscript(key: UInt64) -> Int32? {
    get {
      let slot = slot(of: key)
      return keys[slot] == 0 ? nil : values[slot]
    }
    set {
      guard let newValue else { return }
      let slot = slot(of: key)
      if keys[slot] == 0 { count += 1 }
      (keys[slot], values[slot]) = (Self.key(key), newValue)
      if count * 2 > keys.count { grow() }
    }
  }

  /// Zero marks what is empty.
  private static func key(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

  private func slot(of hash: UInt64) -> Int {
    let key = Self.key(hash)
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key ^ (key >> 32)) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var larger = HashTable(capacity: keys.count)
    for (key, value) in zip(keys, values) where key != 0 { larger[key] = value }
    self = larger
  }
}
