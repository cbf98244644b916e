#include "response/story_chain.h"

#include <gtest/gtest.h>

#include "model/finding.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

using testing::event;
using testing::event_of_client;

constexpr const char* kPhantom = "pkg:npm/plain-crypto-js@4.2.1";

class StoryChain : public ::testing::Test {
 protected:
  std::vector<std::string> told(Stage stage) {
    const std::vector<Connection> all = connections(events_);
    chain_ = tell_chain({findings_, events_, all, &concerned_});
    std::vector<std::string> out;
    for (const Moment& moment : chain_[static_cast<std::size_t>(stage)].moments) {
      std::string evidence;
      for (const Witness& each : moment.witnesses) evidence += (evidence.empty() ? "" : ", ") + each.evidence;
      if (moment.more_witnesses > 0) evidence += " and " + std::to_string(moment.more_witnesses);
      out.push_back(moment.what + " <" + evidence + ">" + (moment.denies ? " no" : "") +
                    (moment.times > 1 ? " x" + std::to_string(moment.times) : ""));
    }
    return out;
  }
  void see(model::Event event) { events_.push_back({std::move(event), {}, false}); }
  StoryFinding& find() {
    StoryFinding& out =
        findings_.emplace_back(testing::finding("hunt.x", model::Severity::critical, "e"), kPhantom, Reference());
    out.finding.exposure = model::unknown_exposure();
    return out;
  }
  std::vector<StoryFinding> findings_;
  std::vector<StoryEvent> events_;
  std::unordered_set<std::string> concerned_{kPhantom};
  std::array<Step, kStages> chain_;
};

using Told = std::vector<std::string>;

TEST_F(StoryChain, InventsNothing) {
  for (std::size_t stage = 0; stage < kStages; ++stage) EXPECT_TRUE(told(static_cast<Stage>(stage)).empty());
  find();
  for (std::size_t stage = 0; stage < kStages; ++stage) EXPECT_TRUE(told(static_cast<Stage>(stage)).empty());
}

TEST_F(StoryChain, TellsEachFactOnceInItsStepWithAllItsEvidence) {
  model::Exposure& exposure = *find().finding.exposure;
  model::establish(exposure.resolved, model::FactValue::yes, "package-lock.json:41");
  model::establish(exposure.fetched, model::FactValue::yes, "index-v5/aa:1");
  model::establish(exposure.fetched, model::FactValue::yes, "content-v2/sha512/bb");
  model::establish(exposure.executed, model::FactValue::yes, "debug-0.log:91");
  model::establish(exposure.persisted, model::FactValue::yes, ".bashrc:3");
  EXPECT_EQ(told(Stage::resolve), (Told{"was chosen <package-lock.json:41>"}));
  EXPECT_EQ(told(Stage::fetch), (Told{"its archive reached this machine <index-v5/aa:1, content-v2/sha512/bb>"}));
  EXPECT_EQ(told(Stage::script), (Told{"its code ran <debug-0.log:91>"}));
  EXPECT_EQ(told(Stage::process), (Told{"left something that outlives it <.bashrc:3>"}));
  EXPECT_TRUE(told(Stage::connection).empty());
}

TEST_F(StoryChain, GivesAFactTheTimeOfTheEventItRestsOn) {
  see(event(7, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}));
  model::establish(find().finding.exposure->executed, model::FactValue::yes, "host-1/boot-1/watch/7: sh");
  EXPECT_EQ(told(Stage::script).size(), 2u);
  for (const Moment& moment : chain_[static_cast<std::size_t>(Stage::script)].moments)
    EXPECT_EQ(moment.wall_ns, events_[0].event.wall_ns) << moment.what;
}

// Several findings say the same of a package, and word the same event differently.
TEST_F(StoryChain, TakesAnEventForOneWitnessHoweverFindingsWordIt) {
  see(event(7, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}));
  for (const char* words : {"host-1/boot-1/watch/7: ran sh", "host-1/boot-1/watch/7: sh", "host-1/boot-1/watch/7"})
    model::establish(find().finding.exposure->executed, model::FactValue::yes, words);
  EXPECT_EQ(told(Stage::script), (Told{"its code ran <host-1/boot-1/watch/7: ran sh>",
                                       "postinstall began: node setup.js <host-1/boot-1/watch/7>"}));
}

