/// Whether others may speak in a text, by one look at its bytes: most texts are one person's, and thousands are read a second.
struct SpeechSigns {
  private(set) var mayQuote = false
  private(set) var mayLabel = false
  /// Whether a line may be one of a menu.
  private(set) var mayOffer = false

  init(_ text: String) {
    var (hasOfficer, hasMark, letters) = (false, false, 0)
    var place = 0
    var hash = WordHash.start
    var last: UInt8 = 0
    for byte in text.utf8 {
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if (0x61...0x7A).contains(lower) {
        hash = WordHash.step(hash, lower)
      } else {
        if hash != WordHash.start {
          hasOfficer = hasOfficer || Self.officers.contains(hash)
          mayOffer = mayOffer || Self.ofMenus.contains(hash)
          mayQuote = mayQuote || Self.ofMails.contains(hash) || (byte == UInt8(ascii: ":") && Self.heads.contains(hash))
          hash = WordHash.start
        }
        hasMark = hasMark || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[")
        mayQuote = mayQuote || byte == UInt8(ascii: ">") || (byte == last && "-=_".utf8.contains(byte))
      }
      place = byte == UInt8(ascii: "\n") ? 0 : place + 1
      if place == 2, byte == UInt8(ascii: ":") { letters += 1 }
      last = byte
    }
    hasOfficer = hasOfficer || Self.officers.contains(hash)
    mayQuote = mayQuote || mayOffer || Self.ofMails.contains(hash)
    mayLabel = hasOfficer && (hasMark || text.utf8.contains(UInt8(ascii: "\n"))) || letters > 1
  }

  private static let officers = TurnLabels.officers.union(
    WordHash.set(of: "center centre panggilan service care otomatis desk chat kementerian dinas halo tim call taker"))
  private static let ofMails = WordHash.set(
    of:
      """
      menulis wrote schrieb original forwarded terusan diteruskan terkirim outlook iphone android \
      confidential rahasia disclaimer balasan jawaban tanggapan otomatis automatic virus dituju sent dikirim penafian fwd trs
      """)
  private static let ofMenus = WordHash.set(of: "ketik tekan balas pilih press")
  private static let heads = WordHash.set(of: "subject subjek perihal from sent to")
}
