import Testing
import Texts
import WorkingTime

@Suite struct ICalendarTests {
  static func read(_ event: String) throws -> [Holiday] {
    try Holiday.list(
      iCalendar: "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n\(event)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".utf8, file: "h.ics",
      source: "SKB")
  }

  @Test(arguments: [
    ("DTSTART;VALUE=DATE:20270310\nDURATION:P3D\nSUMMARY:Libur", ["2027-03-10", "2027-03-11", "2027-03-12"]),
    ("DTSTART;VALUE=DATE:20270310\nDURATION:P1W\nSUMMARY:Libur", (10...16).map { "2027-03-\($0)" }),
    ("DTSTART:20270310\nRDATE;VALUE=DATE:20270312,20270315\nSUMMARY:x", ["2027-03-10", "2027-03-12", "2027-03-15"]),
    ("DTSTART:20270310\nRDATE:20270312\nEXDATE:20270310\nSUMMARY:x", ["2027-03-12"]),
  ])
  func everyDayOfAnEventCounts(event: String, days: [String]) throws {
    #expect(try Self.read(event).map(\.day.description) == days)
  }

  @Test(arguments: [
    "SUMMARY:Cuti Bersama\nBEGIN:VALARM\nACTION:EMAIL\nSUMMARY:Alarm\nDURATION:PT5M\nEND:VALARM",
    #"SUMMARY;ALTREP="http://x;y:80":Cuti Bersama"#, "SUMMARY;LANGUAGE=id:Cuti Bersama", "summary:Cuti\n  Bersama",
  ])
  func aNameIsTheEventsOwn(lines: String) throws {
    let holiday = try #require(try Self.read("DTSTART;VALUE=DATE:20270310\n\(lines)").first)
    #expect(holiday.name == "Cuti Bersama")
    #expect(holiday.kind == .jointLeave)
  }

  @Test func escapesAreUndoneOnce() throws {
    #expect(
      try Self.read(#"DTSTART:20270310"# + "\n" + #"SUMMARY:A\, B\; C\\n D\N E"#).first?.name == #"A, B; C\n D  E"#)
  }

  @Test func aFoldMayCutACharacter() throws {
    let text = "BEGIN:VEVENT\r\nDTSTART:20270310\r\nSUMMARY:Cuti – Nyepi\r\nEND:VEVENT\r\n"
    let dash = try #require(Array(text.utf8).firstIndex(of: 0xE2))
    var bytes = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    bytes.insert(contentsOf: Array("\r\n ".utf8), at: dash + 3 + 1)
    #expect(try Holiday.list(iCalendar: bytes, file: "h.ics", source: "SKB").first?.name == "Cuti – Nyepi")
  }

  @Test(arguments: [
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270310\nSUMMARY:x", 4, "END:VEVENT"),
    ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270310\nSUMMARY:x\nEND:VEVENT\n", 5, "END:VCALENDAR"),
    ("BEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT", 3, "begun last"),
    ("BEGIN:VEVENT\nDTSTART:20270310\nDURATION:PT24H\nSUMMARY:x\nEND:VEVENT", 3, "whole days"),
    ("BEGIN:VEVENT\nDTSTART:20270310\nDTEND:20270311\nDURATION:P1D\nSUMMARY:x\nEND:VEVENT", 4, "either"),
    ("BEGIN:VEVENT\nDTSTART:20270310\nRRULE:FREQ=YEARLY\nSUMMARY:x\nEND:VEVENT", 3, "repeat"),
    ("BEGIN:VEVENT\nDTSTART:20270310\nRDATE;VALUE=PERIOD:20270312T0/P1D\nSUMMARY:x\nEND:VEVENT", 3, "whole day"),
    ("BEGIN:VEVENT\nDTSTART:20270310\nSUMMARY:x\nSUMMARY:y\nEND:VEVENT", 4, "one SUMMARY"),
    ("BEGIN:VEVENT\nDTSTART:20270310\nSUMMARY:Cuti\nBersama\nEND:VEVENT", 4, "Bersama"),
    ("BEGIN:VCALENDAR\nMETHOD:CANCEL\nEND:VCALENDAR", 2, "takes them back"),
  ])
  func whatCannotBeDoneIsRefusedWithItsLine(text: String, line: Int, hint: String) {
    #expect { try Holiday.list(iCalendar: text.utf8, file: "h.ics", source: "SKB") } throws: {
      "\($0)".hasPrefix("h.ics:\(line): ") && "\($0)".contains(hint)
    }
  }

  @Test func semicolonsOfASpreadsheetAreRead() throws {
    let text = "date;class;name;source\n2026-08-17;libur;\"Hari; Kemerdekaan\";SKB 1, 2\n"
    #expect(try Holiday.list(csv: text, file: "h.csv").map(\.name) == ["Hari; Kemerdekaan"])
    #expect(throws: FileProblem.self) {
      try Holiday.list(csv: "date,class,name,source\n2026-08-17,libur,X,\"SKB 1\n", file: "h.csv")
    }
  }
}
