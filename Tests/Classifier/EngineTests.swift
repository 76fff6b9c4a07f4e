import Cases
import ClassifierCore
import Foundation
import Testing
import TestKit

@testable import ClassifierService

@Suite struct NormalizerTests {
  @Test(arguments: [
    ("Yg mana??", "yang mana ?"), ("GMN caranya", "bagaimana caranya"), ("toloooong dong", "tolong dong"),
    ("anggota2 kop", "anggota anggota koperasi"), ("maaf", "maaf"), ("masssih", "masih"),
    ("hub 0812-3456-7890 ya", "hub <nomor> ya"), ("Rp200.000 per bulan", "rp <angka> per bulan"),
    ("tahun 2026", "tahun 0000"), ("lihat https://contoh.id/a?b=1 dan a@b.id", "lihat <url> dan <email>"),
    ("udh 3 bln blm cair", "sudah 0 bulan belum cair"), ("", ""), ("😭", "😭"), ("ＫＳＰ", "ksp"),
  ])
  func oneWritingForAllSpellings(text: String, words: String) {
    #expect(TextNormalizer.shipped.words(text).texts.joined(separator: " ") == words)
  }

  @Test func aLongTextIsCut() {
    let words = TextNormalizer.shipped.words(String(repeating: "kata ", count: 100_000))
    #expect(words.count == TextNormalizer.maximumCharacters / 5)
  }

  @Test(arguments: [
    ["menyimpankan", "simpanannya", "disimpan", "simpanan", "tersimpan", "penyimpanan"],
    ["meminjam", "pinjamannya", "dipinjamkan", "peminjaman", "terpinjam"],
    ["menarik", "ditarik", "penarikan", "tarik"], ["pelatihan", "melatih", "dilatihkan", "latihan"],
  ])
  func formsOfOneWordMeet(words: [String]) {
    #expect(Set(words.map(Stemmer.stem)).count == 1, "\(words.map(Stemmer.stem))")
  }

  @Test(arguments: ["ksp", "bank", "<nomor>", "😭", ""])
  func shortAndForeignWordsStay(word: String) { #expect(Stemmer.stem(word) == word) }
}

@Suite struct TrainingTests {
  static let subjects = [
    "simpanan": ["simpanan", "tabungan", "deposito", "ditarik", "cair"],
    "pinjaman": ["pinjaman", "angsuran", "bunga", "jaminan", "lunas"],
    "lahan": ["tanah", "gudang", "lokasi", "sertifikat", "bangunan"],
  ]

  /// Texts of three subjects among words that say nothing, the same for the same seed.
  static func examples(_ count: Int, seed: UInt64) -> [LabelledText] {
    var generator = SeededGenerator(seed: seed)
    let filler = ["saya", "mohon", "koperasi", "kami", "bapak", "sudah", "belum", "di", "untuk", "yang"]
    let labels = subjects.keys.sorted()
    return (0..<count).map { _ in
      let label = labels.randomElement(using: &generator) ?? ""
      let words = (0..<8).map { _ in filler.randomElement(using: &generator) ?? "" }
      return LabelledText(
        text: (words + [subjects[label]?.randomElement(using: &generator) ?? ""]).shuffled(using: &generator)
          .joined(separator: " "), label: label)
    }
  }

  static let model = Result { try ModelTraining(examples(300, seed: 1)).model() }

  @Test func whatWasLearntIsFoundInTextsNeverSeen() throws {
    let model = try Self.model.get()
    let right = Self.examples(200, seed: 2).count { model.first($0.text).label == $0.label }
    #expect(right >= 195, "\(right) of 200")
  }

  @Test func probabilitiesAddUpAndKnowWhenNothingIsKnown() throws {
    let model = try Self.model.get()
    let sure = model.all("deposito saya belum cair")
    #expect(abs(sure.reduce(0) { $0 + $1.probability } - 1) < 1e-6)
    #expect(sure[0].label == "simpanan" && sure[0].probability > 0.8)
    #expect(model.first("xyz").probability < 0.6)
  }

