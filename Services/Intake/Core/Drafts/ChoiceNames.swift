import Cases

/// What choices are called where people choose: a word of ours, and its name.
package enum ChoiceNames {
  package static let areas = [
    ("kabkota", "Satu kabupaten/kota"), ("provinsi", "Beberapa kabupaten/kota dalam satu provinsi"),
    ("nasional", "Beberapa provinsi"),
  ]
  package static let kinds = [
    ("pengaduan", "Pengaduan"), ("permintaan_informasi", "Pertanyaan"), ("aspirasi", "Saran"),
  ]
  package static let privacies = [
    ("terbuka", "Terbuka: unit yang menjawab boleh tahu nama saya"),
    ("rahasia", "Rahasia: nama saya hanya untuk mengirim jawaban"),
    ("anonim", "Anonim: nama dan kontak saya tidak disimpan"),
  ]
  package static let languages = [("id", "Bahasa Indonesia"), ("en", "English")]
}
