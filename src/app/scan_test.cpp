#include "app/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Texts = std::vector<std::string>;

Target target(const char* argument, Files files) {
  return {argument, std::make_unique<MemoryTree>(std::move(files)), {}};
}

model::ScanReport run(std::vector<Target> targets) {
  const intel::Knowledge knowledge = intel::Knowledge::load().value();
  ScanOptions options;
  options.targets = std::move(targets);
  options.knowledge = &knowledge;
  options.packs_only = true;
  Progress progress;
  return scan(options, FixedClock(1'780'000'000), progress);
}

model::ScanReport run(Files files) {
  std::vector<Target> targets;
  targets.push_back(target(".", std::move(files)));
  return run(std::move(targets));
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

}  // namespace
}  // namespace cordon::app
