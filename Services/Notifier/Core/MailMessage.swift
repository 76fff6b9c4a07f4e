package import Foundation

/// A mail as SMTP carries it: RFC 5322 headers and a UTF-8 body in base64.
package enum MailMessage {
  /// - Parameter id: stays the same when a mail is sent again, so that mail systems can tell.
  package static func render(_ letter: NoticeText, from sender: String, to address: String, id: String, at date: Date)
    -> Data
  {
    let domain = sender.split(separator: "@").last.map { $0.filter { $0 != ">" } } ?? "localhost"
    let headers = [
      "From: \(sender)", "To: \(address)", "Subject: \(encodedWord(letter.subject))", "Date: \(rfc5322(date))",
      "Message-ID: <\(id)@\(domain)>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated",
    ]
    // RFC 2045, section 6.8: line ends are CRLF before they are encoded.
    let text = letter.body.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
    let body = Data(text.utf8).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
    return Data((headers.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
  }

  /// RFC 2047, folded so that no encoded word is longer than 75 characters.
  static func encodedWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    if isPlain, text.utf8.count <= 70 { return text }
    var words: [String] = []
    var part = ""
    for character in text where !character.isNewline {
      if (part + String(character)).utf8.count > 42 {
        words.append(part)
        part = ""
      }
      part.append(character)
    }
    words.append(part)
    return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  private static func rfc5322(_ date: Date) -> String {
    let style = Date.VerbatimFormatStyle(
      format:
        "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
      locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
    return date.formatted(style)
  }
}
