import Foundation
import TestKit
import Testing

@testable import IntakeCore

/// A file is copied without what it tells of its owner, and without what hides in it.
@Suite struct MediaCleaningTests {
  static let place = Data(Pictures.place.utf8)

  @Test(arguments: [
    Pictures.jpeg(before: Pictures.exif(orientation: 1), behind: "<?php evil(); ?>"),
    Pictures.jpeg(before: Pictures.exif(orientation: 6) + Pictures.segment(0xFE, Array(place))),
    Pictures.jpeg(before: Pictures.segment(0xED, Array(place)) + Pictures.segment(0xE2, Array("MPF\0".utf8 + place))),
    Pictures.png(more: Pictures.chunk("tEXt", place) + Pictures.chunk("eXIf", place), behind: "<?php evil(); ?>"),
    Pictures.webp(more: Pictures.riff("EXIF", place) + Pictures.riff("XMP ", place), behind: "<html>"),
    // Where a part that is kept has room for more.
    Pictures.jpeg(before: Pictures.segment(0xE2, Array("ICC_PROFILE\0".utf8 + place))),
    Pictures.jpeg(before: Pictures.segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 9, 9] + Array(place))),
    Pictures.jpeg(before: Pictures.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1] + Array(place))),
    Pictures.jpeg(before: Pictures.segment(0xC8, Array(place)) + Pictures.segment(0xDF, Array(place))),
    Pictures.png(more: Pictures.chunk("iCCP", place)),
    Pictures.webp(more: Pictures.riff("ICCP", place) + Pictures.riff("ANIM", Data(count: 6) + place)),
    Pictures.webp(
      more: Pictures.riff(
        "ANMF", Data(count: 16) + Pictures.riff("EXIF", place) + Pictures.riff("VP8 ", Data([1, 2, 3])))),
  ])
  func nothingOfTheOwnerStays(picture: Data) throws {
    let (cleaned, kind) = try MediaKind.cleaned(picture)
    #expect(MediaKind(content: cleaned) == kind)
    for secret in ["Siti", "GPS", "php", "html"] { #expect(cleaned.range(of: Data(secret.utf8)) == nil, "\(secret)") }
    // What is clean stays as it is.
    #expect(try MediaKind.cleaned(cleaned).content == cleaned)
  }

  @Test func itIsShownAsItWasHeld() throws {
    for turn in 2...8 as ClosedRange<UInt8> {
      let (cleaned, _) = try MediaKind.cleaned(Pictures.jpeg(before: Pictures.exif(orientation: turn)))
      let expected = Data([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn])
      #expect(cleaned.range(of: expected) != nil)
    }
  }

  @Test func thePictureItselfIsKept() throws {
    #expect(try MediaKind.cleaned(Pictures.jpeg()).content == Pictures.jpeg())
    #expect(try MediaKind.cleaned(Pictures.png()).content == Pictures.png())
    let frame = Pictures.riff("ANMF", Data(count: 16) + Pictures.riff("VP8 ", Data([1, 2, 3])))
    let moving = try MediaKind.cleaned(Pictures.webp(more: Pictures.riff("ANIM", Data(count: 6)) + frame)).content
    #expect(moving.range(of: frame) != nil)
  }

  static let broken: [Data] = [
    Pictures.png(more: Pictures.chunk("pHYs", place)), Pictures.png(more: Pictures.chunk("bKGD", place)),
    Data([0xFF, 0xD8, 0xFF, 0xE0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]), Data([0xFF, 0xD8, 0xFF]), Data(),
    Data(Pictures.jpeg().prefix(20)), Data(Pictures.png().prefix(30)), Data(Pictures.webp().prefix(20)),
  ]
  static let texts = [
    "RIFF\u{4}\0\0\0WEBP<html>", "%PDF-1.7 <html>", "<svg/>", "GIF89a",
    "%PDF-1.7\n1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert(1))>>>>\n%%EOF\n",
    "%PDF-1.7\n1 0 obj <</S /Launch>>\n%%EOF\n", "%PDF-1.7\n1 0 obj <</S/J#61vaScript/J#53(app.alert(1))>>\n%%EOF\n",
    "%PDF-1.7\n1 0 obj <</Names<</EmbeddedFiles 2 0 R>>>>\n%%EOF\n", "%PDF-1.7\n<</S/#53ubmitForm>>\n%%EOF\n",
  ]

  @Test(arguments: broken + texts.map { Data($0.utf8) })
  func whatIsBrokenOrActiveIsRefused(file: Data) {
    #expect(throws: MediaProblem.self) { try MediaKind.cleaned(file) }
  }

  @Test func aPlainPDFIsTaken() throws {
    let file = Data("%PDF-1.7\n1 0 obj <</Type /Catalog /JSx 1>>\n%%EOF\n".utf8)
    #expect(try MediaKind.cleaned(file).content == file)
  }

  @Test func randomBytesNeverCrash() {
    var generator = SeededGenerator(seed: 20_261_127)
    let good = [Pictures.jpeg(before: Pictures.exif(orientation: 6)), Pictures.png(), Pictures.webp()]
    for round in 0..<6000 {
      var bytes = good[round % good.count]
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? MediaKind.cleaned(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
    }
  }
}
