#include "cli/render_traffic.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::TrafficReport report() {
  model::TrafficReport made;
  made.schema = "cordon.traffic/1";
  made.answer.headline = "nothing";
  made.answer.complete = true;
  for (int i = 0; i < 55; ++i) {
    model::Conversation each;
    each.flow = {"tcp", "192.0.2.1", 40'000, "2001:db8::5", 443};
    each.name = "host\x1b[2J.example.test";
    each.application = "tls";
    each.first_ns = 3'661'001'000'000;
    made.conversations.push_back(each);
  }
  made.conversations[0].package.emplace();
  made.conversations[0].package->purl = "pkg:npm/a@1.0.0";
  made.conversations[0].package->phase = model::Phase::postinstall;
  made.conversations[0].actor = model::Actor{77, 1, std::nullopt, std::nullopt, "/usr/bin/curl"};
  made.flows = 55;
  return made;
}

TEST(RenderTraffic, SaysWhoTalkedWithWhomWithNothingHidden) {
  const std::string shown = render_traffic_text(report(), {});
  EXPECT_TRUE(shown.starts_with("CLEAN: nothing"));
  for (const char* part : {"01:01:01.001", "192.0.2.1:40000", "[2001:db8::5]:443", "host<U+001B>[2J.example.test",
                           "[a 1.0.0 postinstall] pid 77 /usr/bin/curl", "and 5 more"})
    EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
}

TEST(RenderTraffic, CleanNeedsEverythingRead) {
  model::TrafficReport made = report();
  made.answer.complete = false;
  EXPECT_TRUE(render_traffic_text(made, {}).starts_with("INCOMPLETE"));
}

TEST(RenderTraffic, TheJsonComesBackAsItWas) {
  const auto document = json::parse(render_traffic_json(report()));
  ASSERT_TRUE(document);
  model::TrafficReport again;
  ASSERT_TRUE(model::read(document->root(), again));
  EXPECT_EQ(again, report());
}

}  // namespace
}  // namespace cordon::cli
