import Cases
import Foundation

/// What a reporter is told, and when.
package enum NoticeKind: String, WordChoice {
  case receipt
  case passedOn = "passed_on"
  case handedOn = "handed_on"
  case question, answer, closed
}
