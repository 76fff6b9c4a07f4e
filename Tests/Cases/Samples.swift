import Cases
import Foundation

/// One event of each kind, always the same.
enum Samples {
  static let time = Date(timeIntervalSince1970: 1_773_367_200.125)
  static let number = CaseNumber(unchecked: "4827193059")
  static let unit = UnitCode(unchecked: "dinas.35.78")
  static let deadline = Deadline(name: "pengawasan", workingDays: 60, due: time.addingTimeInterval(86_400))
  static let report = Report(
    text: "Simpanan \"berjangka\" saya di KSP Maju/Jaya 😭", channel: .whatsapp, topic: nil,
    form: FormFields(region: RegionCode(unchecked: "35.78"), membershipArea: .regency), privacy: .confidential,
    attachments: [Attachment(id: "9f86d081884c7d65", mediaType: "image/jpeg", bytes: 1234)], receivedAt: time)
  static let classification = Classification(
    topic: TopicCode(unchecked: "ksp.simpanan"), kind: .complaint, region: RegionCode(unchecked: "35.78"),
    candidates: [], membershipArea: .regency, confidence: 0.75, sure: true,
    clues: [Clue(found: "simpanan*", meaning: "ksp.simpanan")],
    guesses: [Guess(topic: TopicCode(unchecked: "ksp.simpanan"), confidence: 0.75)], model: "words-1")
  static let routed = CaseRouted(
    number: number, unit: unit, unitName: "Dinas Koperasi Kota Surabaya",
    cc: [UnitCode(unchecked: "deputi.pengawasan")],
    rule: "ksp.simpanan", reason: "Karena.", deadline: deadline, handedOn: nil, transfers: 0, report: report,
    classification: classification, policy: "book-0011223344556677",
    explanation: RoutingExplanation(
      conditions: [RoutingExplanation.Condition(name: "topic", wanted: "ksp.simpanan", found: "ksp.simpanan")],
      path: ["Wilayah keanggotaan satu kabupaten/kota: dinas.35.78."],
      closest: ["ksp.pinjaman: topic"], source: "UU 23/2014"),
    situation: SituationNote(id: SituationID(first: number), others: 7))

  static let events: [any Event] = [
    CaseReceived(number: number, report: report),
    ContactRecorded(
      number: number, name: "Siti", phone: "0812", email: "siti@example.org", code: "7KQ2MA", language: .indonesian),
    ContactDisclosed(number: number, unit: unit, name: "Siti", phone: "0812", email: "siti@example.org"),
    CaseClassified(number: number, report: report, classification: classification), routed,
    CaseAccepted(number: number, unit: unit), CaseAsked(number: number, unit: unit, question: "Sejak kapan?"),
    CaseReplied(number: number, unit: unit, text: "Sejak Maret.", deadline: deadline),
    CaseAnswered(number: number, unit: unit, answer: "Sudah ditangani."),
    CaseTransferred(
      number: number, from: unit, to: UnitCode(unchecked: "dinas.35"), reason: "Anggota di beberapa kota.", transfers: 1
    ),
    CaseClosed(number: number, unit: unit, by: .reporter, text: nil),
    CaseReopened(number: number, unit: unit, objection: "Belum dibayar.", deadline: deadline),
    CaseReminded(number: number, unit: unit, deadline: deadline, workingDaysLeft: 3),
    CaseOverdue(
      number: number, unit: unit, superior: UnitCode(unchecked: "dinas.35"), step: 1, deadline: deadline,
      report: report, classification: classification),
    CaseRescheduled(number: number, unit: unit, deadline: deadline),
    CaseCorrected(
      number: number, unit: .triage, reason: "Bukan pinjaman.", report: report, before: classification,
      classification: classification),
    SituationNoticed(
      id: SituationID(first: number), cooperative: "ksp makmur", topic: classification.topic,
      region: classification.region, since: time, cases: [number]),
    ReporterResponded(number: number, response: .object, text: "Belum dibayar."),
    ReplyRefused(
      number: nil, unit: unit, reason: "number is missing", expected: "JSON", reply: "r-1", received: "{}"),
  ]
}
