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
    ("rules:\n  - {days: 3}", "f.yaml:2:5: `id: ...` is missing: add it to what begins here"),
    ("rules:\n  - {id: a, days: ten}", "f.yaml:2:19: found 'ten', expected a whole number from 1 to 9"),
    ("rules:\n  - {id: [a]}", "f.yaml:2:10: found a list, expected a single value"),
    ("rules:\n  - {id: a, sure: maybe}", "f.yaml:2:19: found 'maybe', expected yes or no"),
    ("rules: 3", "f.yaml:1:8: found a single value, expected fields such as `name: value`"),
    ("rulez: []", "f.yaml:1:1: found 'rulez', expected one of: rules; did you mean 'rules'?"),
    ("", "f.yaml:1:1: the file is empty"),
    ("rules:\n  - {id: a, id: b}", "f.yaml:2:6: `id:` stands twice in what begins in line 2: delete one"),
  ])
  func whatIsWrongIsToldWithItsPlace(yaml: String, expected: String) { #expect(Self.problem(yaml) == expected) }

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

  /// What a clerk types, who knows no YAML: where it is and what to do.
  static let slips: [(yaml: String, place: String, told: String)] = [
    ("rules:\n\t- {id: a}", "2:1", "a tab stands here: use blanks"),
    ("rules:\n  - id: a\n\t  days: 3", "3:1", "a tab stands here: use blanks"),
    (
      "rules:\n  - id: Catatan: lahan", "2:16",
      "a second ': ' stands in this line: put the whole text after the first one between"
    ),
    ("rules:\n  - id: “Lahan”: di Papua", "2:16", "between straight \"quotation marks\"; curved ones"),
    ("rules:\n  - {id: Catatan: lahan}", "2:17", "put the whole text after the first one between"),
    (
      "rules:\n  - id: a\n    days: 3\n    days: 4\n  - id: b\n    days: 5\n", "4:5",
      "`days:` stands twice in what begins in line 2"
    ),
    ("rules:\n  - {id: a days: 3}", "2:12", "before 'days' a comma is missing"),
    ("rules:\n  - id: a\n    days: 3\n    id: b\n    days: 4", "4:5", "2 lines (`id:` and others) stand twice"),
    ("rules:\n  - id: \"Lahan\" KDMP", "2:17", "words stand after the closing quotation mark"),
    ("rules:\n  - id: 'Lahan' KDMP\n    days: 3", "2:17", "words stand after the closing quotation mark"),
    ("rules:\n  - id: a\n   days: 3", "3:4", "this line begins in column 4, the line above in column 3"),
    ("rules:\n  - id: a\n     days: 3", "3:6", "what belongs together begins in the same column"),
    ("rules:\n  - id: a\n - id: b", "3:2", "this line begins in column 2"),
    (
      "rules:\n  - id: a\n    to:dinas\n    days: 3", "3:5",
      "after the colon a blank is missing: `to: dinas`, not `to:dinas`"
    ),
    ("rules:\n  - id: a\n    days 3\n    sure: yes", "3:5", "after the first word a colon and a blank are missing"),
    ("rules:\n  - id: \"a\n    days: 3\n", "2:9", "the quotation mark that begins here is not closed"),
    ("rules:\n  - {id: a, days: [94, 95, 96}", "2:30", "expected ',' or ']': the list that begins with '['"),
    ("rules:\n  - {id: a, days: 3\n  - {id: b}", "2:5", "what begins with '{' in line 2, column 5 is not closed"),
    ("rules:\n  - id: @kemenkop", "2:9", "a text cannot begin with '@'"),
    ("rules:\n  - id: *semua", "2:9", "a text cannot begin with '*'"),
    ("rules:\n  - id: %a", "2:9", "a text cannot begin with '%': put the whole text"),
    ("rules:\n  - id: Lahan #1 di Papua", "2:15", "what follows '#' is a comment and would be lost"),
    ("rules:\n  - id: \"C:\\qdata\"", "2:12", "a backslash within"),
    (
      "rules:\n  - {id: a, days: \u{200B}3}", "2:19",
      "letter 1 is none that keys here type, but U+200B ZERO WIDTH SPACE: type the word again"
    ),
    ("rules:\n  - {id: a, sure: y\u{0435}s}", "2:19", "U+0435 CYRILLIC SMALL LETTER IE"),
    ("rules:\n  - {id: a, sure: yes\u{A0}}", "2:19", "letter 4 is none that keys here type, but U+00A0 NO-BREAK SPACE"),
    (
      "rules:\n  - {id: a, days: 3}\n  - id: \u{7}", "f.yaml",
      "a character that cannot be printed stands in the file (U+7)"
    ),
  ]

  @Test(arguments: slips)
  func aSlipIsToldInWordsOfTheTrade(slip: (yaml: String, place: String, told: String)) {
    let problem = Self.problem(slip.yaml)
    #expect(problem.contains(slip.told) && problem.contains(slip.place), "\(problem)")
    for word in ["scalar", "token", "mapping", "collection", "block", "flow", "scanning"] {
      #expect(!problem.contains(word), "\(problem)")
    }
  }

  @Test(arguments: [
    "rules:\n  - {id: a}  # a comment", "# one\nrules:\n  - id: \"Lahan #1\"", "rules: # why\n  - id: C#\n",
    "rules:\n  - id: |\n      Lahan #1\n    days: 3", "rules:\n  - id: 'Jum''at #2'\n    days: 3 ## x",
  ])
  func aCommentIsNoSlip(yaml: String) { #expect(Self.problem(yaml) == "") }

  @Test func aProblemIsShownWithItsLine() {
    let problem = FileProblem(FileLocation(file: "f", line: 2, column: 5), "x")
    #expect(problem.shown(in: "a\n  - tab\n") == "f:2:5: x\n      - tab\n        ^")
    #expect(problem.shown(in: nil) == "f:2:5: x" && FileProblem("f", "x").shown(in: "a") == "f: x")
    let far = FileProblem(FileLocation(file: "f", line: 1, column: 5_000), "x")
    #expect(far.shown(in: String(repeating: "x", count: 9_000)).count < 300)
  }
}
