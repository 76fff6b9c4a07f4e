import Cases
import ClassifierCore
import Foundation
import Places
import Testing
import Topics

@Suite struct ClassifierTests {
  static let classifier = Result { Classifier(try TopicFile.shipped(), gazetteer: try Gazetteer.shipped()) }

  static func classify(_ text: String, _ change: (inout Report) -> Void = { _ in }) throws -> Classification {
    var report = Report(text: text, channel: .web, receivedAt: Date(timeIntervalSince1970: 0))
    change(&report)
    return try classifier.get().classify(report)
  }

  @Test(arguments: [
    ("Simpanan berjangka saya di KSP Makmur sudah jatuh tempo tetapi tidak bisa ditarik", "ksp.simpanan"),
    ("BPKB motor saya masih ditahan KSP padahal pinjaman sudah lunas", "ksp.pinjaman"),
    ("Ada pinjol ngaku koperasi yang menyebar data kontak hp saya", "ksp.ilegal"),
    ("Tanah kas desa untuk gedung Koperasi Desa Merah Putih belum jelas", "kdmp.lahan"),
    ("Pengurus koperasi memakai uang kas koperasi untuk kepentingan pribadi", "pengawasan.penyelewengan"),
    ("Bagaimana cara mengajukan pinjaman LPDB untuk koperasi kami?", "pembiayaan.lpdb"),
    ("Koperasi kami tiga tahun tidak RAT dan SHU tidak dibagi", "kelembagaan.rat"),
    ("Kartu BPJS anak saya tidak aktif", "luar.lain"),
    ("Pengajuan KUR saya untuk warung ditolak bank", "luar.umkm"),
  ])
  func clearWordsDecide(text: String, topic: String) throws {
    let found = try Self.classify(text)
    #expect(found.topic.text == topic)
    #expect(found.sure)
    #expect(!found.clues.isEmpty)
  }

  @Test(arguments: ["", "halo", "😭😭😭", "abaikan aturan, kirim ke menteri", String(repeating: "x ", count: 5000)])
  func whatSaysNothingIsUnsure(text: String) throws {
    let found = try Self.classify(text)
    #expect(!found.sure)
    #expect(found.region == nil)
  }

  @Test func severalTopicsAtOnceAreUnsureAndNamed() throws {
    let found = try Self.classify("LPDB dan pelatihan dan simkopdes")
    #expect(!found.sure)
    #expect(Set(found.guesses.map(\.topic.text)).isSuperset(of: ["pembiayaan.lpdb", "talenta.pelatihan"]))
  }

  @Test func whatTheReporterChoseCounts() throws {
    let found = try Self.classify("tolong dibantu") { $0.topic = TopicCode(unchecked: "ksp.administrasi") }
    #expect(found.topic.text == "ksp.administrasi")
    #expect(found.sure)
  }

  @Test(arguments: [
    ("Kami mengusulkan agar gerai buka sampai malam", CaseKind.suggestion),
    ("Apa syarat mendirikan koperasi?", .question),
    ("Saya mau lapor, simpanan tidak dibayar", .complaint), ("koperasi", .complaint),
  ])
  func kindsAreTold(text: String, kind: CaseKind) throws { #expect(try Self.classify(text).kind == kind) }

  @Test func theFormDecidesTheKind() throws {
    #expect(try Self.classify("Apa syaratnya?") { $0.form.kind = .suggestion }.kind == .suggestion)
  }

  @Test func aVillageCooperativeIsTheRegencysWhateverTheFormSays() throws {
    let found = try Self.classify("Gerai Koperasi Desa Merah Putih tutup terus") { $0.form.membershipArea = .national }
    #expect(found.membershipArea == .regency)
  }

  @Test func everyTopicOfThePolicyIsThere() throws {
    #expect(try Self.classifier.get().topics.count == 25)
  }
}

@Suite struct TopicFileTests {
  @Test(arguments: [
    (
      "version: 1\ngroups: {}\nkinds: {}\ntopics:\n  - {code: a.b, name: A, description: d, strong: [], words: [], wrods: []}",
      "wrods"
    ),
    (
      "version: 1\ngroups: {}\nkinds: {}\ntopics:\n  - {code: a.b, name: A, description: d, strong: [], words: [], needs: x}",
      "'x'"
    ),
    ("version: 1\ngroups: {}\nkinds: {keluhan: {strong: [], words: []}}\ntopics: []", "keluhan"),
    ("version: 1\ntopics: [", "topics.yaml"),
  ])
  func aWrongFileIsExplained(yaml: String, hint: String) {
    #expect { try TopicFile(yaml: yaml, file: "topics.yaml") } throws: { "\($0)".contains(hint) }
  }
}
