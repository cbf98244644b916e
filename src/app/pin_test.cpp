#include "app/pin.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
const FixedClock kClock(1'774'915'200);
const std::string kOne(40, 'a');

model::PinReport run(const Files& files, const std::string& actions = "", bool all = false) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  const intel::Knowledge knowledge = *intel::Knowledge::load(known);
  PinOptions options;
  options.knowledge = &knowledge;
  options.all = all;
  options.targets.push_back({"app", std::make_unique<MemoryTree>(files), {}, {}});
  options.raw.push_back(std::make_unique<MemoryTree>(files));
  EXPECT_TRUE(options.commits.add_list(actions, "list"));
  Progress progress;
  return *pin(options, kClock, progress);
}

constexpr std::string_view kLock = R"({
  "lockfileVersion": 3,
  "packages": {
    "": {
      "dependencies": { "tool": "^1.0.0" }
    },
    "node_modules/tool": {
      "version": "1.2.3",
      "resolved": "https://registry.example.test/tool/-/tool-1.2.3.tgz",
      "integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
    }
  }
}
)";
const Files kFiles{{"package.json", "{ \"dependencies\": { \"tool\": \"^1.0.0\" } }\n"},
                   {"package-lock.json", std::string(kLock)}};

TEST(Pin, PlansWhatTheLockfileSays) {
  const model::PinReport report = run(kFiles);
  EXPECT_EQ(report.state, model::PinState::planned);
  EXPECT_EQ(report.exit_code, 1u);
  ASSERT_EQ(report.projects.size(), 1u);
  EXPECT_TRUE(report.projects[0].refused.empty()) << report.projects[0].refused;
  ASSERT_EQ(report.projects[0].ranges.size(), 1u);
  EXPECT_EQ(report.projects[0].ranges[0].to, "1.2.3");
  EXPECT_EQ(report.projects[0].files.size(), 2u);
}

TEST(Pin, HasNothingToDoWhereAllIsExact) {
  Files files = kFiles;
  for (auto& [path, text] : files) text.replace(text.find("^1.0.0"), 6, "1.2.3");
  const model::PinReport report = run(files);
  EXPECT_EQ(report.state, model::PinState::nothing);
  EXPECT_EQ(report.exit_code, 0u);
  EXPECT_TRUE(report.projects.empty());
}

TEST(Pin, RefusesFilesThatAreOutOfStep) {
  Files files = kFiles;
  std::string& lock = files["package-lock.json"];
  lock.replace(lock.find("^1.0.0"), 6, "~1.2.0");
  const model::PinReport report = run(files);
  EXPECT_EQ(report.exit_code, 3u);
  EXPECT_TRUE(report.projects.at(0).files.empty());
}

TEST(Pin, RefusesALockfileThatCannotBeRewritten) {
  const Files files{{"package.json", R"({"dependencies": {"tool": "^1.0.0"}})"},
                    {"bun.lock", R"({"lockfileVersion": 1, "workspaces": {"": {"dependencies": {"tool": "^1.0.0"}}},
      "packages": {"tool": ["tool@1.0.1", "", {}, "sha512-bad"]}})"}};
  const model::PinReport report = run(files);
  EXPECT_EQ(report.state, model::PinState::refused);
  EXPECT_EQ(report.exit_code, 3u);
  EXPECT_FALSE(report.projects.at(0).refused.empty());
}

TEST(Pin, TellsThatALockfileIsMissing) {
  const model::PinReport report = run({{"package.json", R"({"dependencies": {"tool": "^1.0.0"}})"}});
  EXPECT_EQ(report.exit_code, 3u);
  EXPECT_EQ(report.projects.at(0).left.at(0).code, "not_resolved");
  EXPECT_EQ(run({{"package.json", R"({"dependencies": {"tool": "1.0.0"}})"}}).projects.size(), 0u);
}

