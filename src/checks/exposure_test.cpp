// The states of a project's files and what they prove: the table of the axios attack, and what must not be concluded.
#include "checks/exposure.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using model::FactValue;
using testing::hidden_lockfile;
using testing::installed;
using testing::lockfile;
using testing::package;

class Exposure : public ::testing::Test {
 protected:
  // What stands in the folder of "dropper".
  void tree(std::vector<std::string> names) {
    std::map<std::string, std::string, std::less<>> files;
    for (const std::string& name : names) files["node_modules/dropper/" + name] = "";
    tree_ = MemoryTree(std::move(files));
  }
  model::Exposure exposure() const { return Exposures(project_, knowledge_).of(bad_); }

  intel::Knowledge knowledge_ = testing::knowledge_of_dropper();
  model::Component bad_ = package("dropper", "4.2.1");
  MemoryTree tree_{{}};
  Project project_ = [this] {
    Project project;
    project.tree = &tree_;
    return project;
  }();
};

TEST_F(Exposure, ALockfileAloneSaysResolvedAndNothingOfWhatHappened) {
  project_.lockfiles = {lockfile({bad_})};
  const model::Exposure found = exposure();
  EXPECT_EQ(model::headline(found), "resolved");
  EXPECT_EQ(found.referenced.value, FactValue::yes);
  EXPECT_EQ(found.resolved.evidence, testing::Words{"package-lock.json:10"});
  for (const auto* fact : {&found.fetched, &found.installed, &found.executed, &found.contacted, &found.persisted})
    EXPECT_EQ(fact->value, FactValue::unknown);
}

TEST_F(Exposure, AnotherReleaseInTheLockfileSaysNothing) {
  project_.lockfiles = {lockfile({package("dropper", "4.2.0")})};
  EXPECT_EQ(model::headline(exposure()), "");
}

TEST_F(Exposure, TheHookStillThereMeansInstalledAndUnknownWhetherItRan) {
  tree({"package.json", "hook.js", "decoy.md"});
  project_.installed = installed({bad_});
  EXPECT_EQ(model::headline(exposure()), "installed");
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);
}

TEST_F(Exposure, TheManifestOfTheReleaseWithoutItsHookMeansThatItBeganToCoverItsTraces) {
  project_.lockfiles = {lockfile({bad_})};
  project_.installed = installed({bad_});
  for (const char* other : {"decoy.md", "index.js"}) {
    tree({"package.json", other});
    EXPECT_EQ(model::headline(exposure()), "executed") << other;
    EXPECT_EQ(exposure().executed.evidence,
              testing::Words{"node_modules/dropper/package.json: hook.js is gone, which dropper@4.2.1 brings and its "
                             "install script deletes: treat as executed"});
  }
  tree({"package.json"});  // a copy of manifests: the other files are not there either
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);
  tree({"package.json", "index.js"});
  knowledge_ = testing::knowledge("  - {ecosystem: npm, name: dropper, versions: [\"4.2.1\"]}\n");
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);  // nobody knows what it deletes
}

TEST_F(Exposure, TheSwappedManifestWithoutTheHookMeansExecuted) {
  tree({"package.json"});
  project_.lockfiles = {lockfile({bad_})};
  project_.installed = installed({package("dropper", "4.2.0")});
  EXPECT_EQ(model::headline(exposure()), "executed");
  project_.lockfiles.clear();  // the lockfile does not matter: the reference may be lost
  EXPECT_EQ(model::headline(exposure()), "executed");
}

TEST_F(Exposure, TheVersionOfTheTraceWithADecoyOrHookIsNoTrace) {
  for (const char* name : {"decoy.md", "hook.js"}) {
    tree({"package.json", name});
    project_.installed = installed({package("dropper", "4.2.0")});
    EXPECT_EQ(model::headline(exposure()), "") << name;
  }
}

TEST_F(Exposure, TheTraceOfOneReleaseIsNotThatOfAnother) {
  tree({"package.json"});
  bad_.version = "4.1.0";
  project_.installed = installed({package("dropper", "4.2.0")});
  EXPECT_EQ(model::headline(exposure()), "");
}

TEST_F(Exposure, AbsentFromACompleteTreeMeansNotInstalled) {
  project_.lockfiles = {lockfile({bad_})};
  project_.installed = installed({package("other", "1.0.0")});
  EXPECT_EQ(exposure().installed.value, FactValue::no);
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);  // it may have been there before
  EXPECT_EQ(model::headline(exposure()), "resolved");
}

