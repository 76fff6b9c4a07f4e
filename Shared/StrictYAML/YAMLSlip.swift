import Texts
import Yams

/// The usual slips of who writes such a file without knowing YAML, in words of the trade: libyaml's own speak of scalars,
/// tokens and block mappings, and often point at the line after.
struct YAMLSlip {
  private struct Place {
    let line: Int
    let column: Int
    var told: String { "line \(line), column \(column)" }
  }

  private let file: String
  private let lines: [Substring]

  init(_ yaml: String, file: String) {
    self.file = file
    lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  func explain(_ problem: String, at mark: Mark, _ context: YamlError.Context?) -> FileProblem {
    let mark = Place(line: mark.line, column: mark.column)
    let start = context.map { Place(line: $0.mark.line, column: $0.mark.column) } ?? mark
    func told(_ text: String, at place: Place) -> FileProblem {
      FileProblem(FileLocation(file: file, line: place.line, column: place.column), text)
    }
    if let tab = tab(near: mark.line) {
      return told("a tab stands here: use blanks, as many as the lines around it have", at: tab)
    }
    switch (problem, context?.text ?? "") {
    case (_, let what) where what.contains("quoted scalar") && problem.contains("unexpected"):
      return told("the quotation mark that begins here is not closed", at: start)
    case (_, let what) where what.contains("quoted scalar"):
      return told("a backslash within \"...\" means something else: put the text between '...'", at: mark)
    case ("mapping values are not allowed in this context", _) where colons(line(mark.line)) > 1:
      return told("a second ': ' stands in this line: \(quoting(line(mark.line)))", at: mark)
    case ("mapping values are not allowed in this context", _), ("did not find expected '-' indicator", _):
      return told(columns(mark.line), at: Place(line: mark.line, column: indentation(mark.line) + 1))
    case ("did not find expected key", let what) where what.contains("block mapping"):
      guard hasWordsAfterQuotes(line(mark.line)) else {
        return told(columns(mark.line), at: Place(line: mark.line, column: indentation(mark.line) + 1))
      }
      return told(
        "words stand after the closing quotation mark: put the whole text between \"...\", with '...' within it",
        at: mark)
    case ("could not find expected ':'", _): return told(missingColon(line(start.line)), at: start)
    case (_, let what) where what.contains("flow sequence") && problem.contains("expected ','"):
      return told(
        "expected ',' or ']': the list that begins with '[' in \(start.told) is not closed",
        at: mark.line == start.line ? mark : start)
    case (_, let what) where what.contains("flow mapping") && problem.contains("expected ','"):
      if let word = wordBeforeColon(at: mark) {
        if word.isAfterColon { return told("a second ': ' stands in this line: \(quoting(line(mark.line)))", at: mark) }
        return told("before '\(word.text)' a comma is missing: {one: 1, two: 2}", at: word.place)
      }
      return told(
        "expected ',' or '}': what begins with '{' in \(start.told) is not closed",
        at: mark.line == start.line ? mark : start)
    case ("found character that cannot start any token", _), (_, "while scanning an alias"),
      (_, "while scanning an anchor"),
      (_, "while scanning a tag"), (_, "while scanning a directive"):
      let first = line(start.line).dropFirst(start.column - 1).first.map(String.init) ?? ""
      return told(Self.beginning(with: first), at: start)
    case (let problem, _) where problem.contains("undefined alias"):
      return told(Self.beginning(with: "*"), at: mark)
    default: return told("not YAML: \(problem)\(context.map { " \($0.text)" } ?? "")", at: mark)
    }
  }

  /// A `#` after a blank begins a comment, and the rest of a sentence is lost without a word. Comments have a blank after it.
  static func hiddenComment(_ yaml: String, file: String) -> FileProblem? {
    // Most files have nothing that could be one, and are not looked through letter by letter.
    guard mayHideText(yaml) else { return nil }
    return YAMLSlip(yaml, file: file).hiddenComment()
  }

  /// Whether a `#` stands after a blank and before a letter.
  private static func mayHideText(_ yaml: String) -> Bool {
    var (before, isMark) = (UInt8(0), false)
    for byte in yaml.utf8 {
      if isMark, byte != 0x20, byte != 0x23, byte != 0x0A, byte != 0x0D { return true }
      isMark = byte == 0x23 && before == 0x20
      before = byte
    }
    return false
  }

  private func hiddenComment() -> FileProblem? {
    var quote: Character?
    var blockIndentation: Int?
    for (number, line) in lines.enumerated() {
      let indentation = line.prefix { $0 == " " }.count
      if let outer = blockIndentation {
        if indentation > outer || line.allSatisfy(\.isWhitespace) { continue }
        blockIndentation = nil
      }
      var before: Character = " "
      var hasContent = false
      var last: Character = ":"
      for (column, letter) in line.enumerated() {
        if let open = quote {
          if letter == open, !(open == "\"" && before == "\\") { quote = nil }
        } else if letter == "'", before == "'" {
          // Two within a quoted text stand for one.
          quote = letter
        } else if letter == "\"" || letter == "'", ":,[{-".contains(last) {
          quote = letter
        } else if letter == "#", before == " ", hasContent {
          let next = line.dropFirst(column + 1).first ?? " "
          guard next != " ", next != "#" else { break }
          return FileProblem(
            FileLocation(file: file, line: number + 1, column: column + 1),
            "what follows '#' is a comment and would be lost: put the whole text between \"quotation marks\" (a comment begins '# ')"
          )
        } else if letter == "#", !hasContent {
          break
        }
        if letter != " " { (hasContent, last) = (true, letter) }
        before = letter
      }
      if quote == nil, line.firstMatch(of: /[:-] +[|>][-+0-9]*\s*$/) != nil { blockIndentation = indentation }
    }
    return nil
  }

  private func line(_ number: Int) -> Substring { lines.indices.contains(number - 1) ? lines[number - 1] : "" }

  private func indentation(_ number: Int) -> Int { line(number).prefix { $0 == " " }.count }

  private func tab(near number: Int) -> Place? {
    for candidate in [number, number - 1] where line(candidate).prefix(while: \.isWhitespace).contains("\t") {
      return Place(line: candidate, column: line(candidate).prefix { $0 == " " }.count + 1)
    }
    return nil
  }

  private func colons(_ line: Substring) -> Int { line.matches(of: /:( |$)/).count }

  private func hasWordsAfterQuotes(_ line: Substring) -> Bool {
    line.firstMatch(of: /: *("[^"]*"|'[^']*') *[^ #,}\]]/) != nil
  }

  private func missingColon(_ line: Substring) -> String {
    line.firstMatch(of: /([a-z_]+):([^ ]+)/).map {
      "after the colon a blank is missing: `\($0.1): \($0.2.prefix(40))`, not `\($0.1):\($0.2.prefix(40))`"
    } ?? "after the first word a colon and a blank are missing: `name: value`"
  }

  /// What stands twice in one entry: several at once are two entries that have run together.
  func doubled(_ keys: [String], below place: FileLocation) -> FileProblem {
    let start = entryStart(above: place.line ?? 1)
    let first = keys.compactMap { key in secondLine(of: key, from: start).map { (line: $0, key: key) } }
      .min { $0.line < $1.line }
    let told = first.map { FileLocation(file: file, line: $0.line, column: depth($0.line) + 1) } ?? place
    let key = first?.key ?? keys.first ?? ""
    return FileProblem(
      told,
      keys.count == 1
        ? "`\(key):` stands twice in what begins in line \(start): delete one"
        : "\(keys.count) lines (`\(key):` and others) stand twice in what begins in line \(start): is '- ' missing here?"
    )
  }

  /// The first line of the entry that a line belongs to.
  private func entryStart(above number: Int) -> Int {
    var start = number
    for candidate in stride(from: number, through: 1, by: -1) where !line(candidate).allSatisfy(\.isWhitespace) {
      if depth(candidate) < depth(number) { break }
      guard depth(candidate) == depth(number) else { continue }
      start = candidate
      if indentation(candidate) < depth(candidate) { break }
    }
    return start
  }

  /// The second line that begins with the key, as deep as the entry's first one.
  private func secondLine(of key: String, from start: Int) -> Int? {
    let end = ((start + 1)..<max(start + 1, lines.count + 1)).first {
      !line($0).allSatisfy(\.isWhitespace) && (depth($0) < depth(start) || indentation($0) < depth(start))
    }
    let found = (start..<(end ?? max(start, lines.count) + 1)).filter {
      depth($0) == depth(start) && line($0).dropFirst(depth($0)).hasPrefix(key + ":")
    }
    return found.dropFirst().first
  }

  /// Where a line's words begin: behind the hyphen of a list's entry.
  private func depth(_ number: Int) -> Int { line(number).prefix { $0 == " " || $0 == "-" }.count }

  private static func beginning(with sign: String) -> String {
    "a text cannot begin with '\(sign)': put the whole text between \"quotation marks\""
  }

  /// Curved marks, as word processors make them, are letters like others.
  private func quoting(_ line: Substring) -> String {
    line.contains(/[“”„]/)
      ? "put the whole text between straight \"quotation marks\"; curved ones (“ ”) do not count"
      : "put the whole text after the first one between \"quotation marks\""
  }

  /// The word whose colon is at the place, where it stands within one line.
  private func wordBeforeColon(at place: Place) -> (text: Substring, place: Place, isAfterColon: Bool)? {
    let before = line(place.line).prefix(max(0, place.column - 1))
    guard line(place.line).dropFirst(before.count).hasPrefix(":") else { return nil }
    let word = before.reversed().prefix { $0.isLetter || $0 == "_" }.count
    guard word > 0 else { return nil }
    // Behind another word's colon it is no new entry, but a sentence that lacks quotation marks.
    let isAfterColon = before.dropLast(word).last { $0 != " " } == ":"
    return (before.suffix(word), Place(line: place.line, column: place.column - word), isAfterColon)
  }

  private func columns(_ number: Int) -> String {
    let above = stride(from: number - 1, to: 0, by: -1).first { !line($0).allSatisfy(\.isWhitespace) } ?? number
    return "this line begins in column \(indentation(number) + 1), the line above in column \(indentation(above) + 1):"
      + " what belongs together begins in the same column"
  }
}