TEST(Pin, TellsThatAPackageJsonIsMissing) {
  Files files = kFiles;
  files.erase("package.json");
  const model::PinReport report = run(files);
  EXPECT_EQ(report.exit_code, 3u);
  ASSERT_EQ(report.projects.size(), 1u);
  EXPECT_EQ(report.projects[0].left.at(0).code, "not_resolved");
  EXPECT_NE(report.projects[0].left[0].reason.find("package.json"), std::string::npos);
  files["package-lock.json"].replace(kLock.find("^1.0.0"), 6, "1.2.3");
  EXPECT_EQ(run(files).exit_code, 0u);
  // Version 1 does not say what is asked for.
  const std::string old =
      R"({"lockfileVersion": 1, "dependencies": {"tool": {"version": "1.2.3", "resolved":
    "https://registry.example.test/tool/-/tool-1.2.3.tgz", "integrity":
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="}}})";
  EXPECT_EQ(run({{"package-lock.json", old}}).exit_code, 3u);
  EXPECT_EQ(run({{"package-lock.json", old}, {"package.json", "{}"}}).exit_code, 0u);
}

TEST(Pin, CountsRangesOfOverridesAsOpen) {
  Files files = kFiles;
  for (auto& [path, text] : files) text.replace(text.find("^1.0.0"), 6, "1.2.3");
  files["package.json"] = R"({"dependencies": {"tool": "1.2.3"}, "overrides": {"helper": "^2.0.0"}})";
  const model::PinReport report = run(files);
  EXPECT_EQ(report.exit_code, 3u);
  EXPECT_EQ(report.projects.at(0).left.at(0).code, "override");
  files["package.json"].replace(files["package.json"].find("^2.0.0"), 6, "2.0.0");
  EXPECT_EQ(run(files).exit_code, 0u);
}

TEST(Pin, PinsEveryMemberOfAYarnWorkspaceAndKeepsWhatOthersAskFor) {
  const std::string lock =
      "# yarn lockfile v1\n\n\ntool@^1.0.0:\n  version \"1.2.3\"\n"
      "  resolved \"https://registry.example.test/tool/-/tool-1.2.3.tgz#"
      "da39a3ee5e6b4b0d3255bfef95601890afd80709\"\n  integrity sha512-"
      "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==\n";
  Files files{{"package.json", R"({"private": true, "workspaces": ["p/*"], "dependencies": {"tool": "^1.0.0"}})"},
              {"p/a/package.json", R"({"name": "a", "version": "1.0.0", "private": true,
                   "dependencies": {"tool": "^1.0.0"}})"},
              {"yarn.lock", lock}};
  const model::PinReport both = run(files);
  ASSERT_EQ(both.projects.size(), 1u);
  EXPECT_EQ(both.projects[0].refused, "");
  EXPECT_EQ(both.projects[0].ranges.size(), 2u);
  EXPECT_EQ(both.projects[0].files.size(), 3u);
  files["p/a/package.json"] = R"({"name": "a", "version": "1.0.0", "dependencies": {"tool": "^1.0.0"}})";
  const model::PinReport library = run(files);
  EXPECT_EQ(library.projects.at(0).refused, "");
  EXPECT_EQ(library.projects[0].ranges.size(), 1u);
  EXPECT_EQ(library.projects[0].left.at(0).code, "library");
  EXPECT_EQ(run(files, "", true).projects.at(0).ranges.size(), 2u);
}

TEST(Pin, PinsActionsWhoseCommitIsKnown) {
  const Files files{
      {".github/workflows/ci.yml",
       "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: acme/tool@v1 # why\n"
       "      - uses: acme/other@v2\n      - uses: acme/moving@main\n      - uses: ./local\n"
       "      - uses: docker://image:1\n"},
      {".github/workflows/other.yml",
       "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: acme/tool/sub@" + kOne + " # v1\n"}};
  const model::PinReport report = run(files);
  EXPECT_EQ(report.state, model::PinState::planned);
  ASSERT_EQ(report.projects.size(), 1u);
  const model::PinnedProject& project = report.projects[0];
  EXPECT_EQ(project.refused, "");
  ASSERT_EQ(project.actions.size(), 1u);
  EXPECT_EQ(project.actions[0].commit, kOne);
  EXPECT_EQ(project.actions[0].evidence, (std::vector<std::string>{"app/.github/workflows/other.yml:6"}));
  std::string left;
  for (const model::NotPinned& each : project.left) left += each.code + " ";
  EXPECT_EQ(left, "commit_unknown branch image ");
  const std::string list = "acme/other@v2 " + kOne + "\nacme/moving@main " + kOne + "\n";
  EXPECT_EQ(run(files, list).projects.at(0).actions.size(), 3u);
}

}  // namespace
}  // namespace cordon::app