TEST_F(Exposure, AbsentFromATreeThatWasNotReadWholeMeansUnknown) {
  project_.installed = installed({package("other", "1.0.0")});
  project_.installed->without_manifest = {"node_modules/dropper"};
  EXPECT_EQ(exposure().installed.value, FactValue::unknown);
  project_.installed->without_manifest.clear();
  project_.installed->inventory.unread.push_back({"node_modules/dropper", 0, "too_deep", "", true});
  EXPECT_EQ(exposure().installed.value, FactValue::unknown);
}

TEST_F(Exposure, WhatNpmRecordedWasFetched) {
  project_.hidden_lockfile = hidden_lockfile({bad_});
  EXPECT_EQ(model::headline(exposure()), "fetched");
}

TEST_F(Exposure, AnotherManifestWhereNpmRecordedTheBadReleaseMeansSwapped) {
  project_.hidden_lockfile = hidden_lockfile({bad_});
  project_.installed = installed({package("dropper", "9.9.9")});
  EXPECT_EQ(model::headline(exposure()), "executed");
}

TEST_F(Exposure, NpmsRecordOfAReleaseThatIsNotKnownToSwapMeansInstalledOnly) {
  // Another client has installed the folder anew; it leaves npm's record as it was.
  bad_ = package("imported", "1.0.0");
  project_.hidden_lockfile = hidden_lockfile({bad_});
  project_.installed = installed({package("imported", "0.9.0")});
  EXPECT_EQ(exposure().installed.value, FactValue::yes);
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);
}

TEST_F(Exposure, AFolderOfTheNameWithAVersionThatIsNotLockedIsNotAbsence) {
  project_.lockfiles = {lockfile({bad_})};
  for (const char* place : {"node_modules/dropper", "node_modules/a/node_modules/dropper"}) {
    project_.installed = installed({package("dropper", "4.1.0", place)});
    EXPECT_EQ(exposure().installed.value, FactValue::unknown) << place;
  }
}

TEST_F(Exposure, AFolderOfTheNameThatIsLockedItselfIsNotTheBadOne) {
  project_.lockfiles = {
      lockfile({package("dropper", "3.0.0"), package("dropper", "4.2.1", "node_modules/a/node_modules/dropper")})};
  project_.installed = installed({package("dropper", "3.0.0")});
  EXPECT_EQ(exposure().installed.value, FactValue::no);
}

TEST_F(Exposure, WhatStandsWhereTheArchiveIsLockedIsFoundByItsPlace) {
  const std::string digest = "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  knowledge_ = testing::knowledge("  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"], integrity: {\"1.0.1\": [\"" +
                                  digest + "\"]}}\n");
  bad_ = package("innocent", "9.9.9");
  bad_.integrity = {digest};
  project_.lockfiles = {lockfile({bad_})};
  project_.installed = installed({package("evil", "1.0.1", "node_modules/innocent")});
  EXPECT_EQ(exposure().installed.value, FactValue::yes);
  EXPECT_EQ(exposure().installed.evidence, testing::Words{"node_modules/innocent/package.json: holds evil@1.0.1"});
  project_.installed = installed({package("other", "1.0.0", "node_modules/innocent")});
  EXPECT_EQ(exposure().installed.value, FactValue::unknown);
  project_.installed = installed({package("evil", "1.0.1")});  // another folder, and another finding
  EXPECT_EQ(exposure().installed.value, FactValue::no);
}

TEST_F(Exposure, APolicyOfTheTreeProvesThatTheInstallScriptDidNotRun) {
  project_.installed = installed({bad_});
  tree({"package.json", "hook.js"});
  project_.installed->state.emplace().ignored_builds = {"dropper@4.2.0"};
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);
  project_.installed->state->ignored_builds = {"other@1.0.0", "dropper@4.2.1(peer@1.0.0)"};
  EXPECT_EQ(exposure().executed.value, FactValue::no);
  EXPECT_EQ(exposure().executed.evidence,
            testing::Words{"node_modules/.modules.yaml: ignoredBuilds names it: its install script has not run"});
  project_.installed->state->ignored_builds.clear();
  project_.installed->state->pending_builds = {"/dropper/4.2.1"};
  EXPECT_EQ(exposure().executed.value, FactValue::no);
}

TEST_F(Exposure, ALockfileThatIsNewerThanTheTreeDoesNotProveASwap) {
  project_.lockfiles = {lockfile({bad_})};
  project_.installed = installed({package("dropper", "9.9.9")});
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);
}

