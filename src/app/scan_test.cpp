#include "app/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>

#include "app/redacted_tree.h"
#include "base/date.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Texts = std::vector<std::string>;

Target target(const char* argument, Files files) {
  return {argument, std::make_unique<MemoryTree>(std::move(files)), {}, {}};
}

constexpr std::int64_t kNow = 1'780'000'000;

model::ScanReport run(std::vector<Target> targets, ScanOptions options, std::int64_t now = kNow) {
  const intel::Knowledge knowledge = intel::Knowledge::load().value();
  options.targets = std::move(targets);
  options.knowledge = &knowledge;
  options.packs_only = true;
  Progress progress;
  return scan(options, FixedClock(now), progress);
}

model::ScanReport run(std::vector<Target> targets, std::vector<policy::Waiver> waivers = {}) {
  ScanOptions options;
  options.settings.waivers = std::move(waivers);
  return run(std::move(targets), std::move(options));
}

model::ScanReport run(Files files, std::vector<policy::Waiver> waivers = {}) {
  std::vector<Target> targets;
  targets.push_back(target(".", std::move(files)));
  return run(std::move(targets), std::move(waivers));
}

// "path code", with "!" where it leaves the answer incomplete.
Texts unread(const model::ScanReport& report) {
  Texts out;
  for (const model::FileUnread& each : report.coverage.unread)
    out.push_back(each.path + " " + each.code + (each.incomplete ? "!" : ""));
  return out;
}

Texts rules(const model::ScanReport& report) {
  Texts out;
  for (const model::Finding& finding : report.findings) out.push_back(finding.rule_id);
  return out;
}

constexpr const char* kMember = R"({"name": "a", "version": "1.0.0", "dependencies": {"x": "^1.0.0"}})";
constexpr const char* kX = R"("version": "1.0.0", "integrity": "sha512-AA==")";

