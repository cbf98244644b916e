#include "response/story_packages.h"

#include <gtest/gtest.h>

#include "model/finding.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

using testing::event;
using testing::finding;

constexpr const char* kPhantom = "pkg:npm/plain-crypto-js@4.2.1";

StoryFinding about(std::string purl, model::Severity severity,
                   model::FindingKind kind = model::FindingKind::behaviour) {
  StoryFinding out{finding("watch.x", severity, "host-1/boot-1/watch/1", purl), purl, {}};
  out.finding.kind = kind;
  return out;
}

StoryEvent exec_event(model::AttributionConfidence confidence = model::AttributionConfidence::inherited) {
  model::Event seen = event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt});
  seen.package->confidence = confidence;
  return {std::move(seen), {}, false};
}

std::vector<std::string> concerned(const std::vector<StoryPackage>& packages) {
  std::vector<std::string> out;
  for (const StoryPackage& each : packages)
    if (each.concerned) out.push_back(each.purl);
  return out;
}

TEST(StoryPackages, ConcernsThoseThatDidSomethingAndNotThoseThatAreMerelyVulnerable) {
  const auto packages = tell_packages(std::vector<StoryFinding>{about("pkg:npm/old@1.0.0", model::Severity::critical,
                                                                      model::FindingKind::vulnerability),
                                                                about(kPhantom, model::Severity::high)},
                                      {});
  EXPECT_EQ(concerned(packages), (std::vector<std::string>{kPhantom}));
}

TEST(StoryPackages, ConcernsVulnerableOnesWhereThereIsNothingWorse) {
  const auto packages = tell_packages(
      std::vector<StoryFinding>{about("pkg:npm/old@1.0.0", model::Severity::medium, model::FindingKind::vulnerability),
                                about("pkg:npm/note@1.0.0", model::Severity::info)},
      {});
  EXPECT_EQ(concerned(packages), (std::vector<std::string>{"pkg:npm/old@1.0.0"}));
}

TEST(StoryPackages, ConcernsAllThatEventsBelongToWhereThereAreNoFindings) {
  EXPECT_EQ(concerned(tell_packages({}, std::vector<StoryEvent>{exec_event()})), (std::vector<std::string>{kPhantom}));
}

TEST(StoryPackages, ConcernsNobodyWhoseFindingIsWaived) {
  StoryFinding waived = about(kPhantom, model::Severity::critical);
  waived.finding.waived = model::Waived{"kim", "a test", "2027-01-01"};
  EXPECT_TRUE(concerned(tell_packages(std::vector<StoryFinding>{waived}, {})).empty());
}

TEST(StoryPackages, SaysThatItRanWhenAnEventShowsIt) {
  const auto packages = tell_packages({}, std::vector<StoryEvent>{exec_event()});
  ASSERT_EQ(packages.size(), 1u);
  EXPECT_EQ(packages[0].exposure.executed.value, model::FactValue::yes);
  EXPECT_EQ(packages[0].exposure.executed.evidence, (std::vector<std::string>{"event host-1/boot-1/watch/1"}));
  EXPECT_EQ(packages[0].exposure.contacted.value, model::FactValue::unknown);
}

// "Import" and "path" are guesses: no fact.
TEST(StoryPackages, DoesNotSayThatItRanWhenThePackageIsOnlyGuessed) {
  for (const auto confidence : {model::AttributionConfidence::import_, model::AttributionConfidence::path,
                                model::AttributionConfidence::unknown}) {
    const auto packages = tell_packages({}, std::vector<StoryEvent>{exec_event(confidence)});
    ASSERT_EQ(packages.size(), 1u);
    EXPECT_EQ(packages[0].exposure.executed.value, model::FactValue::unknown);
  }
}

TEST(StoryPackages, AddsUpTheExposureOfAllFindings) {
  StoryFinding one = about(kPhantom, model::Severity::high), other = about(kPhantom, model::Severity::high);
  one.finding.exposure = model::unknown_exposure();
  other.finding.exposure = model::unknown_exposure();
  model::establish(one.finding.exposure->fetched, model::FactValue::yes, "cache");
  model::establish(other.finding.exposure->executed, model::FactValue::no, "scripts were off");
  const auto packages = tell_packages(std::vector<StoryFinding>{one, other}, {});
  ASSERT_EQ(packages.size(), 1u);
  EXPECT_EQ(packages[0].exposure.fetched.value, model::FactValue::yes);
  EXPECT_EQ(packages[0].exposure.executed.value, model::FactValue::no);
  EXPECT_EQ(packages[0].exposure.installed.value, model::FactValue::unknown);
}

TEST(StoryPackages, PutsTheOneThatGotFurthestFirst) {
  StoryFinding near = about("pkg:npm/axios@1.14.1", model::Severity::critical),
               far = about(kPhantom, model::Severity::critical);
  near.finding.exposure = model::unknown_exposure();
  far.finding.exposure = model::unknown_exposure();
  model::establish(near.finding.exposure->fetched, model::FactValue::yes, "cache");
  model::establish(far.finding.exposure->executed, model::FactValue::yes, "log");
  const auto packages = tell_packages(std::vector<StoryFinding>{near, far}, {});
  EXPECT_EQ(concerned(packages), (std::vector<std::string>{kPhantom, "pkg:npm/axios@1.14.1"}));
}

TEST(Headline, SaysHowFarItGotAndWithWhomItTalked) {
  Story story;
  story.packages = tell_packages(std::vector<StoryFinding>{about(kPhantom, model::Severity::high)},
                                 std::vector<StoryEvent>{exec_event()});
  Connection connection;
  connection.package = kPhantom;
  connection.address = "203.0.113.7";
  connection.port = 8000;
  connection.names = {"sink.invalid"};
  story.connections = {connection, connection};
  EXPECT_EQ(headline_of(story), "plain-crypto-js 4.2.1: executed; 1 finding, the worst high.");
  story.connections[0].sent = story.connections[1].sent = true;
  EXPECT_EQ(headline_of(story),
            "plain-crypto-js 4.2.1: executed, talked to 203.0.113.7:8000 (sink.invalid) and 1 more address; 1 finding, "
            "the worst high.");
}

TEST(Headline, DoesNotNameTheNameServer) {
  Story story;
  story.packages = tell_packages({}, std::vector<StoryEvent>{exec_event()});
  Connection connection;
  connection.package = kPhantom;
  connection.address = "192.0.2.53";
  connection.port = 53;
  connection.sent = true;
  story.connections = {connection};
  EXPECT_EQ(headline_of(story), "plain-crypto-js 4.2.1: executed; no finding.");
}

TEST(Headline, SaysThatNothingIsRecorded) {
  EXPECT_EQ(headline_of({}), "Nothing is recorded yet.");
  Story story;
  story.events = 2;
  EXPECT_EQ(headline_of(story), "No package is concerned: 0 findings, 2 events.");
}

}  // namespace
}  // namespace cordon::response
