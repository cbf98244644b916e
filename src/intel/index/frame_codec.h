// Frames: texts of many advisories packed together with zstd, because neighbours share words.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct ZSTD_CCtx_s;

namespace cordon::intel {

struct PackedFrame {
  std::string packed;
  std::uint32_t bytes = 0, texts = 0;  // unpacked
};

class FramePacker {
 public:
  // Fails with system when there is no memory.
  static Result<FramePacker> make();

  Result<void> add(std::string_view text);
  // All frames, in the order of the texts. Call it once.
  Result<std::vector<PackedFrame>> finish();

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* packer) const;
  };
  FramePacker() = default;
  Result<void> flush();

  std::unique_ptr<ZSTD_CCtx_s, Free> packer_;
  std::vector<PackedFrame> frames_;
  std::string texts_;
  std::uint32_t count_ = 0;
};

// The texts of a frame, each behind its length. Fails with invalid_value when it is damaged or does not give `bytes`.
Result<std::string> unpack_frame(std::string_view packed, std::uint32_t bytes);

}  // namespace cordon::intel
