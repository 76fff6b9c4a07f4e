import CRabbitMQ
import Foundation

/// One connection with one channel, as librabbitmq keeps it. Not Sendable: it never leaves its I/O thread.
final class BrokerConnection {
  private let state: amqp_connection_state_t
  private var assembly = FrameAssembly()
  let descriptor: Int32
  private static let channel: amqp_channel_t = 1
  /// librabbitmq's default; a body below it is one frame.
  private static let frameBytes: Int32 = 131_072

  /// Connects, logs in and opens the channel; takes at most about twice the timeout.
  init(_ address: BrokerAddress, _ settings: BrokerSettings, name: String) throws(AMQPError) {
    guard let state = amqp_new_connection() else { throw AMQPError(.invalid, "no memory for a connection") }
    self.state = state
    do {
      descriptor = try BrokerConnection.open(state, address, settings, name: name)
    } catch {
      amqp_destroy_connection(state)
      throw error
    }
  }

  deinit { amqp_destroy_connection(state) }

  /// The next thing the broker said, or nil when there is nothing more to read now. Serves heartbeats.
  func next() throws(AMQPError) -> ConnectionEvent? {
    while true {
      var frame = amqp_frame_t()
      var now = timeval(tv_sec: 0, tv_usec: 0)
      let status = amqp_simple_wait_frame_noblock(state, &frame, &now)
      if status == AMQP_STATUS_TIMEOUT.rawValue {
        amqp_maybe_release_buffers(state)
        return nil
      }
      try check(status, "reading")
      guard let event = assembly.take(frame) else { continue }
      amqp_maybe_release_buffers(state)
      if case .connectionClosed = event { _ = disposisi_send_close_ok(state) }
      return event
    }
  }

  func publish(_ outgoing: Publication) throws(AMQPError) {
    let status = withProperties(of: outgoing) { exchange, key, properties, body in
      amqp_basic_publish(state, BrokerConnection.channel, exchange, key, 1, 0, properties, body)
    }
    try check(status, "publishing to \(outgoing.exchange)")
  }

  func selectConfirms() throws(AMQPError) {
    _ = amqp_confirm_select(state, BrokerConnection.channel)
    try BrokerConnection.check(amqp_get_rpc_reply(state), "confirm.select")
  }

  func consume(queue: String, prefetch: Int) throws(AMQPError) {
    _ = amqp_basic_qos(state, BrokerConnection.channel, 0, UInt16(clamping: prefetch), 0)
    try BrokerConnection.check(amqp_get_rpc_reply(state), "basic.qos")
    _ = queue.withCString {
      amqp_basic_consume(
        state, BrokerConnection.channel, amqp_cstring_bytes($0), amqp_empty_bytes, 0, 0, 0, amqp_empty_table)
    }
    try BrokerConnection.check(amqp_get_rpc_reply(state), "basic.consume of \(queue)")
  }

  /// - Returns: nil if there is no such queue; the channel is closed then.
  func state(of queue: String) throws(AMQPError) -> QueueState? {
    let answer = queue.withCString {
      amqp_queue_declare(state, BrokerConnection.channel, amqp_cstring_bytes($0), 1, 0, 0, 0, amqp_empty_table)
    }
    do throws(AMQPError) {
      try BrokerConnection.check(amqp_get_rpc_reply(state), "asking about \(queue)")
    } catch {
      guard error.replyCode == 404 else { throw error }
      return nil
    }
    let counts = answer?.pointee
    return QueueState(
      queue: queue, exists: true, messages: Int(counts?.message_count ?? 0), consumers: Int(counts?.consumer_count ?? 0)
    )
  }

  /// A queue that is gone a day after its last use.
  func declareTrial(_ queue: String) throws(AMQPError) {
    queue.withCString { disposisi_declare_trial(state, BrokerConnection.channel, $0) }
    try BrokerConnection.check(amqp_get_rpc_reply(state), "declaring \(queue)")
  }

  /// - Throws: also where there is no such queue.
  func existing(_ queue: String) throws(AMQPError) -> QueueState {
    guard let state = try state(of: queue) else {
      throw AMQPError(.connectionLost, "there is no queue \(queue)", replyCode: 404)
    }
    return state
  }

  func acknowledge(through tag: UInt64) throws(AMQPError) {
    try check(amqp_basic_ack(state, BrokerConnection.channel, tag, 1), "acknowledging")
  }

  func acknowledge(only tag: UInt64) throws(AMQPError) {
    try check(amqp_basic_ack(state, BrokerConnection.channel, tag, 0), "acknowledging")
  }

  func release(_ tag: UInt64, multiple: Bool) throws(AMQPError) {
    try check(amqp_basic_nack(state, BrokerConnection.channel, tag, multiple ? 1 : 0, 1), "releasing")
  }

