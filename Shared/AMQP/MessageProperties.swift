import CRabbitMQ
import Foundation

/// Lends a message's texts to librabbitmq for the length of one call: they are laid side by side in one
/// buffer, because amqp_bytes_t are bare pointers.
func withProperties(
  of outgoing: Publication,
  _ body: (amqp_bytes_t, amqp_bytes_t, UnsafePointer<amqp_basic_properties_t>, amqp_bytes_t) -> Int32
) -> Int32 {
  let message = outgoing.message
  var texts = TextBuffer()
  let exchange = texts.add(outgoing.exchange)
  let key = texts.add(outgoing.routingKey)
  let named: [(flag: Int32, path: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>, text: String?)] = [
    (AMQP_BASIC_CONTENT_TYPE_FLAG, \.content_type, message.contentType),
    (AMQP_BASIC_MESSAGE_ID_FLAG, \.message_id, message.messageID),
    (AMQP_BASIC_CORRELATION_ID_FLAG, \.correlation_id, message.correlationID),
    (AMQP_BASIC_TYPE_FLAG, \.type, message.type),
    (AMQP_BASIC_USER_ID_FLAG, \.user_id, message.userID),
  ]
  let ranges = named.map { $0.text.map { texts.add($0) } }
  let headers = message.headers.map { (texts.add($0.key), texts.add($0.value)) }
  return texts.bytes.withUnsafeMutableBytes { buffer in
    var properties = amqp_basic_properties_t()
    properties._flags = UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
    properties.delivery_mode = UInt8(AMQP_DELIVERY_PERSISTENT.rawValue)
    for (property, range) in zip(named, ranges) {
      guard let range else { continue }
      properties._flags |= UInt32(property.flag)
      properties[keyPath: property.path] = amqp_bytes_t(buffer, range)
    }
    var entries = headers.map { amqp_table_entry_t(text: amqp_bytes_t(buffer, $0.0), amqp_bytes_t(buffer, $0.1)) }
    return entries.withUnsafeMutableBufferPointer { entries in
      if !entries.isEmpty {
        properties._flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
        properties.headers = amqp_table_t(num_entries: Int32(entries.count), entries: entries.baseAddress)
      }
      return message.body.withUnsafeBytes { bytes in
        let content = amqp_bytes_t(len: bytes.count, bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        return body(amqp_bytes_t(buffer, exchange), amqp_bytes_t(buffer, key), &properties, content)
      }
    }
  }
}

private struct TextBuffer {
  var bytes: [UInt8] = []

  mutating func add(_ text: String) -> Range<Int> {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return start..<bytes.count
  }
}

extension amqp_bytes_t {
  fileprivate init(_ buffer: UnsafeMutableRawBufferPointer, _ range: Range<Int>) {
    self.init(len: range.count, bytes: buffer.baseAddress.map { $0 + range.lowerBound })
  }
}

extension amqp_table_entry_t {
  fileprivate init(text key: amqp_bytes_t, _ value: amqp_bytes_t) {
    self.init()
    self.key = key
    self.value.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
    self.value.value.bytes = value
  }
}
