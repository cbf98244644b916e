#include "network/event_writer.h"

#include <gtest/gtest.h>

namespace cordon::network {
namespace {

class FailingSink final : public bus::EventSink {
 public:
  Result<void> put(const model::Event&) override { return fail(ErrorCode::too_large, "full"); }
};

model::LossPayload loss(std::uint64_t count) { return {.count = count, .reason = "test"}; }

TEST(EventWriter, NumbersEventsOfOneSensor) {
  EventWriter writer({.host = "h", .boot = "b", .sensor = "capture", .mono_offset_ns = 0, .has_mono = false});
  bus::MemorySink sink;
  writer.attach(sink);
  writer.put(loss(1), 10);
  writer.put(loss(2), 20);
  ASSERT_EQ(sink.events.size(), 2u);
  EXPECT_EQ(sink.events[0].id, "h/b/capture/1");
  EXPECT_EQ(sink.events[1].id, "h/b/capture/2");
  EXPECT_EQ(sink.events[1].wall_ns, 20u);
  EXPECT_EQ(sink.events[1].mono_ns, 0u);  // a file does not say
}

TEST(EventWriter, KnowsTheTimeSinceBootWhereItIsToldTheDifference) {
  EventWriter writer({.host = "h", .boot = "b", .sensor = "capture", .mono_offset_ns = -900, .has_mono = true});
  bus::MemorySink sink;
  writer.attach(sink);
  writer.put(loss(1), 1000);
  EXPECT_EQ(sink.events.at(0).mono_ns, 100u);
}

TEST(EventWriter, GivesTheFirstFailureOnce) {
  EventWriter writer({});
  FailingSink sink;
  writer.attach(sink);
  writer.put(loss(1), 1);
  writer.put(loss(2), 2);
  const auto result = writer.take_result();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::too_large);
  EXPECT_TRUE(writer.take_result());
}

TEST(EventWriter, TakesTheNameOfAFileForItsBoot) {
  const EventIdentity one = identity_of_capture("a.pcap", "h"), other = identity_of_capture("b.pcap", "h");
  EXPECT_EQ(one.boot, identity_of_capture("a.pcap", "h").boot);
  EXPECT_NE(one.boot, other.boot);
  EXPECT_EQ(one.boot.find('/'), std::string::npos);
}

}  // namespace
}  // namespace cordon::network
