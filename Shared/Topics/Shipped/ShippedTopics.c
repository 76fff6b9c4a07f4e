// The topic folder, compiled in: a program needs no files beside it. A Swift array literal of this size takes the
// compiler minutes; this takes it milliseconds. A new topic needs its lines here; a test tells which are missing.
#include "ShippedTopics.h"

static const unsigned char words_yaml[] = {
#embed "words.yaml"
};
static const unsigned char slang_csv[] = {
#embed "slang.csv"
};
static const unsigned char informasi_umum_yaml[] = {
#embed "topics/informasi.umum.yaml"
};
static const unsigned char kdmp_lahan_yaml[] = {
#embed "topics/kdmp.lahan.yaml"
};
static const unsigned char kdmp_pembentukan_yaml[] = {
#embed "topics/kdmp.pembentukan.yaml"
};
static const unsigned char kdmp_pembiayaan_yaml[] = {
#embed "topics/kdmp.pembiayaan.yaml"
};
static const unsigned char kdmp_pengelolaan_yaml[] = {
#embed "topics/kdmp.pengelolaan.yaml"
};
static const unsigned char kdmp_regulasi_yaml[] = {
#embed "topics/kdmp.regulasi.yaml"
};
static const unsigned char kelembagaan_badan_hukum_yaml[] = {
#embed "topics/kelembagaan.badan_hukum.yaml"
};
static const unsigned char kelembagaan_rat_yaml[] = {
#embed "topics/kelembagaan.rat.yaml"
};
static const unsigned char kelembagaan_simkopdes_yaml[] = {
#embed "topics/kelembagaan.simkopdes.yaml"
};
static const unsigned char ksp_administrasi_yaml[] = {
#embed "topics/ksp.administrasi.yaml"
};
static const unsigned char ksp_ilegal_yaml[] = {
#embed "topics/ksp.ilegal.yaml"
};
static const unsigned char ksp_pinjaman_yaml[] = {
#embed "topics/ksp.pinjaman.yaml"
};
static const unsigned char ksp_simpanan_yaml[] = {
#embed "topics/ksp.simpanan.yaml"
};
static const unsigned char layanan_petugas_yaml[] = {
#embed "topics/layanan.petugas.yaml"
};
static const unsigned char luar_lain_yaml[] = {
#embed "topics/luar.lain.yaml"
};
static const unsigned char luar_umkm_yaml[] = {
#embed "topics/luar.umkm.yaml"
};
static const unsigned char pembiayaan_keringanan_yaml[] = {
#embed "topics/pembiayaan.keringanan.yaml"
};
static const unsigned char pembiayaan_lpdb_yaml[] = {
#embed "topics/pembiayaan.lpdb.yaml"
};
static const unsigned char pengawasan_kesehatan_yaml[] = {
#embed "topics/pengawasan.kesehatan.yaml"
};
static const unsigned char pengawasan_penyelewengan_yaml[] = {
#embed "topics/pengawasan.penyelewengan.yaml"
};
static const unsigned char talenta_pelatihan_yaml[] = {
#embed "topics/talenta.pelatihan.yaml"
};
static const unsigned char usaha_distribusi_yaml[] = {
#embed "topics/usaha.distribusi.yaml"
};
static const unsigned char usaha_kemitraan_yaml[] = {
#embed "topics/usaha.kemitraan.yaml"
};
static const unsigned char usaha_operasional_yaml[] = {
#embed "topics/usaha.operasional.yaml"
};
static const unsigned char usaha_permintaan_yaml[] = {
#embed "topics/usaha.permintaan.yaml"
};

static const struct disposisi_topic_file files[] = {
  {"words.yaml", words_yaml, sizeof words_yaml},
  {"slang.csv", slang_csv, sizeof slang_csv},
  {"topics/informasi.umum.yaml", informasi_umum_yaml, sizeof informasi_umum_yaml},
  {"topics/kdmp.lahan.yaml", kdmp_lahan_yaml, sizeof kdmp_lahan_yaml},
  {"topics/kdmp.pembentukan.yaml", kdmp_pembentukan_yaml, sizeof kdmp_pembentukan_yaml},
  {"topics/kdmp.pembiayaan.yaml", kdmp_pembiayaan_yaml, sizeof kdmp_pembiayaan_yaml},
  {"topics/kdmp.pengelolaan.yaml", kdmp_pengelolaan_yaml, sizeof kdmp_pengelolaan_yaml},
  {"topics/kdmp.regulasi.yaml", kdmp_regulasi_yaml, sizeof kdmp_regulasi_yaml},
  {"topics/kelembagaan.badan_hukum.yaml", kelembagaan_badan_hukum_yaml, sizeof kelembagaan_badan_hukum_yaml},
  {"topics/kelembagaan.rat.yaml", kelembagaan_rat_yaml, sizeof kelembagaan_rat_yaml},
  {"topics/kelembagaan.simkopdes.yaml", kelembagaan_simkopdes_yaml, sizeof kelembagaan_simkopdes_yaml},
  {"topics/ksp.administrasi.yaml", ksp_administrasi_yaml, sizeof ksp_administrasi_yaml},
  {"topics/ksp.ilegal.yaml", ksp_ilegal_yaml, sizeof ksp_ilegal_yaml},
  {"topics/ksp.pinjaman.yaml", ksp_pinjaman_yaml, sizeof ksp_pinjaman_yaml},
  {"topics/ksp.simpanan.yaml", ksp_simpanan_yaml, sizeof ksp_simpanan_yaml},
  {"topics/layanan.petugas.yaml", layanan_petugas_yaml, sizeof layanan_petugas_yaml},
  {"topics/luar.lain.yaml", luar_lain_yaml, sizeof luar_lain_yaml},
  {"topics/luar.umkm.yaml", luar_umkm_yaml, sizeof luar_umkm_yaml},
  {"topics/pembiayaan.keringanan.yaml", pembiayaan_keringanan_yaml, sizeof pembiayaan_keringanan_yaml},
  {"topics/pembiayaan.lpdb.yaml", pembiayaan_lpdb_yaml, sizeof pembiayaan_lpdb_yaml},
  {"topics/pengawasan.kesehatan.yaml", pengawasan_kesehatan_yaml, sizeof pengawasan_kesehatan_yaml},
  {"topics/pengawasan.penyelewengan.yaml", pengawasan_penyelewengan_yaml, sizeof pengawasan_penyelewengan_yaml},
  {"topics/talenta.pelatihan.yaml", talenta_pelatihan_yaml, sizeof talenta_pelatihan_yaml},
  {"topics/usaha.distribusi.yaml", usaha_distribusi_yaml, sizeof usaha_distribusi_yaml},
  {"topics/usaha.kemitraan.yaml", usaha_kemitraan_yaml, sizeof usaha_kemitraan_yaml},
  {"topics/usaha.operasional.yaml", usaha_operasional_yaml, sizeof usaha_operasional_yaml},
  {"topics/usaha.permintaan.yaml", usaha_permintaan_yaml, sizeof usaha_permintaan_yaml},
};

size_t disposisi_topic_file_count(void) { return sizeof files / sizeof files[0]; }

struct disposisi_topic_file disposisi_topic_file_at(size_t index) { return files[index]; }
