/// What the reporter says, of a text in which others speak too: officers and bots of a transcript or a chat, quoted and
/// forwarded mails, menus, signatures of programs, disclaimers. What others say decides nothing; only where the reporter
/// answers a question by a mere yes is it theirs.
package enum ReportersWords {
  package static func of(_ text: String) -> String { CitedSpeech.without(ofTurns(text)) }

  private static func ofTurns(_ text: String) -> String {
    let signs = SpeechSigns(text)
    guard signs.mayQuote || signs.mayLabel else { return text }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let mail = signs.mayQuote ? MailLines.own(lines, mayOffer: signs.mayOffer) : lines
    let own = signs.mayLabel ? TurnLabels.own(mail) : mail.joined(separator: "\n")
    // A mail that only hands another on says what that one says.
    let isEnough = own.utf8.count > 200 || TextTokens.words(own).count >= 2
    return isEnough ? own : text
  }
}

/// Mails and chats as programs write them.
enum MailLines {
  /// - Parameter mayOffer: whether a line may be one of a menu.
  static func own(_ lines: [Substring], mayOffer: Bool) -> [Substring] {
    var own: [Substring] = []
    // How many words of the reporter's there are, up to what a cover has: counted as lines come.
    var told = 0
    func take(_ line: Substring) {
      own.append(line)
      if told <= longestCover { told += TextTokens.words(String(line.prefix(longestLine))).count }
    }
    var position = 0
    // "Fwd: Keluhan": what follows is handed on, not quoted; of its head a line or two may be left.
    var isHandedOn =
      lines.first.map { first in handedOn.contains(where: trimmed(first).lowercased().hasPrefix) } ?? false
    var hasHead = false
    while position < lines.count {
      let line = trimmed(lines[position])
      if isSignature(line) { break }
      if isForward(line), told <= longestCover {
        isHandedOn = true
      } else if isOpening(line) {
        let next = lines[(position + 1)...].first { !trimmed($0).isEmpty }
        // Answers below a quotation stay; what is quoted without marks goes on to the end.
        guard let next, trimmed(next).hasPrefix(">") else { break }
      } else if let end = headers(lines, from: position), end - position >= (isHandedOn && !hasHead ? 1 : 3) {
        guard isHandedOn || told == 0 else { break }
        hasHead = true
        for line in lines[position..<end] where header(line).map(subjects.contains) ?? false { take(afterColon(line)) }
        position = end
        continue
      } else if isReport(line) {
        // "Balasan dari Dinas:", and what follows between quotation marks.
        while position + 1 < lines.count, let first = trimmed(lines[position + 1]).first, "\"“”'«".contains(first) {
          position += 1
        }
      } else if line.hasPrefix(">"), isHandedOn {
        take(line.drop { "> ".contains($0) })
      } else if !line.hasPrefix(">"), !isFooter(line), !(mayOffer && isMenu(line)) {
        take(lines[position])
      }
      position += 1
    }
    return own
  }

  /// "Pada Sen, 2 Mar 2026 pukul 10.15 Siti <siti@example.org> menulis:", "-----Original Message-----".
  private static func isOpening(_ line: Substring) -> Bool {
    guard endsWithColon(line) || line.utf8.first.map("-_=bB".utf8.contains) ?? false else { return false }
    let lower = line.prefix(300).lowercased()
    if ["menulis:", "wrote:", "menulis :", "schrieb:"].contains(where: lower.hasSuffix) { return true }
    guard isRule(lower) else { return false }
    return ["original message", "pesan asli", "email asli", "surat asli"].contains { lower.contains($0) }
      || isForward(line)
  }

  /// "---------- Forwarded message ---------"
  private static func isForward(_ line: Substring) -> Bool {
    guard line.utf8.first.map("-_=bB".utf8.contains) ?? false else { return false }
    let lower = line.prefix(300).lowercased()
    return isRule(lower)
      && ["forwarded message", "pesan terusan", "pesan yang diteruskan", "pesan diteruskan", "begin forwarded"]
        .contains { lower.contains($0) }
  }