// What an attack left in other places is not hidden behind many events.
TEST_F(StoryChain, ShowsSomeOfEachKindOfEvidenceAndCountsTheRest) {
  for (std::uint32_t i = 1; i <= 9; ++i) see(event(i, model::UsagePayload{}));
  model::Fact& ran = find().finding.exposure->executed;
  model::establish(ran, model::FactValue::yes, "debug-0.log:91");
  model::establish(ran, model::FactValue::yes, "debug-0.log:92");
  model::establish(ran, model::FactValue::yes, "debug-0.log:93");
  for (std::uint32_t i = 9; i >= 1; --i)
    model::establish(ran, model::FactValue::yes, "host-1/boot-1/watch/" + std::to_string(i));
  EXPECT_EQ(told(Stage::script), (Told{"its code ran <host-1/boot-1/watch/1, host-1/boot-1/watch/2, "
                                       "host-1/boot-1/watch/3, debug-0.log:91, debug-0.log:92 and 7>"}));
  EXPECT_EQ(chain_[static_cast<std::size_t>(Stage::script)].moments[0].wall_ns, events_[0].event.wall_ns);
}

TEST_F(StoryChain, FillsTheListWithWhatThereIs) {
  see(event(1, model::UsagePayload{}));
  model::Fact& ran = find().finding.exposure->executed;
  for (int i = 1; i <= 6; ++i) model::establish(ran, model::FactValue::yes, "log:" + std::to_string(i));
  model::establish(ran, model::FactValue::yes, "host-1/boot-1/watch/1");
  EXPECT_EQ(told(Stage::script), (Told{"its code ran <host-1/boot-1/watch/1, log:1, log:2, log:3, log:4 and 2>"}));
}

TEST_F(StoryChain, TellsWhatSpeaksForAStepApartFromWhatSpeaksAgainstIt) {
  model::establish(find().finding.exposure->executed, model::FactValue::no, "scripts were off");
  model::establish(find().finding.exposure->executed, model::FactValue::yes, "debug-0.log:91");
  EXPECT_EQ(told(Stage::script), (Told{"its code did not run <scripts were off> no", "its code ran <debug-0.log:91>"}));
}

TEST_F(StoryChain, TellsWhoRequiredIt) {
  StoryFinding& finding = find();
  finding.finding.id = "f1";
  finding.finding.paths = {{"pkg:npm/shop", "pkg:npm/axios@1.14.1", kPhantom}};
  EXPECT_EQ(told(Stage::resolve), (Told{"required by way of shop > axios 1.14.1 <finding f1>"}));
  finding.finding.paths = {{kPhantom}};
  EXPECT_TRUE(told(Stage::resolve).empty());
}

TEST_F(StoryChain, TellsWhatSpeaksAgainstAStep) {
  model::establish(find().finding.exposure->executed, model::FactValue::no, "scripts were off");
  EXPECT_EQ(told(Stage::script), (Told{"its code did not run <scripts were off> no"}));
}

TEST_F(StoryChain, TellsWhatIsOnRecordOfTheRelease) {
  find().finding.evidence.push_back(model::knowledge_record("incident:x#packages", "published by a new account", "y"));
  EXPECT_EQ(told(Stage::publish), (Told{"is on record: published by a new account <incident:x#packages>"}));
}

TEST_F(StoryChain, AnArchiveThatWasRefusedWasNotGiven) {
  const model::Registry registry{"registry.example.test", model::RegistryClass::private_};
  see(event_of_client(1, model::RegistryRequestPayload{kPhantom, registry, true, 403, "npm", "192.0.2.7"}));
  ASSERT_EQ(told(Stage::fetch).size(), 1u);
  EXPECT_NE(told(Stage::fetch)[0].find("and not given (403)"), std::string::npos);
}

