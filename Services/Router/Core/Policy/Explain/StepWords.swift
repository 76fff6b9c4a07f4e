import Units
import Cases

extension ResolverStep {
  /// For units.
  package var indonesian: String {
    switch self {
    case .named(let unit): "Aturan menyebut \(unit)."
    case .village: "Anggotanya tinggal di satu desa atau kelurahan: pembinanya kabupaten/kota."
    case .area(.regency): "Wilayah keanggotaan satu kabupaten/kota: pembinanya kabupaten/kota."
    case .area(.province): "Wilayah keanggotaan beberapa kabupaten/kota: pembinanya provinsi."
    case .area(.national): "Wilayah keanggotaan beberapa provinsi: pembinanya kementerian."
    case .area: "Wilayah keanggotaan belum diketahui: dinas terdekat yang diketahui."
    case .officeOf(let region): "Kabupaten/kota \(region): \(UnitCode.office(of: region))."
    case .provinceOf(let region): "Provinsi dari \(region): \(UnitCode.office(of: region.province))."
    case .noPlace: "Daerahnya belum diketahui."
    case .ministry(let unit): "Unit yang berwenang di kementerian: \(unit)."
    case .above(let unit, let parent): "Di atas \(unit): \(parent)."
    case .switchedOff(let unit, let next): "\(unit) sedang tidak aktif: diambil alih \(next)."
    case .triage: "Diputuskan oleh tim pusat panggilan."
    }
  }

  /// For operators and developers.
  package var english: String {
    switch self {
    case .named(let unit): "the rule names \(unit)"
    case .village: "a cooperative of one village: its supervisor is the kabupaten/kota, whatever the form says"
    case .area(.regency): "membership area kabkota: the supervisor is the kabupaten/kota"
    case .area(.province): "membership area provinsi: the supervisor is the province"
    case .area(.national): "membership area nasional: the supervisor is the ministry"
    case .area: "membership area unknown: the deepest office that is known"
    case .officeOf(let region): "the kabupaten/kota is \(region): \(UnitCode.office(of: region))"
    case .provinceOf(let region): "the province of \(region): \(UnitCode.office(of: region.province))"
    case .noPlace: "the place is not known"
    case .ministry(let unit): "the rule's unit at the ministry: \(unit)"
    case .above(let unit, let parent): "above \(unit): \(parent)"
    case .switchedOff(let unit, let next): "\(unit) is switched off: \(next) takes over"
    case .triage: "the call centre's own team decides"
    }
  }
}
