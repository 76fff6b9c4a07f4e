import Texts
import StrictYAML
import Testing

@Suite struct YAMLFileTests {
  static func problem(_ yaml: String) -> String {
    do {
      _ = try YAMLFile.read(yaml, file: "f.yaml") { top, problems throws(FileProblem) in
        for entry in try top.fields(["rules"]).needed("rules").items() {
          problems.take { () throws(FileProblem) in
            let fields = try entry.fields(["id", "days", "sure"])
            _ = try fields.text("id")
            _ = try fields["days"]?.whole(in: 1...9)
            _ = try fields["sure"]?.bool()
          }
        }
        return 0
      }
      return ""
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    (
      "rules:\n  - {id: a, dayz: 3}", "f.yaml:2:13: found 'dayz', expected one of: days, id, sure; did you mean 'days'?"
    ),
    ("rules:\n  - {days: 3}", "f.yaml:2:5: 'id' is missing"),
    ("rules:\n  - {id: a, days: ten}", "f.yaml:2:19: found 'ten', expected a whole number from 1 to 9"),
    ("rules:\n  - {id: [a]}", "f.yaml:2:10: found a list, expected a single value"),
    ("rules:\n  - {id: a, sure: maybe}", "f.yaml:2:19: found 'maybe', expected yes or no"),
    ("rules: 3", "f.yaml:1:8: found a single value, expected fields such as `name: value`"),
    ("rulez: []", "f.yaml:1:1: found 'rulez', expected one of: rules; did you mean 'rules'?"),
    ("", "f.yaml:1:1: the file is empty"),
    ("rules:\n  - {id: a, id: b}", "f.yaml:2:6: the key 'id' stands here twice"),
  ])
  func whatIsWrongIsToldWithItsPlace(yaml: String, expected: String) { #expect(Self.problem(yaml) == expected) }

  @Test func whatIsNotYAMLIsToldWithItsPlace() {
    #expect(Self.problem("rules:\n  - {id: a\n  - b").hasPrefix("f.yaml:"))
    #expect(Self.problem("rules:\n  - {id: a\n  - b").contains("not YAML"))
  }

  @Test func allProblemsAreToldAtOnce() {
    let lines = Self.problem("rules:\n  - {id: a, dayz: 3}\n  - {id: b}\n  - {days: 3}").split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("f.yaml:2") && lines[1].hasPrefix("f.yaml:4"))
  }

  @Test func numbersStayAsTheyAreWritten() throws {
    let text = try YAMLFile.read("region: 35.10", file: "f") { top, _ throws(FileProblem) in
      try top.fields(["region"]).text("region")
    }
    #expect(text == "35.10")
  }

  @Test func oneWritingForAllLayouts() throws {
    func canonical(_ yaml: String) throws -> String {
      try YAMLFile.read(yaml, file: "f") { top, _ throws(FileProblem) in top.canonical(without: ["note"]) }
    }
    let one = try canonical("b: [2, 1] # why\na: {x: 1, y: 2}\nnote: n")
    #expect(try one == canonical("a:\n  y: 2\n  x: 1\nb:\n  - 1\n  - 2\n"))
    #expect(try one != canonical("a: {x: 1, y: 2}\nb: [1, 3]"))
  }

  @Test(arguments: [
    ("kdmp.lahn", "kdmp.lahan"), ("supervsior", "supervisor"), ("xyz", nil), ("kelembagan", "kelembagaan"), ("", nil),
  ])
  func theNearestWordIsFound(found: String, expected: String?) {
    #expect(NearestWord.of(found, among: ["kdmp.lahan", "supervisor", "kelembagaan", "ksp"]) == expected)
  }
}
