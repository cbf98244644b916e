#include "app/flow_owners.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

model::Event seen(std::uint64_t seq, std::string source, std::uint32_t port, std::string purl) {
  model::Event event =
      bus::test_event(seq, model::ConnectPayload{model::ConnectStage::sent, "tcp", "203.0.113.5", 8000,
                                                 std::move(source), port, 1, std::nullopt, std::nullopt});
  event.wall_ns = (1'000 + seq) * kSecond;
  event.package.emplace();
  event.package->purl = std::move(purl);
  return event;
}

const model::Flow kFlow{"tcp", "192.0.2.1", 40'000, "203.0.113.5", 8000};

TEST(FlowOwners, BothEndsAndTheTimeMustBeTheSame) {
  FlowOwners owners;
  ASSERT_TRUE(owners.put(seen(0, "192.0.2.1", 40'000, "pkg:npm/a@1")));
  ASSERT_TRUE(owners.put(seen(0, "192.0.2.1", 40'001, "pkg:npm/b@1")));
  const FlowOwner* owner = owners.find(kFlow, 1'000 * kSecond);
  ASSERT_NE(owner, nullptr);
  EXPECT_EQ(owner->package->purl, "pkg:npm/a@1");
  EXPECT_NE(owners.find(kFlow, 1'004 * kSecond), nullptr);
  EXPECT_EQ(owners.find(kFlow, 1'006 * kSecond), nullptr);
  EXPECT_EQ(owners.find(kFlow, 994 * kSecond), nullptr);
  model::Flow other = kFlow;
  other.protocol = "udp";
  EXPECT_EQ(owners.find(other, 1'000 * kSecond), nullptr);
  other = kFlow;
  other.server_port = 443;
  EXPECT_EQ(owners.find(other, 1'000 * kSecond), nullptr);
}

TEST(FlowOwners, AReusedPortBelongsToTheNearest) {
  FlowOwners owners;
  for (const std::uint64_t at : {0, 3, 60})
    ASSERT_TRUE(owners.put(seen(at, "192.0.2.1", 40'000, "pkg:npm/a@" + std::to_string(at))));
  EXPECT_EQ(owners.find(kFlow, 1'002 * kSecond)->package->purl, "pkg:npm/a@3");
  EXPECT_EQ(owners.find(kFlow, 1'060 * kSecond)->package->purl, "pkg:npm/a@60");
}

TEST(FlowOwners, AnIpv4AddressInIpv6IsTheSame) {
  FlowOwners owners;
  ASSERT_TRUE(owners.put(seen(0, "::ffff:192.0.2.1", 40'000, "pkg:npm/a@1")));
  EXPECT_NE(owners.find(kFlow, 1'000 * kSecond), nullptr);
}

TEST(FlowOwners, AConversationCapturedFromTheServersSideIsTheSame) {
  FlowOwners owners;
  ASSERT_TRUE(owners.put(seen(0, "192.0.2.1", 40'000, "pkg:npm/a@1")));
  const model::Flow turned{"tcp", kFlow.server_address, kFlow.server_port, kFlow.client_address, kFlow.client_port};
  EXPECT_NE(owners.find(turned, 1'000 * kSecond), nullptr);
}

TEST(FlowOwners, WhatHasNoEndOfItsOwnIsPassedOver) {
  FlowOwners owners;
  model::Event asked = seen(0, "192.0.2.1", 40'000, "pkg:npm/a@1");
  std::get<model::ConnectPayload>(asked.payload).source_port.reset();
  ASSERT_TRUE(owners.put(asked));
  ASSERT_TRUE(owners.put(bus::exec_event(1, "/bin/sh", {})));
  EXPECT_EQ(owners.size(), 0u);
}

}  // namespace
}  // namespace cordon::app
