import Cases
import Foundation

/// A notice in words.
package struct NoticeText: Sendable, Equatable {
  package let subject: String
  package let body: String
}