  @Test func theSameExamplesGiveTheSameFile() throws {
    func bytes() throws -> Data { try Self.file(ModelTraining(Self.examples(120, seed: 3)).model()).encoded() }
    #expect(try bytes() == bytes())
  }

  static func file(_ model: LinearModel) -> ModelFile {
    ModelFile(
      head: ModelFile.Head(model: model, examples: 1, data: "d", options: TrainingOptions()), model: model)
  }

  @Test func aModelIsReadAsItWasWritten() throws {
    let model = try Self.model.get()
    let again = try ModelFile(Self.file(model).encoded(), file: "m").model
    for example in Self.examples(20, seed: 4) { #expect(model.all(example.text) == again.all(example.text)) }
  }

  @Test(arguments: [0, 10, 100, 5_000_000])
  func aFileThatWasCutOrChangedIsRefused(length: Int) throws {
    let data = try Self.file(Self.model.get()).encoded()
    #expect(throws: TrainingError.self) { try ModelFile(data.prefix(min(length, data.count - 1)), file: "m") }
    var changed = data
    changed[data.count / 2] ^= 1
    #expect(throws: TrainingError.self) { try ModelFile(changed, file: "m") }
  }

  /// Whoever can write the file can make its mark anew: what the head says is believed only as far as it can be.
  @Test(arguments: [
    ("\"columns\":", "2305843009213693952", "features"), ("\"columns\":", "9223372036854775807", "features"),
    ("\"columns\":", "-1", "features"), ("\"columns\":", "1048576", "the file ends within"),
    ("\"format\":", "99", "found format 99, expected 3"), ("\"slope\":", "-1", "found a figure"),
    ("\"slope\":", "1e30", "found a figure"), ("\"patience\":", "1e39", ""), ("\"labels\":[", "", "labels"),
  ])
  func aHostileFileIsRefused(key: String, value: String, problem: String) throws {
    let data = try Self.file(Self.model.get()).encoded()
    let line = Data("DISPOSISI MODEL 3\n".utf8)
    let length = data[line.count..<line.count + 4].withUnsafeBytes { Int($0.loadUnaligned(as: UInt32.self)) }
    var head = String(decoding: data[(line.count + 4)..<(line.count + 4 + length)], as: UTF8.self)
    let start = try #require(head.range(of: key)?.upperBound)
    let end = try #require(head[start...].firstIndex { key.hasSuffix("[") ? $0 == "]" : ",}]".contains($0) })
    head.replaceSubrange(start..<end, with: value)
    var hostile = line
    withUnsafeBytes(of: UInt32(head.utf8.count).littleEndian) { hostile.append(contentsOf: $0) }
    hostile.append(contentsOf: Data(head.utf8))
    hostile.append(contentsOf: data[(line.count + 4 + length)...].dropLast(16))
    hostile.append(contentsOf: Data(Fingerprint.of(hostile).utf8))
    #expect { try ModelFile(hostile, file: "m") } throws: { problem.isEmpty || "\($0)".contains(problem) }
  }

  /// Every byte turned into every other by chance, with its mark made anew: refused, or a model that can be asked.
  @Test func aDamagedFileIsRefusedOrHarmless() throws {
    let data = try Self.file(Self.model.get()).encoded().dropLast(16)
    var random = SeededGenerator(seed: 12)
    for _ in 0..<300 {
      var hostile = data
      for _ in 0..<3 {
        hostile[Int.random(in: 0..<min(900, data.count), using: &random)] = .random(in: 0...255, using: &random)
      }
      hostile.append(contentsOf: Data(Fingerprint.of(hostile).utf8))
      guard let file = try? ModelFile(hostile, file: "m") else { continue }
      let probabilities = file.model.all("bunga angsuran simpanan").map(\.probability)
      #expect(probabilities.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func oneLabelIsNoQuestion() {
    #expect(throws: TrainingError.self) { try ModelTraining([LabelledText(text: "a", label: "b")]) }
  }

  @Test func twoLabelsWorkAsWell() throws {
    let examples = Self.examples(200, seed: 5).filter { $0.label != "lahan" }
    let model = try ModelTraining(examples).model()
    #expect(
      model.first("bunga angsuran").label == "pinjaman" && model.first("tabungan cair").label == "simpanan")
  }

  @Test func crossValidationTriesEachExampleOnce() throws {
    let examples = Self.examples(100, seed: 6)
    let trials = try ModelTraining(examples).crossValidate(folds: 5)
    #expect(trials.map(\.example) == Array(0..<100))
    #expect(zip(trials, examples).allSatisfy { $0.expected == $1.label })
    #expect(trials.count { $0.expected == $0.found } > 80)
  }
}

@Suite struct EvaluationTests {
  static let evaluation = Evaluation([
    ("a", "a", 0.95), ("a", "a", 0.85), ("a", "b", 0.55), ("b", "b", 0.75), ("b", "a", 0.65), ("c", "c", 0.92),
  ])

