/// Where a case stands, as the public sees it.
package enum CaseState: String, WordChoice {
  case received
  case classified
  case routed
  case inProgress = "in_progress"
  case waiting
  case answered
  case closed
  case reopened
  case handedOn = "handed_on"

  package var indonesian: String {
    switch self {
    case .received: "Diterima"
    case .classified: "Diverifikasi"
    case .routed: "Didisposisikan"
    case .inProgress: "Dalam proses"
    case .waiting: "Menunggu pelapor"
    case .answered: "Ditindaklanjuti"
    case .closed: "Selesai"
    case .reopened: "Dibuka kembali"
    case .handedOn: "Dialihkan"
    }
  }

  /// Open311 knows two states only.
  package var isOpen: Bool { self != .closed && self != .handedOn }
}
