import Cases
import Foundation
import Testing

@testable import DisposisiTool

/// What the operator's commands take and refuse.
@Suite struct ImportTests {
  static func write(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)").path()
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test func anEmptyRegistryReplacesNoneUnlessTold() throws {
    let (empty, target) = (try Self.write("name,nik,region\n\n"), try Self.write("KSP A\t\t33.74\t\t\n"))
    #expect {
      try CooperativesCommand.Import.parse([empty, "--to", target]).run()
    } throws: { "\($0)".contains("found no cooperative") }
    #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix("KSP A"))
    try CooperativesCommand.Import.parse([empty, "--to", target, "--yes"]).run()
    #expect(try String(contentsOfFile: target, encoding: .utf8).isEmpty)
  }

  @Test func aLineBehindALineEndInQuotesIsNamedRightly() throws {
    let file = try Self.write("name;nik;region\n\"KSP\nMaju Jaya\";;33.74\nKSP B;;99.99\n")
    #expect {
      try CooperativesCommand.Import.parse([file, "--to", file + ".tsv"]).run()
    } throws: { "\($0)".contains("\(file):4: found '99.99'") }
    let good = try Self.write("name,nik,region\n\"KSP\nMaju Jaya\",,33.74\nksp maju jaya,,33.74\n")
    try CooperativesCommand.Import.parse([good, "--to", good + ".tsv"]).run()
    #expect(try String(contentsOfFile: good + ".tsv", encoding: .utf8) == "KSP Maju Jaya\t\t33.74\t\t\n")
  }

  @Test func rowsThatContradictEachOtherReplaceNothing() throws {
    let file = try Self.write("name,nik,region\n\"KSP\nA\",7,33.74\nKSP B,7,33.74\n")
    let target = try Self.write("KSP A\t\t33.74\t\t\n")
    #expect {
      try CooperativesCommand.Import.parse([file, "--to", target]).run()
    } throws: { "\($0)".hasPrefix("\(file):4: found nik '7'") && "\($0)".contains("line 2 has it") }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "KSP A\t\t33.74\t\t\n")
  }

  @Test(arguments: [
    "code,name\n11.01.01,Bakongan\n", "code;name\r\n11.01.01;\"Bakongan\"\r\n", "11.01.01,\"Bakongan\",x\n",
    "\u{FEFF}11.01.01;Bakongan",
  ])
  func placesAreTakenAsSpreadsheetsWriteThem(text: String) throws {
    let file = try Self.write(text)
    try PlacesCommand.Import.parse([file, "--to", file + ".places"]).run()
    #expect(try String(contentsOfFile: file + ".places", encoding: .utf8).contains("11.01.01,Bakongan\n"))
  }

  @Test(arguments: [
    ("code,name\n\n11.01.01,\"Bakongan, Timur\"\n", ":3: found 'Bakongan, Timur'"),
    ("code,name\n11.01.01,\"A\nB\"\n99.01.01,C\n", ":4: found '99.01.01'"),
    ("code,name\n11.01.01,\"A\n", ":2: found a quote"),
  ])
  func wrongPlacesAreNamedWithTheirLine(text: String, hint: String) throws {
    let file = try Self.write(text)
    #expect { try PlacesCommand.Import.parse([file, "--to", file + ".places"]).run() } throws: {
      "\($0)".contains(file) && "\($0)".contains(hint)
    }
  }

  @Test(arguments: [
    (#""channel": "WhatsApp""#, "channel: found 'WhatsApp', expected one of"),
    (#""form": {"region": "99.99"}"#, "form.region: found '99.99'"), (#""form": {"kinds": "pengaduan"}"#, "kinds"),
    (#""form": {"kind": "keluhan"}"#, "form.kind: found 'keluhan'"),
  ])
  func aDryRunRefusesWhatTheDoorsRefuse(field: String, hint: String) throws {
    let file = try Self.write("\n \t\r\n{\"id\": \"1\", \"text\": \"Simpanan macet\", \(field)}\n")
    let dryRun = try DryRun(DryRunOptions.parse([]))
    #expect {
      for line in try CaseFile.lines(file) { _ = try dryRun.outcome(of: line) }
    } throws: { "\($0)".contains("\(file):3: ") && "\($0)".contains(hint) }
  }

  @Test func aDryRunTakesWhatTheDoorsTake() throws {
    let form = #""form": {"region": "", "cooperative": " ", "kind": "", "membership_area": ""}, "channel": """#
    let file = try Self.write("   \n{\"id\": \"1\", \"text\": \"Simpanan macet\", \(form)}\r\n\t\n")
    let lines = try CaseFile.lines(file)
    #expect(lines.count == 1)
    #expect(try DryRun(DryRunOptions.parse([])).outcome(of: lines[0]).classification.region == nil)
  }
}
