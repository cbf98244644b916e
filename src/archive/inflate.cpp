#include "archive/inflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

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
constexpr std::uint64_t kUsualRatio = 16;       // unpacked bytes for each packed one, at most, of usual archives

// How much a member probably unpacks to: what the last one says of itself, modulo 2^32, where it can be that of the
// whole. Nothing depends on it but how often the room has to grow.
std::uint64_t likely_size(std::string_view packed) {
  const std::uint64_t by_ratio = std::max<std::uint64_t>(kFirstGuess, packed.size() * 4);
  if (packed.size() < 4) return by_ratio;
  const std::uint64_t stated = u32(packed, packed.size() - 4);
  const bool is_likely = stated >= packed.size() - packed.size() / 16 && stated <= packed.size() * kUsualRatio;
  return is_likely ? std::max(kFirstGuess, stated) : by_ratio;
}

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
  constexpr auto kAny = std::numeric_limits<std::uint32_t>::max();
  Gunzipped done = TRY(gunzip(packed, {.bytes = max_bytes, .ratio = kAny, .members = kAny}));
  if (!done.trailing.empty()) return fail(ErrorCode::syntax, "is no whole gzip file");
  return std::move(done.bytes);
}

Result<Gunzipped> gunzip(std::string_view packed, const GunzipLimits& limits) {
  libdeflate_decompressor* const unpacker = TRY(decompressor());
  const std::uint64_t by_ratio =
      limits.ratio == 0 || packed.size() < std::numeric_limits<std::uint64_t>::max() / limits.ratio
          ? packed.size() * limits.ratio
          : limits.bytes;
  const std::uint64_t most = std::min(limits.bytes, by_ratio);
  Gunzipped out;
  std::size_t written = 0;
  do {
    if (out.members == limits.members) return fail(ErrorCode::too_many, "more gzip members than the limit");
    std::size_t used = 0, grown = 0;
    for (std::uint64_t room = std::min(most - written, likely_size(packed));;) {
      if (written == 0) out.bytes = {};  // what is not needed any more must not stand beside what takes its place
      out.bytes.resize(written + room);
      const auto done = libdeflate_gzip_decompress_ex(unpacker, packed.data(), packed.size(),
                                                      out.bytes.data() + written, room, &used, &grown);
      if (done == LIBDEFLATE_SUCCESS) break;
      if (done != LIBDEFLATE_INSUFFICIENT_SPACE) return fail(ErrorCode::syntax, "is no whole gzip file");
      if (written + room >= limits.bytes) return fail(ErrorCode::too_large, "unpacks to more than is allowed");
      if (written + room >= most) return fail(ErrorCode::invalid_value, "unpacks to suspiciously much: a bomb");
      room = std::min(most - written, room * 2);
    }
    written += grown;
    ++out.members;
    packed.remove_prefix(used);
  } while (packed.starts_with("\x1f\x8b"));
  out.trailing = packed;
  out.bytes.resize(written);
  return out;
}

std::uint32_t crc32(std::string_view bytes) { return libdeflate_crc32(0, bytes.data(), bytes.size()); }

}  // namespace cordon::archive
