#include "network/flow_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "network/testing.h"

namespace cordon::network {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

Endpoint endpoint(std::uint32_t number, std::uint16_t port) { return {Address::v4(testing::big(number, 4)), port}; }
FlowKey key(std::uint32_t number, bool tcp = true) {
  return FlowKey::of(endpoint(number, 1000), endpoint(7, 443), tcp);
}

TEST(FlowTable, HasOneKeyForBothDirections) {
  EXPECT_EQ(FlowKey::of(endpoint(1, 10), endpoint(2, 20), true), FlowKey::of(endpoint(2, 20), endpoint(1, 10), true));
  EXPECT_NE(key(1, true), key(1, false));
}

TEST(FlowTable, FindsWhatWasInsertedAndNotWhatWasRemoved) {
  FlowTable table({});
  EXPECT_EQ(table.find(key(1)), nullptr);
  Flow& flow = table.insert(key(1), kSecond, {});
  EXPECT_EQ(table.find(key(1)), &flow);
  EXPECT_EQ(flow.first_ns, kSecond);
  table.remove(flow, FlowEnd::reused, {});
  EXPECT_EQ(table.find(key(1)), nullptr);
  EXPECT_EQ(table.size(), 0u);
}

TEST(FlowTable, LetsTheOneThatWasIdleLongestGoWhenItIsFull) {
  FlowTable table({.flows = 2});
  std::vector<std::pair<std::uint64_t, FlowEnd>> ended;
  const auto on_end = [&](Flow& flow, FlowEnd why) { ended.emplace_back(flow.first_ns, why); };
  Flow& first = table.insert(key(1), 1, on_end);
  table.insert(key(2), 2, on_end);
  table.touch(first, 3);
  table.insert(key(3), 4, on_end);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0], std::pair(std::uint64_t{2}, FlowEnd::evicted));
  EXPECT_EQ(table.evictions(), 1u);
  EXPECT_NE(table.find(key(1)), nullptr);
}

TEST(FlowTable, LetsGoWhatWasIdleTooLongByItsKind) {
  FlowTable table({.tcp_idle_ns = 300 * kSecond, .udp_idle_ns = 60 * kSecond, .closed_idle_ns = 10 * kSecond});
  table.insert(key(1), 0, {});
  table.insert(key(2, false), 0, {});
  Flow& closed = table.insert(key(3), 0, {});
  closed.reset = true;
  table.touch(closed, 0);
  table.expire(9 * kSecond, {});
  EXPECT_EQ(table.size(), 3u);
  table.expire(10 * kSecond, {});
  EXPECT_EQ(table.find(key(3)), nullptr);
  table.expire(60 * kSecond, {});
  EXPECT_EQ(table.find(key(2, false)), nullptr);
  EXPECT_NE(table.find(key(1)), nullptr);
  table.expire(300 * kSecond, {});
  EXPECT_EQ(table.size(), 0u);
}

TEST(FlowTable, EndsAllOldestFirst) {
  FlowTable table({});
  for (std::uint32_t i = 1; i <= 5; ++i) table.insert(key(i, i % 2 == 0), i, {});
  std::vector<std::uint64_t> ended;
  table.drain([&](Flow& flow, FlowEnd) { ended.push_back(flow.first_ns); });
  EXPECT_EQ(ended, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST(FlowTable, BehavesAsAMapWhateverComes) {
  std::mt19937 random(2);  // NOLINT: the same cases in every run
  FlowTable table({.flows = 300});
  std::map<std::uint32_t, std::uint64_t> expected;  // of each number the time of its insertion
  for (std::uint64_t step = 1; step <= 50'000; ++step) {
    const auto number = static_cast<std::uint32_t>(random() % 290);
    Flow* flow = table.find(key(number));
    ASSERT_EQ(flow != nullptr, expected.contains(number));
    if (flow != nullptr) ASSERT_EQ(flow->first_ns, expected[number]);
    if (flow == nullptr) {
      table.insert(key(number), step, {});
      expected[number] = step;
    } else if (random() % 2 == 0) {
      table.remove(*flow, FlowEnd::reused, {});
      expected.erase(number);
    } else {
      table.touch(*flow, step);
    }
  }
  EXPECT_EQ(table.size(), expected.size());
}

}  // namespace
}  // namespace cordon::network
