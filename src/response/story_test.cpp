#include "response/story.h"

#include <gtest/gtest.h>

#include "model/finding.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

using testing::event;
using testing::event_of_client;
using testing::finding;

class StoryTest : public ::testing::Test {
 protected:
  void add(RecordPayload payload) {
    builder_.add({++seq_, "2026-03-31T01:00:00Z", std::string(64, 'a'),
                  model::CaseSource{"given.json", std::string(64, 'b'), 10, seq_}, std::move(payload)});
  }
  StoryBuilder builder_;
  std::uint64_t seq_ = 0;
};

TEST_F(StoryTest, CountsAnEventOnceHoweverOftenItWasTakenIn) {
  const model::Event one = event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt});
  add(one);
  add(one);
  const Story story = builder_.finish();
  EXPECT_EQ(story.events, 1u);
  ASSERT_EQ(story.packages.size(), 1u);
  EXPECT_EQ(story.packages[0].events, 1u);
}

TEST_F(StoryTest, TellsThatTwoEventsOfOneIdContradictEachOther) {
  add(event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}));
  add(event(1, model::ExecPayload{"/bin/other", {"other"}, std::nullopt}));
  const Story story = builder_.finish();
  EXPECT_EQ(story.events, 1u);
  ASSERT_EQ(story.unread.size(), 1u);
  EXPECT_EQ(story.unread[0].code, "contradiction");
  EXPECT_EQ(story.unread[0].path, "given.json");
  EXPECT_EQ(story.unread[0].line, 2u);
  EXPECT_TRUE(story.unread[0].incomplete);
  EXPECT_NE(story.unread[0].reason.find("host-1/boot-1/watch/1"), std::string::npos);
}

TEST_F(StoryTest, PutsTogetherOneFindingOfTwoReports) {
  add(finding("watch.x", model::Severity::high, "host-1/boot-1/watch/1"));
  add(finding("watch.x", model::Severity::high, "host-1/boot-1/watch/2"));
  const Story story = builder_.finish();
  ASSERT_EQ(story.findings.size(), 1u);
  EXPECT_EQ(story.findings[0].finding.evidence.size(), 2u);
  EXPECT_EQ(story.findings[0].from.record, 1u);
  EXPECT_EQ(story.findings[0].from.path, "given.json");
}

TEST_F(StoryTest, TakesFindingsOutOfEvents) {
  add(event(5, model::FindingPayload{finding("watch.x", model::Severity::high, "host-1/boot-1/watch/1")}));
  EXPECT_EQ(builder_.finish().findings.size(), 1u);
}

TEST_F(StoryTest, FindsThePackageOfAFindingAboutAConversationByTheEventItRestsOn) {
  model::Finding about = finding("traffic.x", model::Severity::high, "host-1/boot-1/watch/1");
  about.subject = {model::SubjectKind::flow, std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                   "203.0.113.7:8000",       std::nullopt};
  about.kind = model::FindingKind::network;
  add(about);
  add(event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}));
  const Story story = builder_.finish();
  ASSERT_EQ(story.findings.size(), 1u);
  EXPECT_EQ(story.findings[0].package, "pkg:npm/plain-crypto-js@4.2.1");
  ASSERT_EQ(story.packages.size(), 1u);
  EXPECT_TRUE(story.packages[0].concerned);
}

TEST_F(StoryTest, AddsUpTheEventsThatASensorLost) {
  add(event_of_client(1, model::LossPayload{3, "the ring was full"}));
  add(event_of_client(2, model::LossPayload{4, "the ring was full"}));
  add(event_of_client(3, model::LossPayload{1, "the disk was full"}));
  const Story story = builder_.finish();
  ASSERT_EQ(story.lost.size(), 2u);
  EXPECT_EQ(story.lost[0].count, 7u);
  EXPECT_EQ(story.lost[0].sensor, "host-1 watch");
}

TEST_F(StoryTest, NeverTellsAnImmenseLossAsASmallOne) {
  for (const std::uint64_t number : {1u, 2u, 3u})
    add(event_of_client(number, model::LossPayload{UINT64_MAX / 2, "the ring was full"}));
  const Story story = builder_.finish();
  ASSERT_EQ(story.lost.size(), 1u);
  EXPECT_EQ(story.lost[0].count, UINT64_MAX);
}

TEST_F(StoryTest, CountsNumbersThatNoEventHas) {
  for (const std::uint64_t number : {9u, 3u, 4u, 5u}) add(event_of_client(number, model::UsagePayload{1, 2}));
  const Story story = builder_.finish();
  ASSERT_EQ(story.absent.size(), 1u);
  EXPECT_EQ(story.absent[0].count, 3u);
}

TEST_F(StoryTest, FindsNoNumberMissingInWholeRows) {
  for (const std::uint64_t number : {2u, 1u, 3u}) add(event_of_client(number, model::UsagePayload{1, 2}));
  EXPECT_TRUE(builder_.finish().absent.empty());
}

TEST_F(StoryTest, ListsFilesThatWereTouchedWithAllThatWasDone) {
  add(event(1, model::FilePayload{model::FileOperation::create, "/tmp/x", std::nullopt, 0644u}));
  add(event(2, model::FilePayload{model::FileOperation::chmod, "/tmp/x", std::nullopt, 0755u}));
  add(event(3, model::FilePayload{model::FileOperation::rename, "/tmp/x", "/tmp/y", std::nullopt}));
  add(event_of_client(4, model::FilePayload{model::FileOperation::write, "/tmp/npm", std::nullopt, std::nullopt}));
  const Story story = builder_.finish();
  ASSERT_EQ(story.touched.size(), 1u);
  EXPECT_EQ(story.touched[0].operations, (std::vector<std::string>{"create", "chmod to 755", "rename to /tmp/y"}));
  EXPECT_EQ(story.touched[0].times, 3u);
}

