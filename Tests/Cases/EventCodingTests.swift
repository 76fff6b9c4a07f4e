import Cases
import Foundation
import Testing

@Suite struct EventCodingTests {
  @Test func timesKeepTheirMilliseconds() throws {
    let time = Date(timeIntervalSince1970: 1_773_367_200.125)
    #expect(EventCoding.format(time) == "2026-03-13T02:00:00.125Z")
    #expect(EventCoding.parse("2026-03-13T02:00:00.125Z") == time)
  }

  @Test(arguments: ["2026-03-13T09:00:00+07:00", "2026-03-13T02:00:00Z"])
  func timesWithoutFractionsAreRead(text: String) throws {
    #expect(EventCoding.parse(text) == Date(timeIntervalSince1970: 1_773_367_200))
  }

  @Test(arguments: [
    "2026-02-30T09:00:00Z", "2026-02-29T09:00:00.000Z", "2026-04-31T00:00:00+07:00", "2026-13-01T00:00:00Z",
  ])
  func aDayThatAMonthHasNotIsNoTime(text: String) { #expect(EventCoding.parse(text) == nil) }

  @Test func anEventsIdFollowsFromTheCase() throws {
    let first = CloudEvent(Samples.routed, sequence: 3, source: "/a", time: Samples.time)
    let second = CloudEvent(Samples.routed, sequence: 3, source: "/b", time: Date())
    #expect(first.id == second.id)
    #expect(first.id.text == "4827193059.3.case.routed.v1")
  }

  @Test(arguments: [
    (#"{"specversion":"0.3"}"#, "specversion: found '0.3', expected '1.0'"),
    (
      #"{"specversion":"1.0","type":"case.accepted.v9"}"#, "type: found 'case.accepted.v9', expected 'case.accepted.v1'"
    ),
    (#"{"specversion":"1.0","type":"case.accepted.v1"}"#, "id is missing"),
  ])
  func aWrongEnvelopeIsExplained(json: String, explanation: String) {
    #expect {
      try EventCoding.decode(CloudEvent<CaseAccepted>.self, from: Data(json.utf8))
    } throws: { ($0 as? DecodingError)?.explanation == explanation }
  }
}
