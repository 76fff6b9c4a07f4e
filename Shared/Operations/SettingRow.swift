import Configuration
import Foundation
import Texts

/// A setting as `check` prints it.
package struct SettingRow: Sendable, Equatable, Codable {
  package let name: String
  package let value: String
  package let fallback: String
  package let meaning: String
}
