#include "response/connections.h"

#include <gtest/gtest.h>

#include "response/testing.h"

namespace cordon::response {
namespace {

using testing::event;
using testing::event_of_client;

StoryEvent seen(model::Event event) { return {std::move(event), {}, false}; }

model::ConnectPayload connect(model::ConnectStage stage, std::optional<std::uint32_t> port = std::nullopt) {
  model::ConnectPayload payload;
  payload.stage = stage;
  payload.protocol = "tcp";
  payload.address = "203.0.113.7";
  payload.port = 8000;
  if (port) payload.source_address = "192.0.2.10";
  payload.source_port = port;
  payload.socket = 77u;
  payload.name = "sink.invalid";
  return payload;
}

model::HttpPayload http(std::uint32_t port, std::string host = "sink.invalid:8000") {
  return {"POST", std::move(host), "/x", std::nullopt, 200u, {"tcp", "192.0.2.10", port, "203.0.113.7", 8000}};
}

TEST(Connections, PutsTogetherWhatIsOfOneAddress) {
  const std::vector<Connection> all = connections(std::vector<StoryEvent>{
      seen(event(1, connect(model::ConnectStage::asked))), seen(event(2, connect(model::ConnectStage::sent, 40112))),
      seen(event(3, http(40112))), seen(event(9, connect(model::ConnectStage::sent, 40113)))});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].names, (std::vector<std::string>{"sink.invalid"}));
  EXPECT_EQ(all[0].requests, (std::vector<std::string>{"POST /x answered 200"}));
  EXPECT_EQ(all[0].processes, (std::vector<std::string>{"node (100)"}));
  EXPECT_EQ(all[0].times, 2u);
  EXPECT_TRUE(all[0].sent);
  EXPECT_FALSE(all[0].by_flow);
  EXPECT_EQ(all[0].evidence, "host-1/boot-1/watch/1");
}

TEST(Connections, TellsWhatWasOnlyAskedFor) {
  const std::vector<Connection> all =
      connections(std::vector<StoryEvent>{seen(event(1, connect(model::ConnectStage::asked)))});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_FALSE(all[0].sent);
  EXPECT_EQ(all[0].times, 1u);
}

TEST(Connections, KeepsServerNameAndFingerprintOfAHello) {
  model::TlsPayload tls;
  tls.server_name = "sink.invalid";
  tls.ja4 = "t13d1516h2_8daaf6152771_b186095e22b6";
  tls.flow = {"tcp", "2001:db8::1", 50000, "2001:db8::2", 443};
  const std::vector<Connection> all = connections(std::vector<StoryEvent>{seen(event(1, tls))});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].names, (std::vector<std::string>{"sink.invalid"}));
  EXPECT_EQ(all[0].requests, (std::vector<std::string>{"TLS, JA4 t13d1516h2_8daaf6152771_b186095e22b6"}));
}

TEST(Connections, CutsThePortOffAHostHeaderAndNothingElse) {
  for (const auto& [host, name] : {std::pair{"sink.invalid:8000", "sink.invalid"},
                                   {"sink.invalid", "sink.invalid"},
                                   {"[2001:db8::7]", "[2001:db8::7]"},
                                   {"a:b", "a:b"}}) {
    const std::vector<Connection> all = connections(std::vector<StoryEvent>{seen(event(1, http(1, host)))});
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].names, (std::vector<std::string>{name})) << host;
  }
}

// The capture knows no processes; the sensor on the machine saw the same two addresses and ports.
TEST(JoinByFlow, GivesWhatWasSeenOnTheWireItsPackage) {
  std::vector<StoryEvent> events{seen(event(1, connect(model::ConnectStage::sent, 40112))),
                                 seen(event_of_client(2, http(40112))), seen(event_of_client(3, http(40999)))};
  events[1].event.actor.reset();
  join_by_flow(events);
  ASSERT_TRUE(events[1].event.package);
  EXPECT_EQ(events[1].event.package->purl, "pkg:npm/plain-crypto-js@4.2.1");
  EXPECT_EQ(events[1].event.actor->pid, 100u);
  EXPECT_TRUE(events[1].by_flow);
  EXPECT_FALSE(events[2].event.package);
  EXPECT_FALSE(events[0].by_flow);
}

TEST(JoinByFlow, DoesNotTakeAPortThatWasUsedAgainLater) {
  for (const std::uint64_t seconds : {5u, 6u}) {
    std::vector<StoryEvent> events{seen(event(1, connect(model::ConnectStage::sent, 40112))),
                                   seen(event_of_client(1 + seconds, http(40112)))};
    join_by_flow(events);
    EXPECT_EQ(events[1].event.package.has_value(), seconds == 5);
  }
}

// The port was one package's, then another's, whatever the order in which the events stand.
TEST(JoinByFlow, TakesTheNearestNotTheFirst) {
  std::vector<StoryEvent> events{seen(event(4, connect(model::ConnectStage::sent, 40112))),
                                 seen(event(1, connect(model::ConnectStage::sent, 40112))),
                                 seen(event_of_client(2, http(40112))), seen(event_of_client(3, http(40112))),
                                 seen(event_of_client(0, http(40112)))};
  events[1].event.package->purl = "pkg:npm/kind@1.0.0";
  join_by_flow(events);
  for (const StoryEvent& each : events) ASSERT_TRUE(each.event.package) << each.event.id;
  EXPECT_EQ(events[2].event.package->purl, "pkg:npm/kind@1.0.0");
  EXPECT_EQ(events[3].event.package->purl, "pkg:npm/plain-crypto-js@4.2.1");
  EXPECT_EQ(events[4].event.package->purl, "pkg:npm/kind@1.0.0");
}

TEST(JoinByFlow, GivesNoPackageWhereTheNearestIsNoPackages) {
  std::vector<StoryEvent> events{seen(event(1, connect(model::ConnectStage::sent, 40112))),
                                 seen(event_of_client(3, connect(model::ConnectStage::sent, 40112))),
                                 seen(event_of_client(4, http(40112)))};
  join_by_flow(events);
  EXPECT_FALSE(events[1].event.package);  // the sensor on the machine knows that it is another process
  EXPECT_FALSE(events[2].event.package);
}

// Two machines of two networks may have the same address.
TEST(JoinByFlow, KeepsHostsApart) {
  std::vector<StoryEvent> events{seen(event(1, connect(model::ConnectStage::sent, 40112))),
                                 seen(event_of_client(1, http(40112)))};
  events[1].event.host = "host-2";
  join_by_flow(events);
  EXPECT_FALSE(events[1].event.package);
}

TEST(JoinByFlow, TakesAnAddressOfASocketOfIpv6AsThePacketHasIt) {
  model::ConnectPayload mapped = connect(model::ConnectStage::sent, 40112);
  mapped.address = "::ffff:203.0.113.7";
  mapped.source_address = "::ffff:192.0.2.10";
  std::vector<StoryEvent> events{seen(event(1, mapped)), seen(event_of_client(1, http(40112)))};
  join_by_flow(events);
  EXPECT_TRUE(events[1].event.package);
}

}  // namespace
}  // namespace cordon::response
