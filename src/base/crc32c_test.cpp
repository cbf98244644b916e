#include "base/crc32c.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon {
namespace {

// RFC 3720 appendix B.4; the bytes there are in the order of the wire.
TEST(Crc32c, VectorsOfRfc3720) {
  EXPECT_EQ(crc32c(""), 0u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43u);
  std::string rising;
  for (char c = 0; c < 32; ++c) rising += c;
  EXPECT_EQ(crc32c(rising), 0x46DD794Eu);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
}

TEST(Crc32c, ATextInTwoPartsGivesTheSame) {
  const std::string text = "a text that is longer than eight bytes and no multiple of them";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    EXPECT_EQ(crc32c(text.substr(cut), crc32c(text.substr(0, cut))), crc32c(text)) << cut;
}

}  // namespace
}  // namespace cordon
