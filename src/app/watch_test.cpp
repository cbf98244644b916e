#include "app/watch.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::app {
namespace {

const FixedClock kClock(1'774'915'200);

class WatchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    intel::KnowledgeOptions options;
    options.embedded = false;
    knowledge_ = *intel::Knowledge::load(options);
    judge_.emplace(*Judge::make(knowledge_, {}));
    watcher_.emplace(*judge_, &sink_,
                     [this](const model::Finding& finding, const model::Event&) { told_.push_back(finding.rule_id); });
  }
  static model::Event of_package(std::uint64_t seq, model::EventPayload payload, const char* purl = "pkg:npm/a@1.0.0") {
    model::Event event = bus::test_event(seq, std::move(payload));
    event.actor = model::Actor{77, 7, 1, 1000, std::nullopt};
    event.package.emplace();
    event.package->purl = purl;
    event.package->phase = model::Phase::postinstall;
    event.package->run_id = "r";
    return event;
  }
  static model::EventPayload foreign() {
    return model::ConnectPayload{model::ConnectStage::asked, "tcp", "198.51.100.7", 80, {}, {}, {}, {}, {}};
  }

  intel::Knowledge knowledge_;
  policy::Settings settings_;
  std::optional<Judge> judge_;
  bus::MemorySink sink_;
  std::vector<std::string> told_;
  std::optional<Watcher> watcher_;
};

TEST_F(WatchTest, WhatIsConcludedFollowsTheEventItCameFrom) {
  ASSERT_TRUE(watcher_->put(of_package(0, model::ExecPayload{"/bin/sh", {"sh", "-c", "node x.js"}, "/p"})));
  ASSERT_TRUE(watcher_->put(of_package(1, foreign())));
  ASSERT_EQ(sink_.events.size(), 3u);
  const model::Event& made = sink_.events[2];
  ASSERT_EQ(made.kind(), model::EventKind::finding);
  EXPECT_EQ(made.sensor, "test.findings");
  EXPECT_EQ(made.id, "host/boot/test.findings/0");
  EXPECT_EQ(made.wall_ns, sink_.events[1].wall_ns);
  EXPECT_EQ(told_, (std::vector<std::string>{"watch.foreign-host"}));
}

TEST_F(WatchTest, ARecordingJudgedAgainConcludesTheSameOnce) {
  ASSERT_TRUE(watcher_->put(of_package(0, foreign())));
  const std::vector<model::Event> recorded = sink_.events;
  Judge again = *Judge::make(knowledge_, {});
  bus::MemorySink second;
  Watcher replay(again, &second, {});
  for (const model::Event& event : recorded) ASSERT_TRUE(replay.put(event));
  EXPECT_EQ(second.events, recorded);
  EXPECT_EQ(replay.report({}).findings, watcher_->report({}).findings);
}

TEST_F(WatchTest, ScriptsAreCountedByRunPackageAndPhase) {
  ASSERT_TRUE(watcher_->put(of_package(0, model::ExecPayload{"/bin/sh", {"sh"}, "/p"})));
  ASSERT_TRUE(watcher_->put(of_package(1, foreign())));
  ASSERT_TRUE(watcher_->put(of_package(2, model::ExecPayload{"/bin/sh", {"sh"}, "/p"}, "pkg:npm/b@1.0.0")));
  ASSERT_TRUE(watcher_->put(bus::test_event(3, model::LossPayload{5, "the ring was full"})));
  model::WatchReport report = watcher_->report({});
  ASSERT_EQ(report.scripts.size(), 2u);
  EXPECT_EQ(report.scripts[0].events, 2u);
  EXPECT_EQ(report.scripts[0].processes, 1u);
  EXPECT_EQ(report.scripts[0].connections, 1u);
  EXPECT_EQ(report.events, 4u);
  EXPECT_EQ(report.lost, 5u);
  answer(report, {knowledge_, true, settings_, model::Severity::high}, kClock);
  EXPECT_FALSE(report.answer.complete);
  EXPECT_NE(report.answer.headline.find("5 events LOST"), std::string::npos) << report.answer.headline;
}

TEST_F(WatchTest, NothingSeenIsClean) {
  model::WatchReport report = watcher_->report({});
  answer(report, {knowledge_, true, settings_, model::Severity::high}, kClock);
  EXPECT_EQ(report.answer.exit_code, 0u);
  EXPECT_TRUE(report.answer.complete);
}

}  // namespace
}  // namespace cordon::app
