/// A set of small numbers.
struct Bits: Sendable, Equatable {
  private var words: [UInt64]

  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  init(count: Int, _ members: [Int]) {
    self.init(count: count)
    for member in members { insert(member) }
  }

  init(all count: Int) {
    self.init(count: count)
    for number in 0..<count { insert(number) }
  }

  mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }

  func contains(_ number: Int) -> Bool { words[number / 64] & (1 << UInt64(number % 64)) != 0 }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func intersection(_ other: Bits) -> Bits { combined(other) { $0 & $1 } }

  func subtracting(_ other: Bits) -> Bits { combined(other) { $0 & ~$1 } }

  func isDisjoint(with other: Bits) -> Bool {
    for index in words.indices where words[index] & other.words[index] != 0 { return false }
    return true
  }

  /// In rising order.
  var members: [Int] {
    var members: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }

  private func combined(_ other: Bits, _ operation: (UInt64, UInt64) -> UInt64) -> Bits {
    var result = self
    for index in words.indices { result.words[index] = operation(words[index], other.words[index]) }
    return result
  }
}
