import Cases
import Texts

/// A message that is no case of a unit.
package enum MessagePurpose: String, Sendable, CaseIterable {
  case thanks = "terima_kasih"
  case greeting = "sapaan"
  /// How a case that was told before stands.
  case state = "status"
  /// When the call centre can be reached, and how.
  case hours = "jam_layanan"
  case contact = "nomor_layanan"
  /// A chain letter, an advertisement: written to everybody, not to a ministry.
  case bulk = "pesan_massal"
}
