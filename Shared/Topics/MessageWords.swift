import Cases
package import Texts

/// Tells messages that are no case by the phrases of words.yaml: only where next to nothing else is said, or where much
/// of it is said to everybody and nothing of the reporter.
package struct MessageWords: Sendable {
  /// What a phrase is for, besides the purposes.
  enum Part: String, CaseIterable {
    case thanks = "terima_kasih"
    case greeting = "sapaan"
    case done = "selesai"
    case filler = "pengisi"
    case state = "status"
    case report = "laporan"
    case hours = "jam_layanan"
    case contact = "nomor_layanan"
    case centre = "pusat_layanan"
    /// What one may ask of a case; where nobody asks for a case of theirs it is in trouble.
    case awaited = "ditunggu"
    case bulk = "pesan_massal"
    /// Who writes of themselves has something of their own to tell.
    case reporter = "pelapor"
    /// Something is wrong, or is asked for: then it is a case.
    case trouble = "masalah"
  }

  /// By the hash of a phrase.
  private let phrases: [UInt64: Part]
  /// By the hash of a phrase's first word, how many words the longest of those phrases has: most words begin none.
  private let longest: HashTable
  /// Beginnings of words, with any ending, by their first byte.
  private let beginnings: [[(letters: [UInt8], part: Part)]]
  /// Longer texts tell more than a greeting; chain letters are long.
  private static let (mostWords, mostBulkWords) = (40, 150)
  /// One such phrase may stand in any report.
  private static let fewestBulk = 2
  /// Who says that all is well may name what.
  private static let mostDone = 7
  /// So many words from either end.
  private static let edge = 4

  /// - Parameter parts: phrases by part; a star at the end of the last word stands for any ending.
  package init(_ parts: [String: [String]]) {
    var phrases: [UInt64: Part] = [:]
    var longest = HashTable()
    var beginnings = [[(letters: [UInt8], part: Part)]](repeating: [], count: 256)
    for part in Part.allCases {
      for phrase in parts[part.rawValue] ?? [] {
        if phrase.hasSuffix("*"), !phrase.contains(" ") {
          let letters = Array(phrase.utf8.dropLast())
          beginnings[Int(letters.first ?? 0)].append((letters, part))
        } else {
          let words = TextTokens.words(phrase)
          guard let first = words.hashes.first else { continue }
          phrases[words.phrase(words.indices)] = part
          longest[first] = max(longest[first] ?? 0, Int32(words.count))
        }
      }
    }
    self.phrases = phrases
    self.longest = longest
    self.beginnings = beginnings
  }

  package static var parts: [String] { Part.allCases.map(\.rawValue) }

  /// - Parameters:
  ///   - words: the reporter's.
  ///   - isAsking: whether there is a question mark among them.
  /// - Returns: nil for a case; else the purpose, and the words that told it.
  package func purpose(of words: WordList, isAsking: Bool) -> (purpose: MessagePurpose, told: String)? {
    guard (1...Self.mostBulkWords).contains(words.count) else { return nil }
    var found: [Part: String] = [:]
    var rest = 0
    var bulk: Set<UInt64> = []
    var position = 0
    while position < words.count {
      var (part, length) = part(words, at: position)
      // Who thanks begins or ends with it; in the midst it is told of somebody.
      if part == .thanks, position >= Self.edge, position + length + Self.edge <= words.count { part = nil }
      if part == .bulk { bulk.insert(words.phrase(position..<position + length)) }
      if let part { found[part] = found[part] ?? words.joined(position..<position + length) } else { rest += 1 }
      position += length
    }
    let own: [Part] = [.reporter, .report, .trouble, .awaited]
    let isBulk = bulk.count >= Self.fewestBulk && own.allSatisfy { found[$0] == nil }
    let short = words.count <= Self.mostWords ? purpose(found, rest, isAsking) : nil
    guard let purpose = isBulk ? .bulk : short else { return nil }
    return (purpose, Part(rawValue: purpose.rawValue).flatMap { found[$0] } ?? words[0])
  }

  private func purpose(_ found: [Part: String], _ rest: Int, _ isAsking: Bool) -> MessagePurpose? {
    func has(_ parts: Part...) -> Bool { parts.allSatisfy { found[$0] != nil } }
    guard !has(.trouble) else { return nil }
    if has(.awaited) { return has(.report) && isAsking && rest == 0 ? .state : nil }
    if has(.hours), rest <= 3, has(.centre) || rest == 0 { return .hours }
    if has(.contact, .centre), rest <= 2 { return .contact }
    if has(.state), rest <= 4, has(.report) || rest <= 1 { return .state }
    if has(.thanks), !isAsking, rest <= (has(.done) ? Self.mostDone : 1) { return .thanks }
    if has(.greeting), rest == 0 { return .greeting }
    return nil
  }

  /// The longest phrase that begins here, and how many words it has; one word where there is none.
  private func part(_ words: WordList, at position: Int) -> (Part?, Int) {
    let most = min(Int(longest[words.hashes[position]] ?? 0), words.count - position)
    for length in stride(from: most, to: 0, by: -1) {
      if let part = phrases[words.phrase(position..<position + length)] { return (part, length) }
    }
    let alike = beginnings[Int(words.bytes[words.range(position).lowerBound])]
    if let part = alike.first(where: { words.starts(position, with: $0.letters) })?.part { return (part, 1) }
    // A number says which case, and no more.
    return (words.bytes[words.range(position)].allSatisfy { (0x30...0x39).contains($0) } ? .filler : nil, 1)
  }
}
