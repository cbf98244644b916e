#include "checks/known_bad.h"

#include "checks/testing.h"
#include "model/graph.h"

namespace cordon::checks {
namespace {

using testing::evidence;
using testing::lockfile;
using testing::package;
using testing::rules;
using testing::Words;

// The digests are those of nothing.
constexpr std::string_view kDigest = "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=", kOther = "sha1-BBBBBBBBBBBBBBBBBBBBBBBBBBA=";

intel::Knowledge known() {
  return testing::knowledge(
      "  - ecosystem: npm\n    name: evil\n    versions: [\"1.0.1\"]\n    integrity: {\"1.0.1\": [\"" +
          std::string(kDigest) + "\"]}\n    aliases: [MAL-2026-1]\n    note: Inert.\n",
      "tags: [attack.t1195.002]\nlast_good:\n  - {ecosystem: npm, name: evil, version: \"1.0.0\"}\n");
}

model::Component evil() { return package("evil", "1.0.1"); }

std::vector<model::Finding> run(std::vector<model::Component> components) {
  Project project;
  project.lockfiles = {lockfile(std::move(components))};
  return testing::run(check_known_bad, project, known());
}

TEST(KnownBad, AListedReleaseIsMalwareWithPlaceKnowledgeAndRemedy) {
  const auto findings = run({evil(), package("good", "1.0.0")});
  ASSERT_EQ(rules(findings), Words{"malware.known-package 1"});
  const model::Finding& found = findings[0];
  EXPECT_EQ(found.severity, model::Severity::critical);
  EXPECT_EQ(evidence(found),
            (Words{"package-lock.json:10 evil@1.0.1", "incident:test-2026#packages evil 1.0.1: Inert."}));
  EXPECT_EQ(found.aliases, Words{"MAL-2026-1"});
  EXPECT_EQ(found.tags, Words{"attack.t1195.002"});
  EXPECT_EQ(model::headline(*found.exposure), "resolved");
  ASSERT_EQ(found.remedy.size(), 2u);
  EXPECT_EQ(found.remedy[1].command, "npm install --ignore-scripts evil@1.0.0");
}

TEST(KnownBad, InstancesInAllFilesAreOneFindingAtTheLockfile) {
  Project project;
  project.lockfiles = {lockfile({evil(), package("evil", "1.0.1", "node_modules/a/node_modules/evil")})};
  project.installed = testing::installed({evil()});
  MemoryTree tree({});
  project.tree = &tree;
  const auto findings = testing::run(check_known_bad, project, known());
  ASSERT_EQ(rules(findings), Words{"malware.known-package 2"});  // in the subject's file
  EXPECT_EQ(evidence(findings[0])[2], "node_modules/evil/package.json evil@1.0.1");
  EXPECT_EQ(findings[0].subject.path, "package-lock.json");
  EXPECT_EQ(model::headline(*findings[0].exposure), "installed");
}

TEST(KnownBad, OnePackageInLockfileRecordAndTreeIsOneInstance) {
  Project project;
  project.lockfiles = {lockfile({evil()})};
  project.hidden_lockfile = testing::hidden_lockfile({evil()});
  project.installed = testing::installed({evil()});
  MemoryTree tree({});
  project.tree = &tree;
  EXPECT_EQ(rules(testing::run(check_known_bad, project, known())), Words{"malware.known-package 1"});
}

TEST(KnownBad, TheEffortForManyInstancesFindingsAndImportersStaysInBounds) {
  // 1,000 bad archives under names of their own, each in two places, below 1,000 importers: a million paths.
  constexpr std::uint32_t kMany = 1'000;
  model::Inventory lock;
  for (std::uint32_t i = 0; i < kMany; ++i)
    for (const char* place : {"node_modules/", "node_modules/a/node_modules/"}) {
      const std::string name = "n" + std::to_string(i);
      lock.components.push_back(package(name, "1.0.0", place + name));
      lock.components.back().integrity = {std::string(kDigest)};
    }
  lock = lockfile(std::move(lock.components));
  const auto hub = static_cast<std::uint32_t>(lock.components.size());
  lock.components.push_back(package("hub", "1.0.0", "package-lock.json#node_modules/hub"));
  lock.roots.assign(kMany, lock.roots.front());
  lock.edges.clear();
  for (std::uint32_t i = 0; i < hub; ++i) lock.edges.push_back({hub, i, model::EdgeKind::runtime, "*"});
  for (std::uint32_t i = 0; i < kMany; ++i) lock.edges.push_back({hub + 1 + i, hub, model::EdgeKind::runtime, "*"});
  Project project;
  project.lockfiles = {std::move(lock)};
  const auto findings = testing::run(check_known_bad, project, known());
  ASSERT_EQ(findings.size(), kMany);
  for (const model::Finding& finding : findings) {
    EXPECT_EQ(finding.instances, 2u);
    EXPECT_EQ(finding.paths.size(), model::Graph::kRoots);
    EXPECT_EQ(finding.roots, kMany);
    EXPECT_EQ(finding.dominator, "pkg:npm/hub@1.0.0");
  }
}

TEST(KnownBad, TheArchiveUnderAnotherNameIsFoundAndLedBackToItsOwnLastGoodRelease) {
  model::Component renamed = package("innocent", "9.9.9");
  renamed.integrity = {std::string(kDigest)};
  const auto findings = run({renamed});
  ASSERT_EQ(rules(findings), Words{"malware.known-package 1"});
  EXPECT_NE(findings[0].title.find("evil 1.0.1"), std::string::npos);
  EXPECT_EQ(findings[0].evidence.at(1).digest, kDigest);
  EXPECT_NE(findings[0].remedy.back().action.find("evil 1.0.0"), std::string::npos);
  EXPECT_EQ(findings[0].remedy.back().command, std::nullopt) << "nobody asked for evil";
}

TEST(KnownBad, TheArchiveWithoutAVersionIsFound) {
  model::Component bare = package("evil", "");
  bare.integrity = {std::string(kDigest)};
  EXPECT_EQ(rules(run({bare})), Words{"malware.known-package 1"});
}

TEST(KnownBad, OtherContentUnderTheNameIsNotThatRelease) {
  model::Component other = evil();
  other.integrity = {std::string(kOther)};
  const auto findings = run({other});
  ASSERT_EQ(rules(findings), Words{"malware.different-content 1"});
  EXPECT_EQ(findings[0].severity, model::Severity::low);
  EXPECT_FALSE(findings[0].exposure);
  EXPECT_TRUE(findings[0].tags.empty());
}

TEST(KnownBad, APrivatePackageOfTheNameAsksForACheckOnly) {
  model::Component own = evil();
  own.registry = {"npm.example.test", model::RegistryClass::private_};
  const auto findings = run({own});
  ASSERT_EQ(rules(findings), Words{"malware.name-targeted 1"});
  EXPECT_EQ(findings[0].severity, model::Severity::medium);
}

TEST(KnownBad, AnAddressCountsAsThePackageThatLyingLockfileTakesItFor) {
  const auto served = [](std::string_view name, std::string_view address) {
    model::Component component = package(name, "1.0.1");
    component.resolved = address;
    return rules(run({component}));
  };
  EXPECT_EQ(served("@acme/evil", "https://npm.example.test/@acme/npm/evil/-/evil-1.0.1.tgz"), Words{});
  EXPECT_EQ(served("@acme/evil", "https://npm.example.test/npm/evil/-/evil-1.0.1.tgz"),
            Words{"malware.known-package 1"});
  EXPECT_EQ(served("good", "https:/npm.example.test/evil/-/evil-1.0.1.tgz"), Words{"malware.known-package 1"});
}

TEST(KnownBad, DigestEvidenceComesFromTheFileThatHasTheDigest) {
  model::Component pinned = evil();
  pinned.integrity = {std::string(kDigest)};
  Project project;
  project.lockfiles = {testing::inventory("yarn.lock", {evil()}), lockfile({pinned})};
  const auto findings = testing::run(check_known_bad, project, known());
  ASSERT_EQ(rules(findings), Words{"malware.known-package 1"});
  const auto digest = [](const model::Evidence& e) { return e.digest == kDigest; };
  EXPECT_EQ(std::count_if(findings[0].evidence.begin(), findings[0].evidence.end(), digest), 1);
}

TEST(KnownBad, TwoPacksThatListItAreOneFinding) {
  intel::KnowledgeOptions options;
  options.embedded = false;
  const std::string_view packages = "  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n";
  options.pack_files = {{"a.yaml", intel::test_pack(packages, {}, "a-2026")},
                        {"b.yaml", intel::test_pack(packages, {}, "b-2026")}};
  Project project;
  project.lockfiles = {lockfile({evil()})};
  const auto findings = testing::run(check_known_bad, project, intel::Knowledge::load(options).value());
  ASSERT_EQ(rules(findings), Words{"malware.known-package 1"});
  EXPECT_EQ(findings[0].evidence.size(), 3u);
}

TEST(KnownBad, APackageOfWhichEveryReleaseIsBadIsNotOnesOwnPrivateOne) {
  const intel::Knowledge every = testing::knowledge("  - {ecosystem: npm, name: evil, versions: [\"*\"]}\n");
  Project project;
  project.self = testing::inventory("package.json", {evil()});
  project.manifest.emplace();
  EXPECT_EQ(rules(testing::run(check_known_bad, project, every)), Words{"malware.known-package 1"});
  project.manifest->is_private = true;
  EXPECT_TRUE(testing::run(check_known_bad, project, every).empty());
  EXPECT_EQ(rules(testing::run(check_known_bad, project, known())), Words{"malware.known-package 1"})
      << "exactly this release";
}

TEST(KnownBad, WithoutKnowledgeOrMatchThereIsNothing) {
  EXPECT_TRUE(run({package("evil", "1.0.0"), package("evi1", "1.0.1")}).empty());
  Project project;
  project.lockfiles = {lockfile({evil()})};
  EXPECT_TRUE(testing::run(check_known_bad, project).empty());
}

}  // namespace
}  // namespace cordon::checks
