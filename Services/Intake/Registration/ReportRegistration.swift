import Requests
import Web
import Cases
import Digests
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Logging
import Messaging

/// What every door does with a draft: check it, keep its attachments, register it.
struct ReportRegistration: Sendable {
  let catalogue: Catalogue
  let registrar: Registrar
  let attachments: AttachmentStore
  let bodies: BodyReader
  let logger: Logger

  /// Reads a form, and ends with none of its files left over, whatever becomes of it.
  func withForm<Answer: Sendable>(
    _ request: Request, of caller: Caller, known: KnownNames, _ body: (SentForm) async throws -> Answer
  ) async throws -> Answer {
    let form = try await bodies.form(request, of: caller, known: known)
    do {
      let answer = try await body(form)
      await attachments.discard(form.files)
      return answer
    } catch {
      await attachments.discard(form.files)
      throw error
    }
  }

  /// - Parameter door: the channel where neither draft nor key names one.
  /// - Parameter key: makes a repetition give the same case; nil for none.
  /// - Parameter fingerprint: of what was sent, to tell a repetition from another request under the same key.
  /// - Throws: `FieldProblems`, `IdempotencyKeyReused`, or what the database says.
  func take(
    _ draft: ReportDraft, from form: SentForm = SentForm(), names: FieldNames, door: Channel, caller: Caller,
    key: String?, fingerprint: @autoclosure () -> String, request: Request
  ) async throws -> Receipt {
    let channel = try caller.channel(stated: draft.channel, door: door)
    let submission = try catalogue.check.check(
      draft, names: names, channel: channel, besides: form.problems, at: Date())
    if caller.key == nil { try Self.refuseLetter(draft) }
    let once = try key.map { try Self.once($0, door: door, caller, fingerprint()) }
    let saved = form.files.isEmpty ? [] : try await attachments.keep(form.files)
    let header = request.headers[.traceContext]
    let message = submission.report.topic == nil ? catalogue.purpose(of: submission.report.text) : nil
    let answer = message.flatMap { catalogue.answers.answer(to: $0, submission.report.text) }
    // Who only asks how a case stands is told where that is seen, and nobody else hears of it.
    let named = message == .state ? [] : CaseNumber.named(in: submission.report.text)
    let registration = Registration(
      submission: submission, attachments: saved, once: once, named: named, answer: answer,
      trace: header.flatMap(TraceContext.init(header:)) ?? TraceContext(), sender: caller.key?.id)
    do {
      var receipt = try await registrar.register(registration)
      receipt.answer = answer
      if receipt.isReplay { await attachments.remove(saved) }
      return receipt
    } catch {
      await attachments.remove(saved)
      throw error
    }
  }

  /// Deadlines run from the day on which a letter came in: not everybody may say when that was.
  private static func refuseLetter(_ draft: ReportDraft) throws {
    for (field, value) in [("received_at", draft.receivedAt), ("reference", draft.reference)] where value != nil {
      throw FieldProblems(problems: [
        FieldProblem(
          field, reason: "is taken from the holder of a key alone", alasan: "Isian '\(field)' memerlukan kunci.",
          example: "Authorization: Bearer dsp_...")
      ])
    }
  }

  static func fingerprint(_ data: Data) -> String {
    Fingerprint.hexadecimal(SHA256.hash(data))
  }

  /// Each piece with its length before it: no two forms are one.
  static func fingerprint(_ form: SentForm) -> String {
    let hash = SHA256()
    func add(_ piece: Data) {
      withUnsafeBytes(of: UInt64(piece.count).bigEndian) { hash.update(Data($0)) }
      hash.update(piece)
    }
    for (name, value) in form.fields.sorted(by: { $0.key < $1.key }) {
      add(Data(name.utf8))
      add(Data(value.utf8))
    }
    for file in form.files {
      add(Data(file.field.utf8))
      add(file.digest)
    }
    return Fingerprint.hexadecimal(hash.finalize())
  }

  private static func once(_ key: String, door: Channel, _ caller: Caller, _ fingerprint: String) throws
    -> IdempotencyKey
  {
    guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw FieldProblems(problems: [
        FieldProblem(
          "Idempotency-Key", reason: "has \(key.utf8.count) bytes, expected 1 to 200 visible ASCII characters",
          alasan: "Kunci kiriman tidak benar.", example: "8e03978e-40d5-43e8-bc93-6894a57f9324")
      ])
    }
    // Callers must not meet in each other's keys: a key has no blank. Our own form's is ours, and cannot be guessed.
    let holder = door == .web && UUID(uuidString: key) != nil ? "form" : caller.holder
    return IdempotencyKey(key: "\(door.rawValue) \(holder) \(key)", fingerprint: fingerprint)
  }
}