TEST_F(StoryTest, KeepsAnswersNotesFilesAndCoverageApart) {
  add(model::CaseNote{"answer", "bad"});
  add(model::CaseNote{"note", "by Kim"});
  add(model::CaseNote{"same_content", "again"});
  model::CaseFile file;
  file.path = "a.pcap";
  add(file);
  model::Coverage coverage;
  coverage.unread.push_back({"x", 1, "truncated", "cut", true});
  add(coverage);
  add(coverage);
  const Story story = builder_.finish();
  EXPECT_EQ(story.answers, (std::vector<std::string>{"given.json: bad"}));
  EXPECT_EQ(story.notes, (std::vector<std::string>{"by Kim"}));
  EXPECT_EQ(story.files.size(), 1u);
  EXPECT_EQ(story.unread.size(), 1u);
}

TEST_F(StoryTest, TellsAFileThatWasNotReadToItsEndUntilItIs) {
  for (const bool read_again : {false, true}) {
    StoryBuilder builder;
    const model::CaseSource source{"events", std::string(64, 'c'), 10, std::nullopt};
    const auto put = [&](RecordPayload payload, std::optional<model::CaseSource> from) {
      builder.add({1, "2026-03-31T01:00:00Z", std::string(64, 'a'), std::move(from), std::move(payload)});
    };
    model::CaseFile file;
    file.path = source.path;
    file.sha256 = source.sha256;
    put(file, std::nullopt);
    put(model::CaseNote{"interrupted", "a part"}, source);
    if (read_again) put(file, std::nullopt);
    const Story story = builder.finish();
    ASSERT_EQ(story.unread.size(), read_again ? 0u : 1u);
    if (read_again) continue;
    EXPECT_EQ(story.unread[0].path, "events");
    EXPECT_TRUE(story.unread[0].incomplete);
  }
}

TEST_F(StoryTest, PutsTheFindingThatGotFurthestFirstAmongEquals) {
  model::Finding swapped = finding("a.swap", model::Severity::critical, "e");
  model::Finding runs = finding("b.survivor", model::Severity::critical, "e");
  swapped.exposure = runs.exposure = model::unknown_exposure();
  model::establish(swapped.exposure->executed, model::FactValue::yes, "e");
  model::establish(runs.exposure->persisted, model::FactValue::yes, "e");
  swapped.remedy = {{1, "read the archive", std::nullopt}};
  runs.remedy = {{1, "disconnect", std::nullopt}};
  add(swapped);
  add(runs);
  const Story story = builder_.finish();
  ASSERT_EQ(story.recovery.steps.size(), 2u);
  EXPECT_EQ(story.recovery.steps[0].action, "disconnect");
}

TEST_F(StoryTest, TellsWhatKnowledgeAReportDidNotHave) {
  model::Coverage coverage;
  coverage.knowledge.push_back({"incident packs", 57, "2026-11-25", "loaded", std::nullopt});
  coverage.knowledge.push_back({"advisories", 0, std::nullopt, "absent", std::nullopt});
  add(coverage);
  const Story story = builder_.finish();
  ASSERT_EQ(story.unread.size(), 1u);
  EXPECT_EQ(story.unread[0].path, "given.json: advisories");
  EXPECT_EQ(story.unread[0].code, "absent");
}

TEST_F(StoryTest, KeepsWhatCordonDecidedAndDid) {
  add(event_of_client(
      1, model::DecisionPayload{model::VerdictValue::block, model::VerdictValue::allow, {"f1", "f2"}, {}, {}, {}}));
  add(event_of_client(2, model::ActionPayload{"freeze", "process 4105", "done"}));
  const Story story = builder_.finish();
  ASSERT_EQ(story.deeds.size(), 2u);
  EXPECT_EQ(story.deeds[0].what, "decided: block");
  EXPECT_EQ(story.deeds[0].outcome, "allow, for findings f1, f2");
  EXPECT_EQ(story.deeds[1].what, "freeze process 4105");
}

TEST_F(StoryTest, LeavesOutOfItsTreeWhatItIsNotAbout) {
  add(finding("watch.x", model::Severity::high, "host-1/boot-1/watch/1"));
  add(event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}));
  model::Event other = event(2, model::ExecPayload{"/bin/kind", {"kind"}, std::nullopt}, 200);
  other.package->purl = "pkg:npm/kind@1.0.0";
  add(other);
  const Story story = builder_.finish();
  ASSERT_EQ(story.processes.size(), 1u);
  EXPECT_EQ(story.processes[0].commands, (std::vector<std::string>{"sh"}));
  EXPECT_EQ(story.packages.size(), 2u);
}

TEST_F(StoryTest, SortsFindingsByWeightAndPutsWaivedOnesLast) {
  model::Finding waived = finding("a.waived", model::Severity::critical, "e");
  waived.waived = model::Waived{"kim", "a test", "2027-01-01"};
  add(waived);
  add(finding("b.low", model::Severity::low, "e"));
  add(finding("c.critical", model::Severity::critical, "e"));
  std::vector<std::string> rules;
  for (const StoryFinding& each : builder_.finish().findings) rules.push_back(each.finding.rule_id);
  EXPECT_EQ(rules, (std::vector<std::string>{"c.critical", "b.low", "a.waived"}));
}

}  // namespace
}  // namespace cordon::response
