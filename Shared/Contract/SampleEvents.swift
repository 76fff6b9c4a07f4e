package import Cases
package import Foundation

/// One event of each type, always the same: the AsyncAPI document's examples, what a unit's program is tried with, and what
/// the contract's tests compare.
package struct SampleEvents: Sendable {
  package var number = CaseNumber(unchecked: "4827193059")
  package var unit = UnitCode(unchecked: "dinas.35.78")
  package var time = Date(timeIntervalSince1970: 1_773_367_200.125)

  package init() {}

  package var deadline: Deadline {
    Deadline(name: "pengawasan", workingDays: 60, due: time.addingTimeInterval(86_400))
  }

  package var report: Report {
    Report(
      text: "Simpanan \"berjangka\" saya di KSP Maju/Jaya 😭", channel: .whatsapp, topic: nil,
      form: FormFields(region: RegionCode(unchecked: "35.78"), membershipArea: .regency), privacy: .confidential,
      attachments: [Attachment(id: "9f86d081884c7d65", mediaType: "image/jpeg", bytes: 1234)], receivedAt: time)
  }

  package var classification: Classification {
    Classification(
      topic: TopicCode(unchecked: "ksp.simpanan"), kind: .complaint, region: RegionCode(unchecked: "35.78"),
      candidates: [], membershipArea: .regency, confidence: 0.75, sure: true,
      clues: [Clue(found: "simpanan*", meaning: "ksp.simpanan")],
      guesses: [Guess(topic: TopicCode(unchecked: "ksp.simpanan"), confidence: 0.75)], model: "words-1")
  }

  package var routed: CaseRouted {
    CaseRouted(
      number: number, unit: unit, unitName: "Dinas Koperasi Kota Surabaya",
      cc: [UnitCode(unchecked: "deputi.pengawasan")], rule: "ksp.simpanan", reason: "Karena.", deadline: deadline,
      handedOn: nil, transfers: 0, report: report, classification: classification, policy: "book-0011223344556677",
      explanation: RoutingExplanation(
        conditions: [RoutingExplanation.Condition(name: "topic", wanted: "ksp.simpanan", found: "ksp.simpanan")],
        path: ["Wilayah keanggotaan satu kabupaten/kota: dinas.35.78."],
        closest: ["ksp.pinjaman: topic"], source: "UU 23/2014"),
      situation: SituationNote(id: SituationID(first: number), others: 7))
  }

  /// In the order of a case's life.
  package var all: [any Event] {
    let above = UnitCode(unchecked: "dinas.35")
    return [
      CaseReceived(number: number, report: report),
      ContactRecorded(
        number: number, name: "Siti", phone: "0812", email: "siti@example.org", code: "7KQ2MA", language: .indonesian),
      CaseClassified(number: number, report: report, classification: classification), routed,
      ContactDisclosed(number: number, unit: unit, name: "Siti", phone: "0812", email: "siti@example.org"),
      CaseAccepted(number: number, unit: unit), CaseAsked(number: number, unit: unit, question: "Sejak kapan?"),
      CaseReplied(number: number, unit: unit, text: "Sejak Maret.", deadline: deadline),
      CaseReminded(number: number, unit: unit, deadline: deadline, workingDaysLeft: 3),
      CaseRescheduled(number: number, unit: unit, deadline: deadline),
      CaseOverdue(
        number: number, unit: unit, superior: above, step: 1, deadline: deadline, report: report,
        classification: classification),
      CaseAnswered(number: number, unit: unit, answer: "Sudah ditangani."),
      ReporterResponded(number: number, response: .object, text: "Belum dibayar."),
      CaseReopened(number: number, unit: unit, objection: "Belum dibayar.", deadline: deadline),
      CaseCorrected(
        number: number, unit: .triage, reason: "Bukan pinjaman.", report: report, before: classification,
        classification: classification),
      CaseTransferred(number: number, from: unit, to: above, reason: "Anggota di beberapa kota.", transfers: 1),
      CaseClosed(number: number, unit: unit, by: .reporter, text: nil),
      SituationNoticed(
        id: SituationID(first: number), cooperative: "ksp makmur", topic: classification.topic,
        region: classification.region, since: time, cases: [number]),
      ReplyRefused(
        number: nil, unit: unit, reason: "number is missing", expected: "JSON", reply: "r-1", received: "{}"),
    ]
  }

  /// What a unit is told, as it comes to its queue, one event after the other.
  package func told() throws -> [(event: any Event, body: Data, id: EventID)] {
    try all.filter { Flow.of(type(of: $0).type)?.tellsUnits == true }.enumerated().map { place, event in
      try Self.said(event, sequence: place + 3, at: time)
    }
  }

  private static func said<Content: Event>(
    _ event: Content, sequence: Int, at time: Date
  ) throws -> (event: any Event, body: Data, id: EventID) {
    let speaker = Flow.of(Content.type)?.speaker.rawValue ?? ""
    let said = CloudEvent(event, sequence: sequence, source: "/disposisi/\(speaker)", time: time)
    return (event, try EventCoding.encode(said), said.id)
  }

  /// An event of a type, in its envelope.
  package func example(of type: any Event.Type) throws -> JSONValue? {
    guard let event = all.first(where: { Swift.type(of: $0).type == type.type }) else { return nil }
    return try EventCoding.decode(JSONValue.self, from: try Self.said(event, sequence: 3, at: time).body)
  }
}
