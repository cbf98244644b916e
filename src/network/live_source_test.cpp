#include "network/live_source.h"

#include <gtest/gtest.h>

#include "network/own_network.h"

namespace cordon::network {
namespace {

using namespace testing;

TEST(LiveSource, TellsLossAsAnEvent) {
  in_own_network([] {
    auto capture = LiveCapture::open("lo", {.blocks = 2, .block_bytes = 64u << 10, .retire_ms = 20});
    if (!capture || !send_datagrams(3000, std::string(1000, 'x'), 7777)) return false;
    TrafficOptions options;
    options.identity = {.host = "h", .boot = "b", .sensor = "capture", .mono_offset_ns = 0, .has_mono = false};
    LiveSource source(std::move(*capture), live_options(options));
    bus::MemorySink sink;
    for (int tries = 0; tries < 5; ++tries)
      if (source.poll(std::chrono::milliseconds(50), sink).value() != bus::SourceState::open) return false;
    std::uint64_t lost = 0;
    bool connected = false;
    for (const model::Event& event : sink.events) {
      if (const auto* loss = std::get_if<model::LossPayload>(&event.payload)) lost += loss->count;
      if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload)) connected |= connect->port == 7777;
      if (event.mono_ns == 0 || event.mono_ns >= event.wall_ns) return false;
    }
    return lost > 0 && lost == source.totals().lost && connected;
  });
}

TEST(LiveSource, WaitsLessAndKnowsTheTimeSinceBoot) {
  const TrafficOptions one = live_options({});
  EXPECT_LT(one.answer_wait_ns, TrafficOptions{}.answer_wait_ns);
  EXPECT_TRUE(one.identity.has_mono);
  EXPECT_LT(one.identity.mono_offset_ns, 0);
}

}  // namespace
}  // namespace cordon::network
