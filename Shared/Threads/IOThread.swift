import CEventFD
import Foundation
import NIOConcurrencyHelpers

/// A thread that is an actor's executor: it runs the actor's jobs, gives it a turn at its socket, and then
/// sleeps until the socket is readable, a job arrives or a deadline passes. So a C library that blocks and
/// is not thread-safe never meets a second thread, nor holds one of Swift's shared pool.
package final class IOThread: SerialExecutor {
  private let mailbox: Mailbox

  package init(name: String) {
    mailbox = Mailbox()
    let thread = Thread { [mailbox] in mailbox.run(name: name) }
    // librabbitmq reads tables within tables one call deeper each; a header frame holds some 18,000 of them.
    thread.stackSize = 16 << 20
    thread.start()
  }

  deinit { mailbox.stop() }

  package func enqueue(_ job: consuming ExecutorJob) {
    mailbox.post(UnownedJob(job), on: asUnownedSerialExecutor())
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  package func checkIsolated() {
    precondition(mailbox.isCurrentThread, "called outside its I/O thread")
  }

  /// What the thread does after each round of jobs; it says what to sleep on.
  package func onTurn(_ turn: @escaping @Sendable () -> WakeCondition) { mailbox.onTurn(turn) }
}

/// What the thread and its executor share; it outlives the executor by the thread's last round.
private final class Mailbox: Sendable {
  private struct State {
    var jobs: [(job: UnownedJob, executor: UnownedSerialExecutor)] = []
    var turn: (@Sendable () -> WakeCondition)?
    var thread: pthread_t?
    var stopped = false
  }

  private let state = NIOLockedValueBox(State())
  private let wakeDescriptor = disposisi_wake_descriptor()

  deinit { close(wakeDescriptor) }

  var isCurrentThread: Bool {
    state.withLockedValue { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  func post(_ job: UnownedJob, on executor: UnownedSerialExecutor) {
    let first = state.withLockedValue { state in
      state.jobs.append((job, executor))
      return state.jobs.count == 1
    }
    if first { wake() }
  }

  func onTurn(_ turn: @escaping @Sendable () -> WakeCondition) {
    state.withLockedValue { $0.turn = turn }
    wake()
  }

  func stop() {
    state.withLockedValue { $0.stopped = true }
    wake()
  }

  func run(name: String) {
    Thread.current.name = name
    state.withLockedValue { $0.thread = pthread_self() }
    while true {
      let (jobs, turn, stopped) = state.withLockedValue { state in
        let jobs = state.jobs
        state.jobs = []
        return (jobs, state.turn, state.stopped)
      }
      for (job, executor) in jobs { job.runSynchronously(on: executor) }
      if stopped { return }
      sleep(on: turn?() ?? .idle)
    }
  }

  private func wake() {
    var one: UInt64 = 1
    _ = write(wakeDescriptor, &one, 8)
  }

  private func sleep(on interest: WakeCondition) {
    var descriptors = [pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0)]
    if let socket = interest.descriptor {
      descriptors.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0))
    }
    let milliseconds = interest.wait / .milliseconds(1)
    poll(&descriptors, nfds_t(descriptors.count), Int32(min(max(milliseconds.rounded(.up), 0), 60_000)))
    var count: UInt64 = 0
    _ = read(wakeDescriptor, &count, 8)
  }
}
