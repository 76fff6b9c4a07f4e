import CRabbitMQ
import Foundation

/// Something the broker said on its own account.
enum ConnectionEvent {
  case acknowledged(tag: UInt64, multiple: Bool)
  case nacked(tag: UInt64, multiple: Bool)
  case returned(exchange: String, routingKey: String, code: Int, text: String, message: Message)
  case delivered(tag: UInt64, exchange: String, routingKey: String, redelivered: Bool, message: Message)
  case consumerCancelled
  case channelClosed(code: Int, text: String)
  case connectionClosed(code: Int, text: String)
  case blocked(reason: String)
  case unblocked
}

/// Puts frames together: a delivery or return is a method, a header and as many body frames as its size
/// asks for. Everything is copied out, because librabbitmq reuses its buffers.
struct FrameAssembly {
  private enum Opening {
    case deliver(tag: UInt64, exchange: String, routingKey: String, redelivered: Bool)
    case giveBack(exchange: String, routingKey: String, code: Int, text: String)
  }

  private var opening: Opening?
  private var message = Message(body: Data())
  private var missing: UInt64 = 0

  mutating func take(_ frame: amqp_frame_t) -> ConnectionEvent? {
    switch Int32(frame.frame_type) {
    case AMQP_FRAME_METHOD: return begin(frame.payload.method)
    case AMQP_FRAME_HEADER:
      guard let properties = frame.payload.properties.decoded else { return nil }
      message = Message(properties.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee)
      missing = frame.payload.properties.body_size
      return missing == 0 ? finish() : nil
    case AMQP_FRAME_BODY:
      let fragment = frame.payload.body_fragment
      if let bytes = fragment.bytes { message.body.append(Data(bytes: bytes, count: fragment.len)) }
      missing -= min(missing, UInt64(fragment.len))
      return missing == 0 ? finish() : nil
    default: return nil
    }
  }

  private mutating func begin(_ method: amqp_method_t) -> ConnectionEvent? {
    switch disposisi_method_of(method.id) {
    case DISPOSISI_ACK:
      let ack = method.read(as: amqp_basic_ack_t.self)
      return .acknowledged(tag: ack.delivery_tag, multiple: ack.multiple != 0)
    case DISPOSISI_NACK:
      let nack = method.read(as: amqp_basic_nack_t.self)
      return .nacked(tag: nack.delivery_tag, multiple: nack.multiple != 0)
    case DISPOSISI_RETURN:
      let back = method.read(as: amqp_basic_return_t.self)
      opening = .giveBack(
        exchange: String(back.exchange), routingKey: String(back.routing_key), code: Int(back.reply_code),
        text: String(back.reply_text))
      return nil
    case DISPOSISI_DELIVER:
      let deliver = method.read(as: amqp_basic_deliver_t.self)
      opening = .deliver(
        tag: deliver.delivery_tag, exchange: String(deliver.exchange), routingKey: String(deliver.routing_key),
        redelivered: deliver.redelivered != 0)
      return nil
    case DISPOSISI_CANCEL: return .consumerCancelled
    case DISPOSISI_BLOCKED: return .blocked(reason: String(method.read(as: amqp_connection_blocked_t.self).reason))
    case DISPOSISI_UNBLOCKED: return .unblocked
    case DISPOSISI_CHANNEL_CLOSE:
      return FrameAssembly.closing(method).map { .channelClosed(code: $0.code, text: $0.text) }
    case DISPOSISI_CONNECTION_CLOSE:
      return FrameAssembly.closing(method).map { .connectionClosed(code: $0.code, text: $0.text) }
    default: return nil
    }
  }

  private mutating func finish() -> ConnectionEvent? {
    defer {
      opening = nil
      message = Message(body: Data())
    }
    switch opening {
    case .deliver(let tag, let exchange, let key, let redelivered):
      return .delivered(tag: tag, exchange: exchange, routingKey: key, redelivered: redelivered, message: message)
    case .giveBack(let exchange, let key, let code, let text):
      return .returned(exchange: exchange, routingKey: key, code: code, text: text, message: message)
    case nil: return nil
    }
  }

  /// Why the broker closed the channel or the connection, if that is what the method says.
  static func closing(_ method: amqp_method_t) -> (code: Int, text: String)? {
    switch disposisi_method_of(method.id) {
    case DISPOSISI_CHANNEL_CLOSE:
      let close = method.read(as: amqp_channel_close_t.self)
      return (Int(close.reply_code), String(close.reply_text))
    case DISPOSISI_CONNECTION_CLOSE:
      let close = method.read(as: amqp_connection_close_t.self)
      return (Int(close.reply_code), String(close.reply_text))
    default: return nil
    }
  }
}

extension amqp_method_t {
  fileprivate func read<Value>(as type: Value.Type) -> Value {
    decoded.assumingMemoryBound(to: type).pointee
  }
}

extension String {
  fileprivate init(_ bytes: amqp_bytes_t) {
    self = String(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
  }
}

extension Message {
  fileprivate init(_ properties: amqp_basic_properties_t) {
    func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
      properties._flags & UInt32(flag) != 0 ? String(bytes) : nil
    }
    self.init(
      body: Data(), contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.content_type),
      messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id),
      correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id),
      type: text(AMQP_BASIC_TYPE_FLAG, properties.type), userID: text(AMQP_BASIC_USER_ID_FLAG, properties.user_id))
    guard properties._flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0, let entries = properties.headers.entries else {
      return
    }
    for entry in UnsafeBufferPointer(start: entries, count: Int(properties.headers.num_entries))
    where entry.value.kind == UInt8(AMQP_FIELD_KIND_UTF8.rawValue) {
      headers[String(entry.key)] = String(entry.value.value.bytes)
    }
  }
}
