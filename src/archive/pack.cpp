#include "archive/pack.h"

#include <libdeflate.h>
#include <zstd.h>

#include <memory>

namespace cordon::archive {
namespace {

constexpr int kGzipLevel = 4, kZstdLevel = 3;

struct Free {
  void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
};

}  // namespace

std::string gzip(std::string_view text) {
  const std::unique_ptr<libdeflate_compressor, Free> compressor(libdeflate_alloc_compressor(kGzipLevel));
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
  out.resize(libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), out.data(), out.size()));
  out.shrink_to_fit();
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t bytes = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), kZstdLevel);
  out.resize(ZSTD_isError(bytes) != 0 ? 0 : bytes);
  out.shrink_to_fit();
  return out;
}

}  // namespace cordon::archive
