#include "network/link_layer.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

const std::string kIp = ipv4(kClient, kServer, 17, udp(1, 2, "x"));

LinkContent content_of(LinkType type, const std::string& bytes) { return read_link_layer(type, bytes).content; }

TEST(LinkLayer, FindsIpBehindEveryHeaderItReads) {
  const std::vector<std::pair<LinkType, std::string>> headers = {
      {LinkType::ethernet, ethernet("")},
      {LinkType::raw, ""},
      {LinkType::raw_old, ""},
      {LinkType::ipv4, ""},
      {LinkType::null, bytes_of("\2\0\0\0")},
      {LinkType::null, bytes_of("\0\0\0\2")},
      {LinkType::loop, bytes_of("\0\0\0\x1E")},
      {LinkType::linux_sll, bytes_of("\0\0\0\1\0\6\2\0\0\0\0\1\0\0\x08\0")},
      {LinkType::linux_sll2, bytes_of("\x08\0\0\0\0\0\0\1\0\1\0\6\2\0\0\0\0\1\0\0")},
  };
  for (const auto& [type, header] : headers) {
    const std::string bytes = header + kIp;
    const LinkPayload payload = read_link_layer(type, bytes);
    EXPECT_EQ(payload.content, LinkContent::ip) << static_cast<unsigned>(type);
    EXPECT_EQ(payload.bytes, kIp) << static_cast<unsigned>(type);
    // Any shorter header is told as damaged, never read beyond.
    for (std::size_t length = 0; length < header.size(); ++length)
      EXPECT_NE(content_of(type, header.substr(0, length)), LinkContent::ip);
  }
}

TEST(LinkLayer, ReadsThroughTagsOfVirtualNetworks) {
  EXPECT_EQ(read_link_layer(LinkType::ethernet, ethernet(bytes_of("\0\5\x08\0") + kIp, 0x8100)).bytes, kIp);
  const std::string stacked = ethernet(bytes_of("\0\5\x81\0\0\6\x08\0") + kIp, 0x88A8);
  EXPECT_EQ(read_link_layer(LinkType::ethernet, stacked).bytes, kIp);
}

TEST(LinkLayer, StopsAtTooManyTags) {
  std::string tags;
  for (int i = 0; i < 20; ++i) tags += bytes_of("\0\1\x81\0");
  EXPECT_EQ(content_of(LinkType::ethernet, ethernet(tags, 0x8100)), LinkContent::damaged);
}

TEST(LinkLayer, ReadsLabelsAndSessions) {
  EXPECT_EQ(read_link_layer(LinkType::ethernet, ethernet(bytes_of("\0\0\x20\1\0\0\x21\1") + kIp, 0x8847)).bytes, kIp);
  EXPECT_EQ(read_link_layer(LinkType::ethernet, ethernet(bytes_of("\x11\0\0\1\0\x20\0\x21") + kIp, 0x8864)).bytes, kIp);
  EXPECT_EQ(content_of(LinkType::ethernet, ethernet(bytes_of("\x11\0\0\1\0\x20\xC0\x21"), 0x8864)),
            LinkContent::not_ip);
}

TEST(LinkLayer, TellsWhatIsNoIpFromWhatItCannotRead) {
  EXPECT_EQ(content_of(LinkType::ethernet, ethernet(std::string(28, '\0'), 0x0806)), LinkContent::not_ip);
  EXPECT_EQ(content_of(static_cast<LinkType>(105), std::string(40, '\0')), LinkContent::unsupported);
  EXPECT_EQ(content_of(LinkType::null, bytes_of("\0\0\0\7") + kIp), LinkContent::not_ip);
}

}  // namespace
}  // namespace cordon::network