  @Test func figuresAreThoseOfTheDefinitions() throws {
    #expect(abs(Self.evaluation.accuracy - 4.0 / 6) < 1e-9)
    let a = try #require(Self.evaluation.labels.first)
    #expect(abs(a.precision - 2.0 / 3) < 1e-9 && abs(a.recall - 2.0 / 3) < 1e-9)
    #expect(abs(Self.evaluation.macroF1 - (2.0 / 3 + 0.5 + 1) / 3) < 1e-9)
    #expect(Self.evaluation.confusions.map(\.count) == [1, 1])
  }

  @Test(arguments: [(1.0, 4.0 / 6, 0.75), (0.8, 5.0 / 6, 0.65), (0.5, 1, 0.55)])
  func coverageIsTheLargestShareWithThePrecision(precision: Double, share: Double, threshold: Double) {
    let found = Self.evaluation.coverage(precision: precision)
    #expect(abs(found.share - share) < 1e-9 && found.threshold == threshold)
  }
}

@Suite struct LabelledFileTests {
  static func read(_ content: String, _ name: String, text: String = "isi", label: String = "kantor") throws
    -> [LabelledText]
  {
    let path = NSTemporaryDirectory() + "\(UUID().uuidString)-\(name)"
    try Data(content.utf8).write(to: URL(filePath: path))
    return try LabelledFile.examples(path, text: text, label: label)
  }

  @Test func csvWithQuotesNewLinesAndAByteOrderMark() throws {
    let content = "\u{FEFF}no,isi,kantor\n1,\"Simpanan, \"\"saya\"\"\ntidak cair\",ksp\n2,Tanah,lahan\n3,,lahan\n"
    #expect(
      try Self.read(content, "a.csv") == [
        LabelledText(text: "Simpanan, \"saya\"\ntidak cair", label: "ksp"), LabelledText(text: "Tanah", label: "lahan"),
      ])
  }

  @Test func jsonLinesWithAKeyInside() throws {
    let content = #"{"isi": "Simpanan", "expect": {"topic": "ksp.simpanan"}}"# + "\n\n"
    #expect(
      try Self.read(content, "a.jsonl", label: "expect.topic") == [
        LabelledText(text: "Simpanan", label: "ksp.simpanan")
      ])
  }

  @Test(arguments: [
    ("a.csv", "text,label\na,b\n", "found no column 'isi', expected one of text, label"),
    ("a.jsonl", "{\"isi\": \"a\"}\n", ":1: found no texts 'isi' and 'kantor'"),
    ("b.jsonl", "x\n", ":1: found no texts"),
    ("b.csv", "isi,kantor\n", "found no example"),
  ])
  func aWrongFileIsExplained(name: String, content: String, hint: String) {
    #expect { try Self.read(content, name) } throws: { "\($0)".contains(hint) }
  }
}

extension LinearModel {
  func all(_ text: String) -> [Prediction] { predict(0, read(TextNormalizer.shipped.words(text))) }
  func first(_ text: String) -> Prediction { all(text)[0] }
}
