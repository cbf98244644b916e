#include "intel/index/frame_codec.h"

#include <gtest/gtest.h>

#include "intel/index/codec.h"

namespace cordon::intel {
namespace {

TEST(FrameCodec, TextsComeBackInTheirOrderFromAsManyFramesAsTheyNeed) {
  auto packer = FramePacker::make();
  ASSERT_TRUE(packer);
  std::vector<std::string> texts;
  for (int i = 0; i < 1'000; ++i) texts.push_back(std::to_string(i) + std::string(1'000, static_cast<char>(i)));
  for (const std::string& text : texts) ASSERT_TRUE(packer->add(text));
  const auto frames = packer->finish();
  ASSERT_TRUE(frames);
  EXPECT_GT(frames->size(), 1u);
  std::size_t next = 0;
  for (const PackedFrame& frame : *frames) {
    const auto unpacked = unpack_frame(frame.packed, frame.bytes);
    ASSERT_TRUE(unpacked);
    std::uint32_t count = 0;
    for (Cursor cursor(*unpacked); !cursor.at_end(); ++count) EXPECT_EQ(cursor.text(), texts[next++]);
    EXPECT_EQ(count, frame.texts);
  }
  EXPECT_EQ(next, texts.size());
}

TEST(FrameCodec, ADamagedFrameIsRefused) {
  auto packer = FramePacker::make();
  ASSERT_TRUE(packer && packer->add("a text"));
  const auto frames = packer->finish();
  ASSERT_TRUE(frames && frames->size() == 1);
  const PackedFrame& frame = frames->front();
  EXPECT_FALSE(unpack_frame(frame.packed, frame.bytes + 1));
  EXPECT_FALSE(unpack_frame(frame.packed.substr(1), frame.bytes));
  EXPECT_FALSE(unpack_frame("", 5));
  EXPECT_FALSE(unpack_frame(frame.packed, 0xffffffff));
}

}  // namespace
}  // namespace cordon::intel
