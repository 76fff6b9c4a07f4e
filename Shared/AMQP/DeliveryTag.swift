import Foundation

/// Names a delivery on the connection that it came by: on a later connection it means nothing.
package struct DeliveryTag: Sendable, Equatable {
  let generation: Int
  let value: UInt64
}
