/// Who speaks in a transcript or a chat: "Petugas: ...", "[12/03/26, 10.15] CS Kemenkop: ...", "[Operator: Jember, Bu?] Iya".
enum TurnLabels {
  enum Speaker { case officer, reporter, somebody }

  private struct Turn {
    let speaker: Speaker?
    var text: Substring
    /// Whether the turn ends with a bracket, and what follows is the reporter's.
    var isBracketed = false
    /// Whether its label has no colon.
    var isBare = false
  }

  static func own(_ lines: [Substring]) -> String {
    if let asker = asker(lines) {
      return lines.filter { MailLines.trimmed($0).first != asker }.joined(separator: "\n")
    }
    let turns = lines.map(turns)
    // Where both are named, a line without a name goes on with the one before.
    let isDialogue = turns.contains { $0.contains { $0.speaker == .reporter || $0.speaker == .somebody } }
    guard turns.contains(where: { $0.contains { $0.speaker == .officer && (!$0.isBare || isDialogue) } }) else {
      return lines.joined(separator: "\n")
    }
    var own: [Substring] = []
    var (isOfficer, question): (Bool, Substring) = (false, "")
    for line in turns {
      for turn in line {
        if let speaker = turn.speaker { isOfficer = speaker == .officer }
        if isOfficer {
          question = turn.text
          if turn.isBracketed { isOfficer = false }
          continue
        }
        if isYes(turn.text) { own.append(asked(question)) }
        if !MailLines.trimmed(turn.text).isEmpty { question = "" }
        own.append(turn.text)
      }
      if !isDialogue { isOfficer = false }
    }
    return own.joined(separator: "\n")
  }

  /// A line, cut where somebody else begins to speak.
  private static func turns(_ line: Substring) -> [Turn] {
    var turns: [Turn] = []
    var (start, scan) = (line.startIndex, line.startIndex)
    var speaker: Speaker?
    let bare = bareLabel(line)
    if let bare { (start, scan, speaker) = (bare.end, bare.end, bare.speaker) }
    while let colon = line.utf8[scan...].firstIndex(of: UInt8(ascii: ":")) {
      scan = line.utf8.index(after: colon)
      guard let label = label(line, upTo: colon, from: start) else { continue }
      if label.start > start || speaker != nil { turns.append(Turn(speaker: speaker, text: line[start..<label.start])) }
      (start, speaker) = (scan, label.speaker)
      let before = line[..<label.start].last
      guard label.speaker == .officer, before == "[" || before == "(",
        let end = line[scan...].firstIndex(of: before == "[" ? "]" : ")")
      else { continue }
      turns.append(Turn(speaker: .officer, text: line[start..<end], isBracketed: true))
      (start, scan, speaker) = (line.index(after: end), line.index(after: end), nil)
    }
    turns.append(Turn(speaker: speaker, text: line[start...], isBare: bare != nil && turns.isEmpty))
    return turns
  }

  /// "T: ...", "J: ...": of two letters who asks first.
  private static func asker(_ lines: [Substring]) -> Character? {
    let told = lines.map(MailLines.trimmed).filter { !$0.isEmpty }
    let letters = told.map { $0.dropFirst().first == ":" && $0.first?.isLetter == true ? $0.first : nil }
    guard told.count >= 2, !letters.contains(nil), Set(letters).count == 2 else { return nil }
    return zip(told, letters).first { $0.0.contains("?") }?.1
  }

