#include "network/capture_source.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/os/mapped_file.h"
#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

std::string capture_of(const std::vector<std::string>& packets) {
  std::string out = big(0xA1B2C3D4, 4) + big(2, 2) + big(4, 2) + big(0, 8) + big(65535, 4) + big(101, 4);
  for (const std::string& each : packets)
    out += big(1774920000, 4) + big(0, 4) + big(each.size(), 4) + big(each.size(), 4) + each;
  return out;
}

CaptureSource source_of(std::string_view bytes) {
  TrafficOptions options;
  options.identity = identity_of_capture("x.pcap", "host");
  return {CaptureFile::open(bytes, "x.pcap").value(), "x.pcap", options};
}

TEST(CaptureSource, GivesAllEventsInPiecesAndThenEnds) {
  std::vector<std::string> packets;
  for (std::uint16_t port = 1; port <= 5000; ++port)
    packets.push_back(ipv4(kClient, kServer, 6, tcp(port, 443, 1, 0, kSyn)));
  const std::string bytes = capture_of(packets);
  CaptureSource source = source_of(bytes);
  bus::MemorySink sink;
  EXPECT_EQ(source.poll(std::chrono::milliseconds(0), sink).value(), bus::SourceState::open);
  EXPECT_EQ(sink.events.size(), CaptureSource::kPacketsAPoll);
  EXPECT_EQ(source.poll(std::chrono::milliseconds(0), sink).value(), bus::SourceState::ended);
  EXPECT_EQ(sink.events.size(), 5000u);
  EXPECT_EQ(source.poll(std::chrono::milliseconds(0), sink).value(), bus::SourceState::ended);
  EXPECT_TRUE(source.unread().empty());
}

TEST(CaptureSource, KeepsWhatStandsBeforeACutAndTellsTheRest) {
  const std::string whole = capture_of({ipv4(kClient, kServer, 6, tcp(1, 2, 1, 0, kSyn)), "never read"});
  const std::string bytes = whole.substr(0, whole.size() - 1);
  CaptureSource source = source_of(bytes);
  bus::MemorySink sink;
  EXPECT_EQ(source.poll(std::chrono::milliseconds(0), sink).value(), bus::SourceState::ended);
  EXPECT_EQ(sink.events.size(), 1u);
  ASSERT_EQ(source.unread().size(), 1u);
  EXPECT_EQ(source.unread()[0].code, "truncated");
}

// Real captures, many of them damaged on purpose: each is read to its end, and twice the same.
TEST(CaptureSource, SurvivesEveryCaptureOfTheSharedData) {
  const char* root = std::getenv("CORDON_SHARED_DATA");
  if (root == nullptr || !std::filesystem::exists(std::filesystem::path(root) / "pcaps-tcpdump"))
    GTEST_SKIP() << "CORDON_SHARED_DATA does not name a folder with captures";
  std::size_t captures = 0, refused = 0, events = 0;
  for (const char* folder : {"pcaps-tcpdump", "pcaps-suricata", "pcaps-arkime"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(root) / folder)) {
      const std::string extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".pcap" && extension != ".pcapng")) continue;
      const auto mapped = os::MappedFile::open(entry.path());
      ASSERT_TRUE(mapped) << entry.path();
      const std::string bytes(mapped->content());  // a copy of exactly this size, so that a sanitizer sees its end
      ++captures;
      if (!CaptureFile::open(bytes, "x")) {
        ++refused;
        continue;
      }
      bus::MemorySink first, second;
      for (bus::MemorySink* sink : {&first, &second}) {
        CaptureSource source = source_of(bytes);
        while (source.poll(std::chrono::milliseconds(0), *sink).value() == bus::SourceState::open) {
        }
        const TrafficTotals& totals = source.totals();
        EXPECT_EQ(totals.packets, totals.tcp + totals.udp + totals.other_protocol + totals.not_ip + totals.fragments +
                                      totals.damaged + totals.unsupported_link);
      }
      EXPECT_EQ(first.events, second.events) << entry.path();
      events += first.events.size();
    }
  }
  EXPECT_GT(captures, 600u);
  EXPECT_LT(refused, captures / 10);
  EXPECT_GT(events, 1500u);
}

}  // namespace
}  // namespace cordon::network
