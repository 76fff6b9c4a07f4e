import ArgumentParser
import Foundation
import Operations
import RouterPolicy
import RouterLifecycle
import WorkingTime

/// Which rule book a command works on.
struct BookOptions: ParsableArguments {
  @Option(help: "Folder of the rule book; else the setting ROUTER_BOOK, else the shipped one.") var book: String?
  @Option(help: "A day such as 2026-03-13, for rules that hold for a time; else today.") var day: String?
  @OptionGroup var settings: SettingsOptions

  func source() throws -> BookSource {
    var source = try settings.source(for: RouterMain.name)
    let settings = try RouterSettings(&source)
    return BookSource(folder: book ?? settings.book.folder, topics: settings.book.topics)
  }

  func today() throws -> Day {
    guard let day else { return CaseMachine.today(Date()) }
    guard let today = Day(day) else {
      throw ValidationError("--day: found '\(day)', expected a date such as 2026-03-13")
    }
    return today
  }
}
