import Threads
import CCurl
import Foundation
import Operations

/// How mails are handed to the SMTP server.
struct MailSettings: Sendable {
  /// `smtp://host:587` (STARTTLS) or `smtps://host:465`.
  let server: String
  let user: String?
  /// Read again for each mail: it may change.
  let password: Secret?
  /// Whether a server without TLS is refused.
  let requiresTLS: Bool
  let authorityFile: String?
  let sender: String
  let timeoutSeconds: Int
}

/// One connection to the SMTP server, kept between mails, on a thread of its own: libcurl blocks.
actor SMTPConnection {
  private let thread: IOThread
  private let settings: MailSettings
  private let handle: CurlHandle

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(_ settings: MailSettings, name: String) {
    thread = IOThread(name: name)
    self.settings = settings
    handle = CurlHandle()
  }

  /// Greets the server, speaks TLS and logs in as for a mail, and sends none.
  func tried() -> OnlineFinding {
    let curl = handle.pointer
    curl_easy_reset(curl)
    configure(curl)
    _ = disposisi_set_long(curl, CURLOPT_NOBODY, 1)
    _ = disposisi_set_text(curl, CURLOPT_CUSTOMREQUEST, "NOOP")
    let (code, detail) = perform(curl)
    let what = "\(settings.server)\(settings.user.map { ", as \($0)" } ?? "")"
    if code == CURLE_OK { return .right("mail", what) }
    return .wrong("mail", "\(what): \(detail) (\(disposisi_response_code(curl)))")
  }

  /// - Parameter begins: asked when the server wants the mail's text: from then on it may have it. If it says no, nothing
  ///   is sent.
  func send(_ mail: Data, to address: String, begins: @escaping @Sendable () -> Bool) -> MailOutcome {
    let curl = handle.pointer
    curl_easy_reset(curl)
    configure(curl)
    _ = disposisi_set_long(curl, CURLOPT_UPLOAD, 1)
    let recipients = curl_slist_append(nil, "<\(address)>")
    defer { curl_slist_free_all(recipients) }
    _ = disposisi_set_pointer(curl, CURLOPT_MAIL_RCPT, recipients)
    var upload = MailUpload(bytes: mail, begins: begins)
    let (code, detail) = withUnsafeMutablePointer(to: &upload) { upload in
      _ = disposisi_set_reader(curl, readUpload, upload)
      return perform(curl)
    }
    return outcome(code, answer: disposisi_response_code(curl), detail)
  }

  /// - Returns: what libcurl says, and in words.
  private func perform(_ curl: UnsafeMutableRawPointer) -> (CURLcode, String) {
    var complaint = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = complaint.withUnsafeMutableBufferPointer { complaint in
      _ = disposisi_set_pointer(curl, CURLOPT_ERRORBUFFER, complaint.baseAddress)
      return curl_easy_perform(curl)
    }
    _ = disposisi_set_pointer(curl, CURLOPT_ERRORBUFFER, nil)
    let detail = String(decoding: complaint.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (code, detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail)
  }

  private func configure(_ curl: UnsafeMutableRawPointer) {
    _ = disposisi_set_text(curl, CURLOPT_URL, settings.server)
    _ = disposisi_set_text(curl, CURLOPT_MAIL_FROM, "<\(bareSender)>")
    _ = disposisi_set_long(curl, CURLOPT_NOSIGNAL, 1)
    _ = disposisi_set_long(curl, CURLOPT_CONNECTTIMEOUT, min(settings.timeoutSeconds, 15))
    _ = disposisi_set_long(curl, CURLOPT_TIMEOUT, settings.timeoutSeconds)
    let tls = settings.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
    _ = disposisi_set_long(curl, CURLOPT_USE_SSL, Int(tls.rawValue))
    _ = disposisi_set_long(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let file = settings.authorityFile { _ = disposisi_set_text(curl, CURLOPT_CAINFO, file) }
    if let user = settings.user { _ = disposisi_set_text(curl, CURLOPT_USERNAME, user) }
    if let password = settings.password { _ = disposisi_set_text(curl, CURLOPT_PASSWORD, password.current) }
  }

  /// `Disposisi <a@b>` without the name.
  private var bareSender: String {
    guard let open = settings.sender.lastIndex(of: "<") else { return settings.sender }
    return settings.sender[settings.sender.index(after: open)...].filter { $0 != ">" }
  }

  /// A number from 500 to RCPT speaks of the address, to DATA and after it of this mail; to anything before these it is
  /// our account's or the server's trouble, and passes.
  private func outcome(_ code: CURLcode, answer: Int, _ detail: String) -> MailOutcome {
    if code == CURLE_OK { return .sent }
    let problem = "\(detail) (\(answer))"
    guard (500...599).contains(answer), code != CURLE_LOGIN_DENIED else { return .later(problem) }
    if problem.contains("RCPT failed") { return .failed(problem) }
    // libcurl says nothing more of what is answered after the mail itself; a greeting it calls unexpected.
    let isAfterMail = code == CURLE_WEIRD_SERVER_REPLY && !detail.contains("unexpected")
    return problem.contains("DATA failed") || isAfterMail ? .refused(problem) : .later(problem)
  }
}

/// Owns libcurl's handle.
private final class CurlHandle {
  let pointer: UnsafeMutableRawPointer

  init() {
    guard let pointer = curl_easy_init() else { preconditionFailure("libcurl has no memory") }
    self.pointer = pointer
  }

  deinit { curl_easy_cleanup(pointer) }
}

private struct MailUpload {
  let bytes: Data
  let begins: @Sendable () -> Bool
  var position = 0
}

private let readUpload: disposisi_read_function = { buffer, size, count, context in
  guard let buffer, let upload = context?.assumingMemoryBound(to: MailUpload.self) else { return 0 }
  let length = min(size * count, upload.pointee.bytes.count - upload.pointee.position)
  let start = upload.pointee.position
  if start == 0, !upload.pointee.begins() { return Int(CURL_READFUNC_ABORT) }
  upload.pointee.bytes.withUnsafeBytes { bytes in
    guard length > 0, let base = bytes.baseAddress else { return }
    memcpy(buffer, base + start, length)
  }
  upload.pointee.position += length
  return length
}
