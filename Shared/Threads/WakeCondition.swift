/// What wakes an I/O thread besides a job.
package struct WakeCondition: Sendable {
  package var descriptor: Int32?
  package var wait: Duration

  package init(descriptor: Int32?, wait: Duration) {
    self.descriptor = descriptor
    self.wait = wait
  }

  package static let idle = WakeCondition(descriptor: nil, wait: .seconds(60))
}