  private static func isRule(_ lower: String) -> Bool {
    ["--", "__", "==", "begin forwarded"].contains(where: lower.hasPrefix)
  }

  /// So many words above a forward only hand it on.
  private static let longestCover = 15
  private static let longestLine = 400
  private static let handedOn = ["fwd:", "fw:", "trs:"]

  /// What somebody answered, told by the reporter.
  private static func isReport(_ line: Substring) -> Bool {
    guard endsWithColon(line) else { return false }
    let lower = line.prefix(120).lowercased()
    return ["balasan ", "jawaban ", "tanggapan ", "jawab "].contains(where: lower.hasPrefix)
  }

  /// Where a mail's head ends that begins here.
  private static func headers(_ lines: [Substring], from start: Int) -> Int? {
    let end = lines[start...].firstIndex { header($0) == nil } ?? lines.count
    return end > start ? end : nil
  }

  private static func header(_ line: Substring) -> String? {
    guard line.utf8.contains(UInt8(ascii: ":")) else { return nil }
    let name = trimmed(trimmed(line).prefix { $0 != ":" }).lowercased().filter { $0 != "*" }
    return names.contains(name) ? name : nil
  }

  private static func afterColon(_ line: Substring) -> Substring {
    line.firstIndex(of: ":").map { line[line.index(after: $0)...] } ?? line
  }

  private static let subjects: Set = ["subject", "subjek", "perihal", "hal"]
  private static let names = subjects.union([
    "from", "dari", "sent", "dikirim", "to", "kepada", "date", "tanggal", "cc", "tembusan", "bcc", "reply-to",
    "balas ke",
    "kepada/to", "pengirim", "penerima", "waktu",
  ])

  private static func isSignature(_ line: Substring) -> Bool { line == "--" || line == "-- " || line == "—" }

  /// What programs and firms put under each mail.
  private static func isFooter(_ line: Substring) -> Bool {
    // They begin with few words: to write each line small would take longer than all the rest.
    guard line.utf8.first.map("dDsSgGtTfFeEpP*".utf8.contains) ?? false else { return false }
    let lower = line.prefix(400).lowercased()
    if ["dikirim dari ", "sent from my", "get outlook", "dapatkan outlook", "terkirim dari ", "dikirim melalui "]
      .contains(
        where: lower.hasPrefix)
    {
      return true
    }
    if ["diteruskan", "forwarded", "diteruskan berkali-kali", "forwarded many times"].contains(String(lower)) {
      return true
    }
    if lower.hasPrefix("penafian") || lower.hasPrefix("disclaimer") { return true }
    let isOfMail = ["email ini", "e-mail ini", "pesan ini", "surel ini", "this email", "this e-mail", "this message"]
      .contains {
        lower.contains($0)
      }
    return isOfMail
      && [
        "rahasia", "confidential", "penerima yang dituju", "intended recipient", "disclaimer", "tanggung jawab",
        "virus",
        "otomatis", "automatic", "jangan membalas", "tidak perlu dibalas",
      ].contains { lower.contains($0) }
  }

  /// "Ketik 1 untuk KDMP, 2 untuk simpan pinjam".
  private static func isMenu(_ line: Substring) -> Bool {
    guard line.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return false }
    let lower = line.prefix(400).lowercased()
    return ["ketik ", "tekan ", "balas ", "pilih ", "press "].contains { verb in
      lower.ranges(of: verb).contains { range in
        let rest = lower[range.upperBound...].drop { "angka*'\"( ".contains($0) }
        return rest.first.map { $0.isASCII && $0.isNumber } ?? false
      }
    } && ["untuk", "jika", "kalau", "bila", "=", "to ", "apabila"].contains { lower.contains($0) }
  }

  private static func endsWithColon(_ line: Substring) -> Bool { line.utf8.last == UInt8(ascii: ":") }

  static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
    return start[...last]
  }
}
