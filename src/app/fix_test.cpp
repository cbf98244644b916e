#include "app/fix.h"

#include <gtest/gtest.h>

#include "app/hunt.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
const FixedClock kClock(1'774'915'200);

constexpr std::string_view kAttacked = R"({
  "name": "app",
  "lockfileVersion": 3,
  "packages": {
    "": {
      "name": "app",
      "dependencies": {
        "tool": "^1.0.1"
      }
    },
    "node_modules/evil": {
      "version": "4.0.0",
      "resolved": "https://user:secret@registry.example.test/evil/-/evil-4.0.0.tgz",
      "integrity": "sha512-evil"
    },
    "node_modules/tool": {
      "version": "1.0.1",
      "integrity": "sha512-bad",
      "dependencies": {
        "evil": "^4.0.0"
      }
    }
  }
}
)";
constexpr std::string_view kOlder =
    R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": "1.0.0", "integrity": "sha512-good"}}})";

// Of a project with these files, of which these releases are known to be bad.
model::FixReport run(const Files& files, const std::string& older,
                     const std::vector<std::string>& bad = {"tool@1.0.1", "evil"}) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.added = {*pack_of(bad, kClock)};
  const intel::Knowledge knowledge = *intel::Knowledge::load(known);
  FixOptions options;
  options.knowledge = &knowledge;
  options.targets.push_back({"app", std::make_unique<MemoryTree>(files), {}, {}});
  options.raw.push_back(std::make_unique<MemoryTree>(files));
  if (!older.empty()) options.sources.older = {{"old.json", LockfileKind::package_lock, older}};
  Progress progress;
  return *fix(options, kClock, progress);
}

const Files kFiles{{"package-lock.json", std::string(kAttacked)},
                   {"package.json", "{\n\t\"name\": \"app\",\n\t\"dependencies\": { \"tool\": \"^1.0.1\" }\n}\n"}};

TEST(Fix, PlansTheWayBack) {
  const model::FixReport report = run(kFiles, std::string(kOlder));
  EXPECT_EQ(report.state, model::FixState::planned);
  EXPECT_EQ(report.exit_code, 1u);
  ASSERT_EQ(report.projects.size(), 1u);
  const model::FixedProject& project = report.projects[0];
  ASSERT_EQ(project.mends.size(), 1u);
  EXPECT_EQ(project.mends[0].to, "1.0.0");
  EXPECT_EQ(project.mends[0].integrity_to, "sha512-good");
  EXPECT_EQ(project.mends[0].evidence, (std::vector<std::string>{"old.json:1"}));
  ASSERT_EQ(project.orphans.size(), 1u);
  EXPECT_EQ(project.orphans[0].name, "evil");
  EXPECT_TRUE(project.orphans[0].bad);
  ASSERT_EQ(project.ranges.size(), 1u);
  EXPECT_EQ(project.ranges[0].to, "^1.0.0");
  EXPECT_EQ(project.files.size(), 2u);
  EXPECT_TRUE(project.unmended.empty());
}

TEST(Fix, TellsNoCredentials) {
  const model::FixReport report = run(kFiles, std::string(kOlder));
  std::string all;
  for (const model::FixedFile& file : report.projects.at(0).files)
    for (const std::string& line : file.diff) all += line + "\n";
  EXPECT_NE(all.find("evil-4.0.0.tgz"), std::string::npos);
  EXPECT_EQ(all.find("secret"), std::string::npos);
}

TEST(Fix, RefusesWithoutAGoodRelease) {
  const model::FixReport report = run(kFiles, "");
  EXPECT_EQ(report.state, model::FixState::refused);
  EXPECT_EQ(report.exit_code, 3u);
  EXPECT_EQ(report.projects.at(0).unmended.size(), 2u);
  EXPECT_TRUE(report.projects[0].files.empty());
  EXPECT_FALSE(report.projects[0].unmended[0].help.empty());
}

TEST(Fix, NeverChoosesWhatIsBadItself) {
  const model::FixReport report = run(kFiles, std::string(kOlder), {"tool", "evil"});
  EXPECT_EQ(report.state, model::FixState::refused);
  EXPECT_NE(report.projects.at(0).unmended.at(1).reason.find("known to be bad itself"), std::string::npos);
}

TEST(Fix, NeverTradesADigestForNone) {
  const std::string without = R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": "1.0.0"}}})";
  EXPECT_EQ(run(kFiles, without).state, model::FixState::refused);
}

TEST(Fix, RefusesWhatTheLockfileLacks) {
  const std::string needs = R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": "1.0.0",
      "integrity": "sha512-good", "dependencies": {"lost": "^2.0.0"}}}})";
  const model::FixReport report = run(kFiles, needs);
  ASSERT_EQ(report.state, model::FixState::refused);
  EXPECT_NE(report.projects.at(0).unmended.at(0).reason.find("lost ^2.0.0"), std::string::npos);
}

TEST(Fix, TriesTheNextCandidateWhereOneDoesNotHold) {
  const std::string two = R"({"lockfileVersion": 3, "packages": {
      "node_modules/x/node_modules/tool": {"version": "1.0.0", "integrity": "sha512-good"},
      "node_modules/tool": {"version": "0.9.0", "integrity": "sha512-nine", "dependencies": {"lost": "^2.0.0"}}}})";
  const model::FixReport report = run(kFiles, two);
  ASSERT_EQ(report.state, model::FixState::planned);
  EXPECT_EQ(report.projects.at(0).mends.at(0).to, "1.0.0");
}

TEST(Fix, HasNothingToDoWhereNothingIsBad) {
  const model::FixReport report = run(kFiles, std::string(kOlder), {"other@1.0.0"});
  EXPECT_EQ(report.state, model::FixState::nothing);
  EXPECT_EQ(report.exit_code, 0u);
  EXPECT_TRUE(report.projects.empty());
}

TEST(Fix, SaysOfWhichFormatsItRewritesNone) {
  const Files files{{"bun.lock", R"({"lockfileVersion": 1, "workspaces": {"": {"dependencies": {"tool": "^1.0.1"}}},
      "packages": {"tool": ["tool@1.0.1", "", {}, "sha512-bad"]}})"}};
  const model::FixReport report = run(files, std::string(kOlder));
  ASSERT_EQ(report.state, model::FixState::refused);
  EXPECT_EQ(report.projects.at(0).unmended.at(0).code, "unsupported_format");
}

TEST(Fix, LeavesAMergeConflictToPeople) {
  Files files = kFiles;
  files["package-lock.json"] =
      "<<<<<<< ours\n" + std::string(kAttacked) + "=======\n" + std::string(kAttacked) + ">>>>>>> theirs\n";
  EXPECT_EQ(run(files, std::string(kOlder)).exit_code, 3u);
}

}  // namespace
}  // namespace cordon::app
