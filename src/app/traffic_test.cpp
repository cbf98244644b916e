#include "app/traffic.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::app {
namespace {

const FixedClock kClock(1'774'915'200);

const model::Flow kFlow{"tcp", "192.0.2.1", 40'000, "203.0.113.5", 8000};

network::Flow ended_flow() {
  network::Flow flow;
  flow.client = {network::Address::v4(std::string("\xc0\x00\x02\x01", 4)), 40'000};
  flow.server = {network::Address::v4(std::string("\xcb\x00\x71\x05", 4)), 8000};
  flow.tcp = true;
  flow.first_ns = 5;
  flow.last_ns = 9;
  flow.sides[0].bytes = 100;
  flow.sides[1].bytes = 7;
  flow.sides[0].packets = 2;
  flow.sides[1].packets = 1;
  flow.application = network::Application::http;
  flow.name = "dns.example.test";
  return flow;
}

class TrafficTest : public ::testing::Test {
 protected:
  void SetUp() override {
    intel::KnowledgeOptions options;
    options.embedded = false;
    knowledge_ = *intel::Knowledge::load(options);
    judge_.emplace(*Judge::make(knowledge_, {}));
  }
  static model::Event connect(std::uint64_t seq) {
    return bus::test_event(seq, model::ConnectPayload{model::ConnectStage::sent, "tcp", "203.0.113.5", 8000,
                                                      "192.0.2.1", 40'000, std::nullopt, std::nullopt, std::nullopt});
  }
  void own() {
    model::Event seen = connect(0);
    seen.id = "host/boot/watch/9";
    seen.actor = model::Actor{77, 7, 1, 1000, "/usr/bin/curl"};
    seen.package.emplace();
    seen.package->purl = "pkg:npm/a@1.0.0";
    seen.package->phase = model::Phase::postinstall;
    seen.package->run_id = "r";
    ASSERT_TRUE(owners_.put(seen));
  }
  static model::HttpPayload post() { return {"POST", "sink.example.test:8000", "/x", "agent", 200, kFlow}; }

  intel::Knowledge knowledge_;
  policy::Settings settings_;
  std::optional<Judge> judge_;
  FlowOwners owners_;
  bus::MemorySink sink_;
};

TEST_F(TrafficTest, AConversationAndAllItsEventsGetTheirPackage) {
  own();
  TrafficReader reader(*judge_, &owners_, &sink_);
  ASSERT_TRUE(reader.put(connect(0)));
  ASSERT_TRUE(reader.put(bus::test_event(1, post())));
  reader.ended(ended_flow());
  ASSERT_EQ(sink_.events.size(), 2u);
  for (const model::Event& event : sink_.events) {
    ASSERT_TRUE(event.package);
    EXPECT_EQ(event.package->purl, "pkg:npm/a@1.0.0");
    EXPECT_EQ(event.actor->executable, "/usr/bin/curl");
  }
  model::TrafficReport report = reader.report({}, {});
  ASSERT_EQ(report.conversations.size(), 1u);
  const model::Conversation& made = report.conversations[0];
  EXPECT_EQ(made.flow, kFlow);
  EXPECT_EQ(made.name, "sink.example.test:8000");
  EXPECT_EQ(made.application, "http");
  EXPECT_EQ(made.package->purl, "pkg:npm/a@1.0.0");
  EXPECT_EQ(made.event, "host/boot/watch/9");
  EXPECT_EQ(made.bytes_sent, 100u);
  EXPECT_EQ(made.packets, 3u);
  EXPECT_FALSE(report.findings.empty());
  answer(report, {knowledge_, true, settings_, model::Severity::medium}, kClock, true);
  EXPECT_EQ(report.answer.exit_code, 1u);
  EXPECT_NE(report.answer.headline.find("1 of a 1.0.0"), std::string::npos) << report.answer.headline;
}

TEST_F(TrafficTest, WithoutWhatTheHostSawNobodyIsBlamed) {
  TrafficReader reader(*judge_, nullptr, &sink_);
  ASSERT_TRUE(reader.put(connect(0)));
  reader.ended(ended_flow());
  model::TrafficReport report = reader.report({}, {});
  ASSERT_EQ(report.conversations.size(), 1u);
  EXPECT_FALSE(report.conversations[0].package);
  EXPECT_EQ(report.conversations[0].name, "dns.example.test");
  EXPECT_TRUE(report.findings.empty());
  answer(report, {knowledge_, true, settings_, model::Severity::high}, kClock, false);
  EXPECT_EQ(report.answer.exit_code, 0u);
}

TEST_F(TrafficTest, MoreConversationsThanAreListedAreCountedAndThoseOfPackagesStay) {
  own();
  TrafficReader reader(*judge_, &owners_, nullptr);
  for (std::size_t i = 0; i < kMostConversations + 3; ++i) reader.ended(ended_flow());
  ASSERT_TRUE(reader.put(connect(0)));
  reader.ended(ended_flow());
  const model::TrafficReport report = reader.report({}, {});
  EXPECT_EQ(report.conversations.size(), kMostConversations + 1);
  EXPECT_TRUE(report.conversations.front().package);
  ASSERT_EQ(report.coverage.unread.size(), 1u);
  EXPECT_EQ(report.coverage.unread[0].code, "too_many");
}

}  // namespace
}  // namespace cordon::app
