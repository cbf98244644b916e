#include "response/report_sections.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/finding.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

template <class Kind>
const Kind* first(const Section& section) {
  for (const Block& block : section.blocks)
    if (const auto* found = std::get_if<Kind>(&block)) return found;
  return nullptr;
}

TEST(ReportSections, SayThatNothingIsRecorded) {
  for (const Section& section :
       {recovery_section({}), packages_section({}), processes_section({}), connections_section({}), touched_section({}),
        findings_section({}), evidence_section({})}) {
    EXPECT_EQ(first<Table>(section), nullptr) << section.title;
    EXPECT_NE(first<Paragraph>(section), nullptr) << section.title;
  }
}

TEST(ReportSections, KeepAllSixStepsOfTheChain) {
  Story story;
  for (std::size_t i = 0; i < kStages; ++i) story.chain[i].stage = static_cast<Stage>(i);
  const Section section = chain_section(story);
  const auto* chain = first<Chain>(section);
  ASSERT_NE(chain, nullptr);
  std::vector<std::string> names;
  for (const ChainStep& step : chain->steps) names.push_back(step.name);
  EXPECT_EQ(names, (std::vector<std::string>{"publish", "resolve", "fetch", "script", "process", "connection"}));
}

TEST(ReportSections, SayWhereEachMomentStands) {
  Story story;
  story.chain[3].stage = Stage::script;
  story.chain[3].moments.push_back({1'774'917'118'000'000'000,
                                    "pkg:npm/x@1.0.0",
                                    "its code ran",
                                    {{"log:1", "sha256:00", {7, "watch.json", std::string(64, 'a'), 12}, 0}},
                                    4,
                                    2,
                                    false});
  const Section section = chain_section(story);
  const auto* chain = first<Chain>(section);
  ASSERT_NE(chain, nullptr);
  ASSERT_EQ(chain->steps[3].moments.size(), 1u);
  const ChainMoment& moment = chain->steps[3].moments[0];
  EXPECT_EQ(moment.time, "2026-03-31 00:31:58.000 UTC");
  EXPECT_EQ(moment.text, "x 1.0.0: its code ran (2 times)");
  ASSERT_EQ(moment.evidence.size(), 1u);
  EXPECT_EQ(moment.evidence[0].text, "log:1 [sha256:00]");
  EXPECT_EQ(moment.evidence[0].source, "watch.json:12, sha256 aaaaaaaaaaaaaaaa\u2026, record 7");
  EXPECT_EQ(moment.more, 4u);
}

TEST(ReportSections, CountTheStepsThatAreLeftOut) {
  Story story;
  story.recovery.steps = {{1, "Remove the package", std::nullopt}};
  const Section all = recovery_section(story);
  EXPECT_EQ(first<Paragraph>(all), nullptr);
  story.recovery.left_out = 2;
  const Section some = recovery_section(story);
  ASSERT_NE(first<Paragraph>(some), nullptr);
  EXPECT_EQ(first<Paragraph>(some)->text, "2 more things to look at for findings of less weight stand in the records.");
}

StoryPackage package_with(const model::Exposure& exposure) {
  StoryPackage package;
  package.purl = "pkg:npm/x@1.0.0";
  package.exposure = exposure;
  package.concerned = true;
  return package;
}

std::string how_far(const model::Exposure& exposure) {
  Story story;
  story.packages.push_back(package_with(exposure));
  const Section section = packages_section(story);
  return first<Table>(section)->rows.at(0).at(1);
}

// "It did not run" is said only where something proves it.
TEST(ReportSections, DoNotSayThatItDidNotRunWithoutProof) {
  model::Exposure exposure = model::unknown_exposure();
  EXPECT_EQ(how_far(exposure), "not known; no evidence that it ran");
  model::establish(exposure.installed, model::FactValue::yes, "tree");
  EXPECT_EQ(how_far(exposure), "installed; no evidence that it ran");
  model::establish(exposure.executed, model::FactValue::no, "scripts were off");
  EXPECT_EQ(how_far(exposure), "installed; it did not run");
  model::establish(exposure.executed, model::FactValue::yes, "log");
  EXPECT_EQ(how_far(exposure), "executed");
}

TEST(ReportSections, WriteTechniquesAsAttackDoes) {
  Story story;
  StoryFinding& one = story.findings.emplace_back();
  one.finding = testing::finding("watch.x", model::Severity::high, "host-1/boot-1/watch/1");
  one.finding.tags = {"attack.t1059.004", "cordon.x"};
  one.package = "pkg:npm/plain-crypto-js@4.2.1";
  const Section section = findings_section(story);
  const auto* table = first<Table>(section);
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->rows[0][3], "T1059.004, cordon.x");
  EXPECT_EQ(table->rows[0][2], "plain-crypto-js 4.2.1");
  EXPECT_EQ(table->rows[0][4], "host-1/boot-1/watch/1 \u201ccurl -o /tmp/ld.py\u201d");
}

TEST(ReportSections, ListWhatWasNotLookedAt) {
  Story story;
  model::CaseFile capture, changed;
  capture.path = "a.pcap";
  capture.kind = model::CaseFileKind::capture;
  story.files = {capture};
  story.lost.push_back({"host watch", "the ring was full", 3});
  story.absent.push_back({"host boot watch", "numbers between 1 and 9", 2});
  story.unread.push_back({"events.ndjson", 19, "truncated", "cut", true});
  model::CaseVerifyReport verified;
  verified.remarks = {"line 4 was not written whole"};
  const Section section = coverage_section(story, verified);
  const auto* list = first<Bullets>(section);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->items.size(), 5u);
  EXPECT_NE(std::ranges::find(list->items, "host watch: 3 events lost: the ring was full"), list->items.end());
  EXPECT_NE(std::ranges::find(list->items, "events.ndjson:19: cut"), list->items.end());
}

TEST(ReportSections, ShowTheTreeOfProcesses) {
  Story story;
  ProcessNode root, child;
  root.pid = 1;
  root.package = "pkg:npm/x@1.0.0";
  root.commands = {"sh"};
  root.exit_code = 0;
  child.pid = 2;
  child.depth = 1;
  child.commands = {"nohup y", "y"};
  child.survived = true;
  story.processes = {root, child};
  const Section section = processes_section(story);
  const auto* tree = first<Preformatted>(section);
  ASSERT_NE(tree, nullptr);
  EXPECT_EQ(tree->lines[0], "1 sh  [x 1.0.0]  [exit 0]");
  EXPECT_EQ(tree->lines[1], "  2 nohup y => y  [still ran when its script had ended]");
}

TEST(ReportSections, TellAFileThatChangedWhileItWasRead) {
  Story story;
  model::CaseFile file;
  file.path = "growing.log";
  file.changed = true;
  story.files = {file};
  const Section section = evidence_section(story);
  EXPECT_TRUE(first<Table>(section)->rows.at(0).at(5).starts_with("NO"));
}

}  // namespace
}  // namespace cordon::response
