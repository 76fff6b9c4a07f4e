import ArgumentParser
import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging
import Operations

/// `intake attachments`: what came with a case, for who may see it.
struct AttachmentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attachments", abstract: "Copy what came with a case into a folder, and record who looked and why.",
    discussion: "The files were cleaned when they came (no places, no thumbnails); they may still show persons.")

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var look: LookOptions
  @Option(help: "The folder, which only you should read.") var to: String

  func run() throws {
    let number = try look.caseNumber()
    var source = try settings.source(for: IntakeMain.name)
    let folder = CommonSettings(&source, service: IntakeMain.name).dataDirectory + "/attachments"
    let found = try StateFile.write(settings, IntakeMain.name).write { [look] in
      try AttachmentTable.look(at: number, by: look.person, why: look.why, now: Date(), in: $0)
    }
    guard !found.isEmpty else { throw ValidationError("nothing came with case \(number), or there is no such case") }
    try FileManager.default.createDirectory(
      atPath: to, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for (place, attachment) in found.enumerated() {
      guard let kind = MediaKind(rawValue: attachment.mediaType) else { continue }
      let path = "\(to)/\(number)-\(place + 1).\(kind.fileExtension)"
      try FileManager.default.copyItem(
        atPath: AttachmentStore.path(attachment.id, kind, in: folder), toPath: path)
      print("\(path)  \(attachment.mediaType)  \(attachment.bytes) bytes")
    }
  }
}
