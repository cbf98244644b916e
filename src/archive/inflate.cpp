#include "archive/inflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

#include "archive/little_endian.h"

namespace cordon::archive {
namespace {

struct Free {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

// One a thread: allocating it costs more than unpacking a small entry.
Result<libdeflate_decompressor*> decompressor() {
  thread_local const std::unique_ptr<libdeflate_decompressor, Free> mine(libdeflate_alloc_decompressor());
  if (!mine) return fail(ErrorCode::system, "no memory to unpack with");
  return mine.get();
}

constexpr std::uint64_t kFirstGuess = 1 << 16;  // bytes of a gzip member, when its own word is not to be trusted

}  // namespace

Result<void> inflate(std::string_view packed, std::uint64_t bytes, std::string& out) {
  libdeflate_decompressor* const unpacker = TRY(decompressor());
  out.resize(bytes);
  std::size_t used = 0;
  const auto done =
      libdeflate_deflate_decompress_ex(unpacker, packed.data(), packed.size(), out.data(), out.size(), &used, nullptr);
  if (done != LIBDEFLATE_SUCCESS || used != packed.size())
    return fail(ErrorCode::syntax, "does not unpack to the size that is written");
  return {};
}

Result<std::string> gunzip(std::string_view packed, std::uint64_t max_bytes) {
  libdeflate_decompressor* const unpacker = TRY(decompressor());
  std::string out;
  std::size_t written = 0;
  do {
    std::size_t used = 0, grown = 0;
    for (std::uint64_t room = std::min(max_bytes - written, std::max<std::uint64_t>(kFirstGuess, packed.size() * 4));
         ;) {
      out.resize(written + room);
      const auto done = libdeflate_gzip_decompress_ex(unpacker, packed.data(), packed.size(), out.data() + written,
                                                      room, &used, &grown);
      if (done == LIBDEFLATE_SUCCESS) break;
      if (done != LIBDEFLATE_INSUFFICIENT_SPACE) return fail(ErrorCode::syntax, "is no whole gzip file");
      if (written + room >= max_bytes) return fail(ErrorCode::too_large, "unpacks to more than is allowed");
      room = std::min(max_bytes - written, room * 2);
    }
    written += grown;
    packed.remove_prefix(used);
  } while (!packed.empty());
  out.resize(written);
  return out;
}

std::uint32_t crc32(std::string_view bytes) { return libdeflate_crc32(0, bytes.data(), bytes.size()); }

}  // namespace cordon::archive