TEST_F(Exposure, ACopyInAWorkspacePackageIsNotTheOneOfTheRoot) {
  project_.hidden_lockfile = hidden_lockfile({bad_, package("dropper", "9.9.9", "packages/a/node_modules/dropper")});
  project_.installed = installed({package("dropper", "9.9.9", "packages/a/node_modules/dropper")});
  EXPECT_EQ(exposure().executed.value, FactValue::unknown);
}

TEST_F(Exposure, AFolderOfTheUsersOwnIsNotTheRelease) {
  model::Component link = bad_;
  link.origin = model::Origin::link;
  project_.installed = installed({link});
  EXPECT_EQ(exposure().installed.value, FactValue::no);
}

// The hook still stands there, and a lockfile of this client has the release.
class ScriptsOff : public Exposure {
 protected:
  void SetUp() override {
    tree({"package.json", "hook.js"});
    project_.installed = installed({bad_});
    locked_by(model::Client::npm);
    off(model::Client::npm, ".npmrc:2");
  }
  void locked_by(model::Client client) {
    project_.lockfiles.push_back(lockfile({bad_}));
    project_.lockfiles.back().client = client;
  }
  void off(model::Client client, const char* place) { project_.clients.of(client).scripts_off = place; }
  FactValue executed() const { return exposure().executed.value; }
};

TEST_F(ScriptsOff, ByTheProjectProveThatTheHookDidNotRun) {
  EXPECT_EQ(executed(), FactValue::no);
  EXPECT_EQ(exposure().executed.evidence, testing::Words{".npmrc:2: install scripts are off"});
}

TEST_F(ScriptsOff, ForAnotherClientProveNothing) {
  project_.lockfiles[0].client = model::Client::bun;
  EXPECT_EQ(executed(), FactValue::unknown);
}

TEST_F(ScriptsOff, MustBeSoForEachClientThatHasTheRelease) {
  locked_by(model::Client::yarn_classic);
  EXPECT_EQ(executed(), FactValue::unknown);
  off(model::Client::yarn_classic, ".yarnrc:1");
  EXPECT_EQ(executed(), FactValue::no);
  EXPECT_EQ(exposure().executed.evidence,
            (testing::Words{".npmrc:2: install scripts are off", ".yarnrc:1: install scripts are off"}));
}

TEST_F(ScriptsOff, AreNotAskedOfAClientWhoseLockfileHasAnotherRelease) {
  project_.lockfiles.push_back(lockfile({package("dropper", "4.2.0")}));
  project_.lockfiles.back().client = model::Client::pnpm;
  EXPECT_EQ(executed(), FactValue::no);
}

TEST_F(ScriptsOff, ProveNothingOfATreeThatAnotherClientInstalled) {
  project_.installed->client = "pnpm";
  EXPECT_EQ(executed(), FactValue::unknown);
  project_.installed->client = "npm";
  EXPECT_EQ(executed(), FactValue::no);
}

TEST_F(ScriptsOff, ProveNothingWhereNoLockfileHasTheRelease) {
  project_.lockfiles.clear();
  EXPECT_EQ(executed(), FactValue::unknown);
  project_.hidden_lockfile = hidden_lockfile({bad_});
  EXPECT_EQ(executed(), FactValue::no) << "npm's own record is a lockfile";
}

TEST_F(ScriptsOff, DoNotKeepYarnFromBuildingWhatPackageJsonNames) {
  project_.lockfiles[0].client = model::Client::yarn_berry;
  off(model::Client::yarn_berry, ".yarnrc.yml:1");
  EXPECT_EQ(executed(), FactValue::unknown) << "package.json was not read";
  project_.manifest.emplace();
  EXPECT_EQ(executed(), FactValue::no);
  for (const char* key : {"dropper", "dropper@4.2.1"}) {
    project_.manifest->built = {key};
    EXPECT_EQ(executed(), FactValue::unknown) << key;
  }
  project_.manifest->built = {"dropper-two", "drop"};
  EXPECT_EQ(executed(), FactValue::no);
}

TEST_F(ScriptsOff, ProveNothingAgainstTheFiles) {
  tree({"package.json"});
  project_.installed = installed({package("dropper", "4.2.0")});
  EXPECT_EQ(executed(), FactValue::yes);
}

TEST_F(ScriptsOff, ProveNothingOfCodeThatIsImported) {
  bad_ = package("imported", "1.0.0");
  bad_.install_script = model::InstallScript::no;
  project_.lockfiles = {lockfile({bad_})};
  project_.installed = installed({bad_});
  EXPECT_EQ(executed(), FactValue::unknown);
}

}  // namespace
}  // namespace cordon::checks
