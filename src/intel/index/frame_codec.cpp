#include "intel/index/frame_codec.h"

#include <zstd.h>

#include "intel/index/codec.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kFrameBytes = 256 << 10;   // of texts in one frame: what looking one up unpacks
constexpr int kPackLevel = 9;                    // above it packing takes ten times as long for a few per cent
constexpr std::uint32_t kMaxFrame = 128u << 20;  // unpacked: more than any record may have

}  // namespace

void FramePacker::Free::operator()(ZSTD_CCtx_s* packer) const { ZSTD_freeCCtx(packer); }

Result<FramePacker> FramePacker::make() {
  FramePacker out;
  out.packer_.reset(ZSTD_createCCtx());
  if (!out.packer_) return fail(ErrorCode::system, "no memory to pack texts with");
  return out;
}

Result<void> FramePacker::add(std::string_view text) {
  if (count_ > 0 && texts_.size() + text.size() > kFrameBytes) TRY(flush());
  put_text(texts_, text);
  ++count_;
  return {};
}

Result<std::vector<PackedFrame>> FramePacker::finish() {
  if (count_ > 0) TRY(flush());
  return std::move(frames_);
}

Result<void> FramePacker::flush() {
  PackedFrame frame;
  frame.bytes = static_cast<std::uint32_t>(texts_.size());
  frame.texts = count_;
  frame.packed.resize(ZSTD_compressBound(texts_.size()));
  const std::size_t bytes = ZSTD_compressCCtx(packer_.get(), frame.packed.data(), frame.packed.size(), texts_.data(),
                                              texts_.size(), kPackLevel);
  if (ZSTD_isError(bytes) != 0) return fail(ErrorCode::system, "texts could not be packed");
  frame.packed.resize(bytes);
  frame.packed.shrink_to_fit();
  frames_.push_back(std::move(frame));
  texts_.clear();
  count_ = 0;
  return {};
}

Result<std::string> unpack_frame(std::string_view packed, std::uint32_t bytes) {
  std::string out;
  if (bytes > kMaxFrame) return fail(ErrorCode::invalid_value, "a frame of texts is damaged");
  out.resize(bytes);
  if (ZSTD_decompress(out.data(), bytes, packed.data(), packed.size()) != bytes)
    return fail(ErrorCode::invalid_value, "a frame of texts is damaged");
  return out;
}

}  // namespace cordon::intel