TEST_F(StoryChain, TellsWhatTheRegistryWasAskedOfThePackageOnly) {
  const model::Registry registry{"registry.example.test", model::RegistryClass::private_};
  see(event_of_client(1, model::RegistryRequestPayload{kPhantom, registry, false, {}, {}, {}}));
  see(event_of_client(2, model::RegistryRequestPayload{kPhantom, registry, true, {}, {}, {}}));
  see(event_of_client(3, model::RegistryRequestPayload{"pkg:npm/other@1.0.0", registry, true, {}, {}, {}}));
  EXPECT_EQ(told(Stage::resolve),
            (Told{"the registry was asked about it at registry.example.test <host-1/boot-1/watch/1>"}));
  EXPECT_EQ(told(Stage::fetch), (Told{"its archive was asked for at registry.example.test <host-1/boot-1/watch/2>"}));
}

TEST_F(StoryChain, TellsWhereAScriptBeganOnceAndEachProgramItStarted) {
  see(event(1, model::ExecPayload{"/bin/sh", {"sh", "-c", "node setup.js"}, std::nullopt}));
  see(event(2, model::ExecPayload{"/usr/bin/curl", {"curl"}, std::nullopt}));
  see(event(3, model::ExecPayload{"/usr/bin/curl", {"curl"}, std::nullopt}));
  see(event(4, model::ExitPayload{0, 0, 0, {101, 102}}));
  EXPECT_EQ(told(Stage::script), (Told{"postinstall began: node setup.js <host-1/boot-1/watch/1>"}));
  EXPECT_EQ(told(Stage::process),
            (Told{"started sh -c 'node setup.js' <host-1/boot-1/watch/1>", "started curl <host-1/boot-1/watch/2> x2",
                  "postinstall ended and left 2 processes running: 101, 102 <host-1/boot-1/watch/4>"}));
}

TEST_F(StoryChain, LeavesOutPackagesItIsNotAbout) {
  model::Event other = event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt});
  other.package->purl = "pkg:npm/kind@1.0.0";
  see(std::move(other));
  EXPECT_TRUE(told(Stage::script).empty());
  EXPECT_TRUE(told(Stage::process).empty());
}

model::DnsPayload lookup(std::string answer) {
  return {"sink.invalid", "A", "NOERROR", {std::move(answer)}, std::nullopt};
}

model::ConnectPayload connect() {
  model::ConnectPayload payload;
  payload.stage = model::ConnectStage::sent;
  payload.protocol = "tcp";
  payload.address = "203.0.113.7";
  payload.port = 8000;
  return payload;
}

// The machine's resolver asks, not the script: the address that the package talked to ties them together.
TEST_F(StoryChain, TellsTheLookupOfAnAddressThatThePackageTalkedTo) {
  see(event_of_client(1, lookup("203.0.113.7")));
  see(event_of_client(2, lookup("203.0.113.9")));
  see(event(3, connect()));
  EXPECT_EQ(told(Stage::connection),
            (Told{"looked up sink.invalid (A): 203.0.113.7 [who asked is not recorded; it talked to what was answered] "
                  "<host-1/boot-1/watch/1>",
                  "talked to tcp 203.0.113.7:8000 <host-1/boot-1/watch/3>"}));
}

TEST_F(StoryChain, CutsALongStepAndCountsTheRest) {
  for (std::uint32_t i = 0; i < 100; ++i)
    see(event(i + 1, model::ExecPayload{"/bin/x", {"x", std::to_string(i)}, std::nullopt}));
  EXPECT_EQ(told(Stage::process).size(), kStepMoments);
  EXPECT_EQ(chain_[static_cast<std::size_t>(Stage::process)].more, 60u);
}

TEST_F(StoryChain, PutsWhatHasATimeBeforeWhatHasNone) {
  model::establish(find().finding.exposure->executed, model::FactValue::yes, "debug-0.log:91");
  see(event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt}));
  const Told script = told(Stage::script);
  ASSERT_EQ(script.size(), 2u);
  EXPECT_EQ(script[1], "its code ran <debug-0.log:91>");
}

}  // namespace
}  // namespace cordon::response
