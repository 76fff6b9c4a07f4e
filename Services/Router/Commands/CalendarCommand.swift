import ArgumentParser
import Cases
import Foundation
import Operations
import RouterPolicy
import RouterLifecycle
import Messaging
import WorkingTime

struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Holidays and joint leave.",
    subcommands: [CalendarImportCommand.self, CalendarListCommand.self])
}

struct CalendarListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Print the holidays of a year.")

  @Argument(help: "The year.") var year: Int
  @OptionGroup var options: BookOptions

  func run() throws {
    let holidays = try options.source().book().holidays.filter { $0.day.civil.year == year }
    for holiday in holidays { print("\(holiday.day)  \(holiday.kind.rawValue)  \(holiday.name)  (\(holiday.source))") }
    if holidays.isEmpty { print("no holidays are decreed for \(year)") }
  }
}

struct CalendarImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Add holidays from a CSV or iCalendar file to the rule book.",
    discussion: """
      A CSV file has the header date,class,name,source; a class is libur (national holiday) or cuti (joint leave). Of \
      an iCalendar file the all-day events are taken; "cuti" in summary or categories means joint leave.

      Without --replace days are only added. With it the file's word holds: what it leaves out falls, between its first \
      and its last day of a year, other days of a holiday that it names, and the year's rest, if it has half of the \
      year's days or more. To add a few days over a year, leave it away.

      Shows each day that is new, moves or is dropped, and which open deadlines move; only --yes writes it. A running \
      router takes the changed book within seconds, moves the deadlines and tells the units.
      """)

  @Argument(help: "A file of date,class,name,source lines (class: libur or cuti), or an .ics file.") var file: String
  @Option(help: "The decree, for an iCalendar file.") var source: String?
  @Flag(help: "Take the file's word: also on days that are free already, and what it leaves out is dropped.")
  var replace = false
  @Flag(help: "Write it.") var yes = false
  @OptionGroup var options: BookOptions

  func run() throws {
    let source = try options.source()
    guard !source.folder.isEmpty else {
      throw ValidationError("the shipped book cannot be changed: `router rules export FOLDER`, then --book FOLDER")
    }
    let old = try source.book()
    let decree = Decree(try holidays(), over: old.holidays, replacing: replace)
    for line in decree.changes + decree.remarks { print(line) }
    if decree.changes.isEmpty { return print("nothing is new") }
    var files = old.files
    files.texts[BookFiles.holidaysName] = Holiday.csv(decree.holidays)
    let new = try RuleBook(files, source.reference())
    try showMoves(CaseMachine(book: new), changes: decree.changes.count)
    let errors = Audit(new, today: try options.today()).errors()
    guard errors.isEmpty else {
      // The book may have been wrong before: then its holidays would be written, and never counted.
      print("the router would refuse the book with these holidays, so nothing is written:")
      for error in errors { print(error.description) }
      throw ExitCode.failure
    }
    guard yes else { return print("nothing is written; say --yes") }
    let path = "\(source.folder)/\(BookFiles.holidaysName)"
    try Data((files.texts[BookFiles.holidaysName] ?? "").utf8).write(to: URL(filePath: path), options: .atomic)
    print("written: \(path), \(new.id)")
  }

  private func holidays() throws -> [Holiday] {
    guard file.lowercased().hasSuffix(".ics") else {
      return try Holiday.list(csv: try TextFolder.file(file), file: file)
    }
    guard let source else { throw ValidationError("an iCalendar file does not name the decree: say --source") }
    return try Holiday.list(iCalendar: try TextFolder.bytes(file), file: file, source: source)
  }

  private func showMoves(_ machine: CaseMachine, changes: Int) throws {
    guard let database = try? StateFile.read(options.settings, RouterMain.name) else {
      return print("\(changes) changes; no database here: which open deadlines move is not known")
    }
    let open = try database.read { try AssignmentTable.open(in: $0) }
    let moves = open.compactMap { assignment in machine.rescheduled(assignment).map { (assignment, $0.0) } }
    for (before, after) in moves.prefix(100) {
      let clock = machine.book.clock(of: before.unit)
      print(
        "moves  \(before.number)  \(before.unit)  \(clock.dueDay(before.deadline.due)) → \(clock.dueDay(after.deadline.due))"
      )
    }
    print("\(moves.count) of \(open.count) open deadlines move")
  }
}
