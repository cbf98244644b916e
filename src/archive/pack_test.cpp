#include "archive/pack.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include "archive/inflate.h"

namespace cordon::archive {
namespace {

std::string sample(std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; out.size() < bytes; ++i) out += "{\"version\":\"" + std::to_string(i * 7919) + "\"},";
  out.resize(bytes);
  return out;
}

TEST(Pack, WhatIsPackedUnpacksToTheSame) {
  for (const std::size_t bytes : {0u, 1u, 1'000u, 3'000'000u}) {
    const std::string text = sample(bytes);
    const auto unpacked = gunzip(gzip(text), bytes);
    ASSERT_TRUE(unpacked) << bytes;
    EXPECT_TRUE(*unpacked == text);
    const std::string packed = zstd(text);
    std::string out(bytes, '\0');
    EXPECT_EQ(ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()), bytes);
    EXPECT_TRUE(out == text);
  }
}

TEST(Pack, TheSameTextGivesTheSameBytes) {
  EXPECT_EQ(gzip("a text"), gzip("a text"));
  EXPECT_EQ(zstd("a text"), zstd("a text"));
}

}  // namespace
}  // namespace cordon::archive