  /// The name before a colon: back to the line's start, the last sentence's end, or a bracket.
  private static func label(
    _ line: Substring, upTo colon: Substring.Index, from start: Substring.Index
  ) -> (start: Substring.Index, speaker: Speaker)? {
    var before = MailLines.trimmed(line[start..<colon].suffix(60))
    for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] where before.last == close {
      if let start = before.lastIndex(of: open) { before = before[..<start] }
    }
    let cut = before.lastIndex { ".?!;[(".contains($0) && !isInStamp($0, before) }
    var name = before[(cut.map(before.index(after:)) ?? before.startIndex)...]
    let begin = name.startIndex
    // "Kepada Yth. Admin:" greets.
    if line[..<begin].lowercased().contains("yth") || name.lowercased().contains("yth") { return nil }
    let isAtStart = MailLines.trimmed(line[..<begin]).allSatisfy { "[(".contains($0) }
    name = MailLines.trimmed(name)
    let hasStamp = name.first.map { $0.isNumber } ?? false
    name = withoutStamp(name)
    let words = TextTokens.words(String(name))
    guard (1...5).contains(words.count), name.utf8.count <= 40 else { return nil }
    let speaker = speaker(words)
    if speaker == .somebody {
      let isName = name.split(separator: " ").prefix(3).allSatisfy { $0.first?.isUppercase ?? false }
      guard
        hasStamp
          || (words.count > 1 && honorifics.contains(words.hashes[0]))
          || (isAtStart && start == line.startIndex && words.count <= 3 && isName
            && !headings.contains(words.hashes[0]))
      else { return nil }
    }
    return (begin, speaker)
  }

  private static func isInStamp(_ character: Character, _ text: Substring) -> Bool {
    // "12.03.26 10.15 - CS": a point between digits.
    character == "." && text.first.map { $0.isNumber || $0 == "[" } ?? false
  }

  /// Without "[12/03/26, 10.15]" and "10:15 -" before the name, and "(10.15)" and "~" about it.
  private static func withoutStamp(_ name: Substring) -> Substring {
    let start = name.firstIndex { $0.isLetter } ?? name.endIndex
    let rest = name[start...]
    return MailLines.trimmed(rest.prefix { $0 != "(" && $0 != "[" })
  }

  private static func speaker(_ words: WordList) -> Speaker {
    if words.count > 1, words.indices.dropLast().contains(where: { officerPairs.contains(words.phrase($0..<$0 + 2)) }) {
      return .officer
    }
    if reporters.contains(words.hashes[0]) { return .reporter }
    return words.indices.contains { officers.contains(words.hashes[$0]) } ? .officer : .somebody
  }

  /// A label that nothing but its place shows: "Operator - ...", "[Warga] ...", or alone on its line. Each of its words must be one
  /// of a label then.
  private static func bareLabel(_ line: Substring) -> (end: Substring.Index, speaker: Speaker)? {
    let head = line.prefix(40)
    let start = head.firstIndex { $0 != "[" && $0 != "(" && $0 != " " } ?? head.endIndex
    let end = head[start...].firstIndex { "->\t;–—])|".contains($0) } ?? head.endIndex
    guard end < head.endIndex || head.endIndex == line.endIndex else { return nil }
    let words = TextTokens.words(String(head[start..<end]))
    guard (1...3).contains(words.count), line.utf8.count < 40 || end < head.endIndex else { return nil }
    let speaker = speaker(words)
    guard speaker != .somebody,
      speaker == .reporter
        ? words.count == 1
        : words.count == 1 || words.hashes.allSatisfy({ officers.contains($0) })
          || officerPairs.contains(words.phrase(0..<2))
    else { return nil }
    return (end < line.endIndex ? line.index(after: end) : end, speaker)
  }

  /// What was asked last: "Selamat siang. Di Jember, Bu?"
  private static func asked(_ question: Substring) -> Substring {
    let told = question.prefix { $0 != "?" }
    // "Jl. Merdeka No. 5": a full stop behind a few letters shortens a word.
    let end = told.indices.last { place in
      let next = told.index(after: place)
      return ".!".contains(told[place]) && next < told.endIndex && told[next] == " "
        && told[..<place].reversed().prefix { $0.isLetter }.count > 3
    }
    return end.map { told[told.index(after: $0)...] } ?? told
  }

  /// "Iya", "betul pak", "Ya. Simpanan saya ...".
  private static func isYes(_ text: Substring) -> Bool {
    let first = MailLines.trimmed(text).prefix(60).prefix { !".,!".contains($0) }
    guard first.endIndex < text.endIndex || text.utf8.count <= 60 else { return false }
    let words = TextTokens.words(String(first))
    return (1...4).contains(words.count) && yeses.contains(words.hashes[0])
      && words.hashes.allSatisfy { yeses.contains($0) || honorifics.contains($0) || endings.contains($0) }
  }

  static let officers = WordHash.set(
    of:
      """
      petugas operator agen agent admin adm cs csr bot chatbot robot sistem system ivr mesin menu helpdesk moderator resepsionis \
      officer staf staff callcenter kemenkop frontdesk humas mimin min dinkop ppid hotline piket satpam konsultan \
      pelayanan frontliner taker sekretariat pegawai kopbot op opr front loket teller layanan autoreply virtual asisten pewawancara penerima petugasnya cso halokemenkop
      """)
  private static let officerPairs = Set(
    [
      ("call", "center"), ("call", "centre"), ("pusat", "panggilan"), ("customer", "service"), ("customer", "care"),
      ("kementerian", "koperasi"), ("balasan", "otomatis"), ("pesan", "otomatis"), ("help", "desk"), ("live", "chat"),
      ("contact", "center"), ("dinas", "koperasi"), ("halo", "koperasi"), ("tim", "pengaduan"), ("call", "taker"),
    ].map { WordHash.phrase([WordHash.of($0.0), WordHash.of($0.1)]) })
  private static let reporters = WordHash.set(
    of:
      """
      warga penelepon penelpon pelapor pengadu pelanggan customer user saya klien nasabah masyarakat caller anggota pemohon penanya \
      pengirim konsumen client pengguna citizen
      """)
  private static let honorifics = WordHash.set(of: "ibu bapak pak bu mas mbak kak sdr sdri saudara bang")
  /// They stand before a colon too, and nobody speaks there.
  private static let headings = WordHash.set(
    of:
      """
      kronologi perihal hal catatan nb lampiran tembusan alamat nama nik nomor no hp telp telepon wa lokasi tempat tanggal waktu \
      koperasi kopdes ksp pertanyaan keluhan pengaduan laporan usul usulan saran permintaan permohonan masalah kasus judul subjek \
      subject topik status jumlah total data bukti info informasi kepada yth dari untuk isi penjelasan kesimpulan permasalahan \
      email nip jabatan desa kelurahan kecamatan kabupaten kota provinsi rt salam ps edit update
      """)
  private static let yeses = WordHash.set(
    of:
      "ya iya iyo yo yoi betul benar bener inggih nggih enggih leres muhun iyalah he'eh siap setuju oke ok sip")
  private static let endings = WordHash.set(
    of: "itu sekali lah min admin sih dong bos kang teh buk bpk di dari sana situ saya kami")
}