std::string npm_lock(const std::string& entries) {
  return R"({"lockfileVersion": 3, "packages": {"": {"workspaces": ["packages/*"]}, )" + entries + "}}";
}

TEST(Scan, AnEntryOutsideNodeModulesDoesNotCoverTheFolderItNames) {
  const auto report = run({{"package.json", R"({"name": "p"})"},
                           {"package-lock.json", npm_lock(R"("sub": {"version": "1.0.0"})")},
                           {"sub/package.json", R"({"dependencies": {"axios": "1.14.1"}})"}});
  EXPECT_EQ(unread(report), Texts{"sub/package.json ranges_only!"});
  EXPECT_EQ(rules(report), Texts{"malware.referenced"});
}

TEST(Scan, WorkspacePackagesOfEveryClientAreCoveredAlsoBelowAFolderWithAHash) {
  const std::string root = R"({"name": "r", "workspaces": ["packages/*"]})";
  const std::pair<const char*, std::string> locks[] = {
      {"package-lock.json", npm_lock(R"("node_modules/a": {"link": true, "resolved": "packages/a"},
          "packages/a": {"version": "1.0.0", "dependencies": {"x": "^1.0.0"}}, "node_modules/x": {)" +
                                     std::string(kX) + "}")},
      {"bun.lock", R"({"lockfileVersion": 1, "workspaces": {"": {"name": "r"}, "packages/a": {"name": "a",
          "version": "1.0.0", "dependencies": {"x": "^1.0.0"}}}, "packages": {"a": ["a@workspace:packages/a"],
          "x": ["x@1.0.0", "", {}, "sha512-AA=="]}})"},
      {"pnpm-lock.yaml",
       "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  packages/a:\n    dependencies:\n      x:\n"
       "        specifier: ^1.0.0\n        version: 1.0.0\npackages:\n  x@1.0.0:\n"
       "    resolution: {integrity: sha512-AA==}\nsnapshots:\n  x@1.0.0: {}\n"},
      {"yarn.lock",
       "# yarn lockfile v1\n\nx@^1.0.0:\n  version \"1.0.0\"\n"
       "  resolved \"https://registry.example.test/x/-/x-1.0.0.tgz\"\n  integrity sha512-AA==\n"},
      {"yarn.lock",
       "__metadata:\n  version: 8\n\"a@workspace:packages/a\":\n  version: 0.0.0-use.local\n"
       "  resolution: \"a@workspace:packages/a\"\n  dependencies:\n    x: \"npm:^1.0.0\"\n"
       "  languageName: unknown\n  linkType: soft\n\"r@workspace:.\":\n  version: 0.0.0-use.local\n"
       "  resolution: \"r@workspace:.\"\n  languageName: unknown\n  linkType: soft\n"
       "\"x@npm:^1.0.0\":\n  version: 1.0.0\n  resolution: \"x@npm:1.0.0\"\n  checksum: 10c0/00\n"
       "  languageName: node\n  linkType: hard\n"}};
  for (const auto& [name, lock] : locks)
    for (const std::string folder : {"", "C#/app/"})
      EXPECT_EQ(
          unread(run(
              {{folder + "package.json", root}, {folder + "packages/a/package.json", kMember}, {folder + name, lock}})),
          Texts{})
          << folder << name;
}

TEST(Scan, AnImporterOfPnpmDoesNotCoverWhatItsManifestAsksForByNow) {
  const auto report = run({{"package.json", R"({"name": "r"})"},
                           {"pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  packages/a: {}\n"},
                           {"packages/a/package.json", kMember}});
  EXPECT_EQ(unread(report), Texts{"packages/a/package.json ranges_only!"});
}

TEST(Scan, EachPathThatHasNothingIsSaid) {
  std::vector<Target> targets;
  targets.push_back(target("full", {{"package.json", "{}"}}));
  targets.push_back(target("empty", {{"readme.txt", ""}}));
  const auto report = run(std::move(targets));
  EXPECT_EQ(unread(report), Texts{"empty nothing_found!"});
  EXPECT_FALSE(report.answer.complete);
}

TEST(Scan, APackageThatIsItselfABadReleaseIsMatchedByWhatItsManifestSays) {
  const auto report = run({{"copy/package.json", R"({"name": "axios", "version": "1.14.1"})"},
                           {"own/package.json", R"({"name": "axios", "version": "9.0.0", "private": true})"},
                           {"unnamed/package.json", R"({"version": "1.14.1"})"}});
  ASSERT_EQ(rules(report), Texts{"malware.known-package"});
  EXPECT_EQ(report.findings[0].subject.path, "copy/package.json");
  EXPECT_EQ(report.findings[0].exposure->fetched.value, model::FactValue::yes);
  EXPECT_TRUE(report.answer.headline.starts_with("1 of 1 packages known to be malicious (axios 1.14.1)"))
      << report.answer.headline;
}

TEST(Scan, TheNameOfAFolderInPnpmsStoreTellsWhatWasPutThere) {
  const auto report = run({{"package.json", R"({"name": "p"})"},
                           {"pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  .: {}\n"},
                           {"node_modules/.pnpm/axios@1.14.1/node_modules/axios/package.json",
                            R"({"name": "axios", "version": "1.14.0"})"}});
  const Texts found = rules(report);
  EXPECT_EQ(std::count(found.begin(), found.end(), "malware.known-package"), 1);
  EXPECT_EQ(std::count(found.begin(), found.end(), "drift.installed-manifest"), 1);
  EXPECT_EQ(report.findings[0].exposure->installed.value, model::FactValue::yes);
}

TEST(Scan, WhatPnpmRecordedAfterInstallingIsRead) {
  const auto report =
      run({{"package.json", R"({"name": "p"})"},
           {"node_modules/.pnpm/lock.yaml",
            "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      axios:\n        specifier: ^1\n"
            "        version: 1.14.1\npackages:\n  axios@1.14.1:\n    resolution: {integrity: sha512-AA==}\n"
            "snapshots:\n  axios@1.14.1: {}\n"}});
  ASSERT_EQ(rules(report).at(0), "malware.known-package");
  EXPECT_EQ(report.findings[0].exposure->fetched.value, model::FactValue::yes);
}

TEST(Scan, TheFirstLineCountsWhatIsAskedForAndWhatIsWaived) {
  EXPECT_TRUE(
      run({{"package.json", R"({"dependencies": {"axios": "1.14.1"}})"}})
          .answer.headline.starts_with("0 of 0 packages known to be malicious; 1 known to be malicious is asked "
                                       "for (axios 1.14.1)"));
  policy::Waiver waiver;
  waiver.rule = "malware.known-package";
  waiver.subject = "pkg:npm/axios@1.14.1";
  waiver.owner = waiver.reason = "test";
  waiver.expires = "2099-01-01";
  const auto report = run({{"package.json", R"({"name": "axios", "version": "1.14.1"})"}}, {waiver});
  EXPECT_TRUE(report.answer.headline.starts_with("0 of 1 packages known to be malicious; 1 waived (axios 1.14.1)"))
      << report.answer.headline;
}

TEST(Scan, AWaivedRequestForMalwareIsNamedInTheFirstLine) {
  policy::Waiver waiver;
  waiver.rule = "malware.referenced";
  waiver.subject = "pkg:npm/axios@1.14.1";
  waiver.owner = waiver.reason = "test";
  waiver.expires = "2099-01-01";
  const auto report = run({{"package.json", R"({"dependencies": {"axios": "1.14.1"}})"}}, {waiver});
  EXPECT_TRUE(report.answer.headline.starts_with("0 of 0 packages known to be malicious; 1 waived (axios 1.14.1)"))
      << report.answer.headline;
}

TEST(Scan, TheSettingsInForceAreNamed) {
  EXPECT_FALSE(run({{"package.json", "{}"}}).coverage.settings);
  policy::Waiver used, unused, expired;
  used.rule = unused.rule = expired.rule = "malware.known-package";
  used.subject = expired.subject = "pkg:npm/axios@1.14.1";
  unused.subject = "pkg:npm/axios@1.14.2";
  used.expires = unused.expires = "2099-01-01";
  expired.expires = "2020-01-01";
  ScanOptions options;
  options.settings.path = "cordon.yaml";
  options.settings.waivers = {used, unused, expired};
  for (policy::Waiver& each : options.settings.waivers) {
    each.owner = each.reason = "test";
    each.place = {"cordon.yaml", 1};
  }
  std::vector<Target> targets;
  targets.push_back(target(".", {{"package.json", R"({"name": "axios", "version": "1.14.1"})"}}));
  EXPECT_EQ(run(std::move(targets), std::move(options)).coverage.settings,
            (model::SettingsUsed{"cordon.yaml", 3, 1, {}}));
}

TEST(Scan, KnowledgeOlderThanAWeekWarnsAndLeavesTheAnswerAsItIs) {
  const std::int64_t newest = *days_of(intel::Knowledge::load().value().newest_update());
  const auto after = [&](std::int64_t days, std::optional<std::uint32_t> max_age_days) {
    ScanOptions options;
    options.max_age_days = max_age_days;
    std::vector<Target> targets;
    targets.push_back(target(".", {{"package.json", R"({"name": "p", "version": "1.0.0"})"}}));
    return run(std::move(targets), std::move(options), (newest + days) * 86'400);
  };
  const auto fresh = after(7, std::nullopt), old = after(8, std::nullopt);
  EXPECT_FALSE(fresh.coverage.knowledge.at(0).warning);
  ASSERT_TRUE(old.coverage.knowledge.at(0).warning);
  EXPECT_NE(old.answer.headline.find(*old.coverage.knowledge[0].warning), std::string::npos);
  EXPECT_EQ(old.answer.exit_code, fresh.answer.exit_code);
  EXPECT_EQ(old.answer.complete, fresh.answer.complete);
  EXPECT_EQ(unread(old), unread(fresh));
  // Who says which age is too old needs no warning below it.
  EXPECT_FALSE(after(8, 30).coverage.knowledge.at(0).warning);
  EXPECT_EQ(unread(after(31, 30)), Texts{"(knowledge) knowledge_too_old!"});
}

TEST(Scan, ACredentialIsInNothingThatIsSaid) {
  const auto scanned = [](const std::string& credential) {
    const std::string address = "https://" + credential + "@files.invalid/x/a-1.0.0.tgz?token=" + credential;
    std::vector<Target> targets;
    Files files = {
        {"package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"a": ")" + address +
                                  R"("}}, "node_modules/a": {"version": "1.0.0", "resolved": ")" + address +
                                  R"("}, "node_modules/axios": {"version": "1.14.1", "resolved": "http://)" +
                                  credential + R"(@npm.invalid/axios/-/axios-1.14.1.tgz"}}})"},
        {"package.json", R"({"dependencies": {"a": ")" + address + R"("}})"}};
    targets.push_back({".", redact(std::make_unique<MemoryTree>(std::move(files))), {}, {}});
    const model::ScanReport report = run(std::move(targets));
    EXPECT_FALSE(report.findings.empty());
    std::string said;
    json::Writer writer(said);
    write(writer, report);
    return said;
  };
  const std::string one = scanned("me:s3cret");
  EXPECT_EQ(one.find("s3cret"), std::string::npos);
  EXPECT_NE(one.find("http://redacted@npm.invalid/axios"), std::string::npos) << one;
  EXPECT_EQ(one, scanned("an0ther"));
}

constexpr const char* kBadBom = R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
    {"type": "library", "name": "axios", "version": "1.14.1", "purl": "pkg:npm/axios@1.14.1"},
    {"type": "library", "name": "openssl", "version": "3.0", "purl": "pkg:deb/debian/openssl@3.0"}]})";

TEST(Scan, EveryDocumentHasFindingsOfItsOwn) {
  const auto report = run({{"a.cdx.json", kBadBom}, {"b.cdx.json", kBadBom}});
  ASSERT_EQ(rules(report), (Texts{"malware.known-package", "malware.known-package"}));
  EXPECT_EQ(report.findings[0].subject.path, "a.cdx.json");
  EXPECT_EQ(report.findings[1].subject.path, "b.cdx.json");
  EXPECT_NE(report.findings[0].id, report.findings[1].id);
}

TEST(Scan, PackagesThatNothingIsKnownOfLeaveTheAnswerIncomplete) {
  const auto report = run({{"bom.json", kBadBom}});
  EXPECT_EQ(unread(report),
            (Texts{"bom.json no_dependencies", "bom.json no_digest", "bom.json unsupported_ecosystem!"}));
}

}  // namespace
}  // namespace cordon::app