  /// Says goodbye. A broker that holds us back, or is frozen, does not answer: it is left after a moment.
  func close() {
    var moment = timeval(tv_sec: 0, tv_usec: 300_000)
    amqp_set_rpc_timeout(state, &moment)
    _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
  }

  /// Shows that we live, where nothing is read that would serve it.
  func sendHeartbeat() throws(AMQPError) {
    var frame = amqp_frame_t()
    frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
    try check(amqp_send_frame(state, &frame), "sending a heartbeat")
  }
}

// MARK: Opening

extension BrokerConnection {
  private static func open(
    _ state: amqp_connection_state_t, _ address: BrokerAddress, _ settings: BrokerSettings, name: String
  ) throws(AMQPError) -> Int32 {
    let socket = try address.usesTLS ? secureSocket(state, settings) : amqp_tcp_socket_new(state)
    guard let socket else { throw AMQPError(.invalid, "no memory for a socket") }
    var limit = timeval(settings.timeout)
    amqp_set_handshake_timeout(state, &limit)
    amqp_set_rpc_timeout(state, &limit)
    errno = 0
    let opened = amqp_socket_open_noblock(socket, address.host, Int32(address.port), &limit)
    guard opened == AMQP_STATUS_OK.rawValue else {
      // librabbitmq says only that the socket failed; the system says why.
      let why = errno == 0 || errno == EINPROGRESS ? "" : " (\(String(cString: strerror(errno))))"
      throw AMQPError(.unreachable, "\(address): \(text(of: opened))\(why)")
    }
    let descriptor = amqp_get_sockfd(state)
    giveUpOnSilence(descriptor, after: settings.heartbeat)
    let login = disposisi_login(
      state, address.virtualHost, frameBytes, Int32(settings.heartbeat.components.seconds), address.user,
      address.password, name)
    try check(login, "logging in to \(address)")
    _ = amqp_channel_open(state, channel)
    try check(amqp_get_rpc_reply(state), "opening a channel on \(address)")
    return descriptor
  }

  private static func secureSocket(
    _ state: amqp_connection_state_t, _ settings: BrokerSettings
  ) throws(AMQPError) -> OpaquePointer? {
    guard let socket = amqp_ssl_socket_new(state) else { return nil }
    amqp_ssl_socket_set_verify_peer(socket, 1)
    amqp_ssl_socket_set_verify_hostname(socket, 1)
    amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
    guard let authorities = settings.authorityFile else {
      throw AMQPError(.invalid, "an amqps address needs the file of the authorities that sign its certificate")
    }
    guard amqp_ssl_socket_set_cacert(socket, authorities) == AMQP_STATUS_OK.rawValue else {
      throw AMQPError(.invalid, "cannot read authorities from \(authorities)")
    }
    if let certificate = settings.certificateFile, let key = settings.keyFile {
      guard amqp_ssl_socket_set_key(socket, certificate, key) == AMQP_STATUS_OK.rawValue else {
        throw AMQPError(.invalid, "cannot read a certificate from \(certificate) and its key from \(key)")
      }
    }
    return socket
  }

  /// A send to a peer that vanished would block for a quarter of an hour otherwise.
  private static func giveUpOnSilence(_ descriptor: Int32, after limit: Duration) {
    var milliseconds = UInt32(clamping: Int64(limit / .milliseconds(1)))
    let size = socklen_t(MemoryLayout<UInt32>.size)
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &milliseconds, size)
  }
}

// MARK: Errors

extension BrokerConnection {
  private func check(_ status: Int32, _ what: String) throws(AMQPError) {
    guard status == AMQP_STATUS_OK.rawValue else {
      throw AMQPError(.connectionLost, "\(what): \(BrokerConnection.text(of: status))")
    }
  }

  private static func text(of status: Int32) -> String { String(cString: amqp_error_string2(status)) }

  private static func check(_ reply: amqp_rpc_reply_t, _ what: String) throws(AMQPError) {
    switch reply.reply_type {
    case AMQP_RESPONSE_NORMAL: return
    case AMQP_RESPONSE_SERVER_EXCEPTION: throw serverError(reply.reply, what)
    default:
      let status = reply.library_error
      let reason: AMQPError.Reason = status == AMQP_STATUS_TIMEOUT.rawValue ? .timedOut : .connectionLost
      throw AMQPError(reason, "\(what): \(text(of: status))")
    }
  }

  private static func serverError(_ method: amqp_method_t, _ what: String) -> AMQPError {
    guard let event = FrameAssembly.closing(method) else {
      return AMQPError(.connectionLost, "\(what): the broker answered with method \(method.id)")
    }
    return AMQPError(closed: event.code, "\(what): \(event.text)")
  }
}

extension timeval {
  fileprivate init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
  }
}

private let TCP_USER_TIMEOUT: Int32 = 18
