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
                     const std::vector<std::string>& bad = {"tool@1.0.1", "evil"},
                     const std::vector<std::string>& targets = {"app"}) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.added = {*pack_of(bad, kClock)};
  if (bad.front() == "snake@1.0.0") known.added[0].packages.front().ecosystem = "pypi";
  const intel::Knowledge knowledge = *intel::Knowledge::load(known);
  FixOptions options;
  options.knowledge = &knowledge;
  for (const std::string& target : targets) {
    options.targets.push_back({target, std::make_unique<MemoryTree>(files), {}, {}});
    options.raw.push_back(std::make_unique<MemoryTree>(files));
  }
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

TEST(Fix, AddsWhatTheLockfileLacks) {
  const std::string needs = R"({"lockfileVersion": 3, "packages": {
      "node_modules/deep": {"version": "1.0.0", "integrity": "sha512-deep", "license": "MIT"},
      "node_modules/lost": {"version": "2.3.0", "integrity": "sha512-lost", "dependencies": {"deep": "^1.0.0"}},
      "node_modules/tool": {"version": "1.0.0", "integrity": "sha512-good", "dependencies": {"lost": "^2.0.0"}}}})";
  const model::FixReport report = run(kFiles, needs);
  ASSERT_EQ(report.state, model::FixState::planned) << report.projects.at(0).unmended.at(0).reason;
  const model::FixedProject& project = report.projects.at(0);
  ASSERT_EQ(project.added.size(), 2u);
  EXPECT_EQ(project.added[0].name, "lost");
  EXPECT_EQ(project.added[0].instance, "node_modules/lost");
  EXPECT_EQ(project.added[1].name, "deep");
  EXPECT_EQ(project.added[1].required_by, "lost 2.3.0");
  // Nobody takes it from a source that knows another release only.
  EXPECT_EQ(run(kFiles, needs, {"tool@1.0.1", "evil", "deep@1.0.0"}).state, model::FixState::refused);
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
  EXPECT_TRUE(report.headline.starts_with("other 1.0.0 is nowhere here"));
}

TEST(Fix, TellsWhatIsInstalledWithoutALockfile) {
  const Files files{{"package.json", R"({"dependencies": {"tool": "^1"}})"},
                    {"node_modules/tool/package.json", R"({"name": "tool", "version": "1.0.1"})"}};
  const model::FixReport report = run(files, "");
  EXPECT_EQ(report.state, model::FixState::refused);
  EXPECT_EQ(report.exit_code, 3u);
  EXPECT_NE(report.headline.find("tool 1.0.1 (app/node_modules)"), std::string::npos);
  ASSERT_EQ(report.projects.size(), 1u);
  EXPECT_EQ(report.projects[0].unmended.at(0).name, "tool");
}

TEST(Fix, TellsWhatIsInstalledBesideACleanLockfile) {
  Files files{{"package.json", R"({"dependencies": {"tool": "^1.0.0"}})"},
              {"package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"tool": "^1.0.0"}},
                  "node_modules/tool": {"version": "1.0.0", "integrity": "sha512-good"}}})"},
              {"node_modules/tool/package.json", R"({"name": "tool", "version": "1.0.1"})"}};
  EXPECT_EQ(run(files, "").exit_code, 3u);
  files.erase("node_modules/tool/package.json");
  EXPECT_EQ(run(files, "").exit_code, 0u);
}

TEST(Fix, TellsWhatAPackageJsonAsksForWithoutALockfile) {
  const model::FixReport bad = run({{"package.json", R"({"dependencies": {"tool": "1.0.1"}})"}}, "");
  EXPECT_EQ(bad.exit_code, 3u);
  EXPECT_NE(bad.projects.at(0).unmended.at(0).reason.find("asks for tool 1.0.1"), std::string::npos);
  const model::FixReport open = run({{"package.json", R"({"dependencies": {"tool": "^1.0.0"}})"}}, "");
  EXPECT_EQ(open.state, model::FixState::nothing);
  EXPECT_EQ(open.exit_code, 3u);  // nobody knows what would be installed
}

TEST(Fix, TellsWhatIsBadInLockfilesOfOthers) {
  const model::FixReport report = run({{"requirements.txt", "snake==1.0.0\n"}}, "", {"snake@1.0.0"});
  EXPECT_EQ(report.exit_code, 3u);
  ASSERT_EQ(report.projects.size(), 1u);
  EXPECT_EQ(report.projects[0].path, "app/requirements.txt");
}

TEST(Fix, LooksAtALockfileOnceHoweverOftenItIsNamed) {
  const model::FixReport report = run(kFiles, std::string(kOlder), {"tool@1.0.1", "evil"}, {"app", "app/."});
  EXPECT_EQ(report.projects.size(), 1u);
  EXPECT_EQ(report.headline.find("1.0.1"), report.headline.rfind("1.0.1"));
}

TEST(Fix, SaysOfWhichFormatsItRewritesNone) {
  const Files files{{"bun.lock", R"({"lockfileVersion": 1, "workspaces": {"": {"dependencies": {"tool": "^1.0.1"}}},
      "packages": {"tool": ["tool@1.0.1", "", {}, "sha512-bad"]}})"}};
  const model::FixReport report = run(files, std::string(kOlder));
  ASSERT_EQ(report.state, model::FixState::refused);
  EXPECT_EQ(report.projects.at(0).unmended.at(0).code, "unsupported_format");
}

// The attacked project, and another tool below legacy.
Files with_nested(const std::string& version) {
  Files files = kFiles;
  std::string& lock = files["package-lock.json"];
  lock.replace(lock.find("    \"node_modules/tool\""), 0,
               R"(    "node_modules/legacy": {"version": "1.0.0", "integrity": "sha512-legacy",
      "dependencies": {"tool": "*"}},
    "node_modules/legacy/node_modules/tool": {"version": ")" +
                   version + R"(", "integrity": "sha512-nested"},
)");
  return files;
}

TEST(Fix, DoesNotTakeWhatAnotherPackageNeedsForWhatTheProjectNeeds) {
  const model::FixReport major = run(with_nested("0.9.0"), "");
  ASSERT_EQ(major.state, model::FixState::refused);
  EXPECT_NE(major.projects.at(0).unmended.at(1).reason.find("another major version"), std::string::npos);
  const model::FixReport range = run(with_nested("1.0.0"), "");
  ASSERT_EQ(range.state, model::FixState::refused);
  EXPECT_NE(range.projects.at(0).unmended.at(1).reason.find("not what is asked for there (^1.0.1)"), std::string::npos);
  EXPECT_EQ(run(with_nested("1.0.2"), "").state, model::FixState::planned);
}

TEST(Fix, BelievesNodeModulesOnlyWhereNothingBadWasInstalled) {
  Files files = kFiles;
  files["node_modules/.package-lock.json"] = std::string(kOlder);
  files["node_modules/tool/package.json"] = R"({"name": "tool", "version": "1.0.0"})";
  EXPECT_EQ(run(files, "").state, model::FixState::planned);
  files["node_modules/tool/package.json"] = R"({"name": "tool", "version": "1.0.1"})";
  const model::FixReport report = run(files, "");
  ASSERT_EQ(report.state, model::FixState::refused);
  EXPECT_NE(report.projects.at(0).unmended.at(1).reason.find("was installed there"), std::string::npos);
  EXPECT_EQ(run(files, std::string(kOlder)).state, model::FixState::planned);
}

constexpr std::string_view kForcing = R"({
  "lockfileVersion": 3,
  "packages": {
    "": {"dependencies": {"legacy": "*", "user": "*"}},
    "node_modules/legacy": {"version": "1.0.0", "integrity": "sha512-l", "dependencies": {"tool": "RANGE"}},
    "node_modules/legacy/node_modules/tool": {"version": "0.9.0", "integrity": "sha512-nine"},
    "node_modules/tool": {"version": "1.0.1", "integrity": "sha512-bad"},
    "node_modules/user": {"version": "1.0.0", "integrity": "sha512-u", "dependencies": {"tool": "^1.0.1"}}
  }
})";

TEST(Fix, ForcesAVersionOnlyOnThoseThatWouldGetTheBadOne) {
  Files files{{"package.json", R"({"dependencies": {"legacy": "*", "user": "*"}})"},
              {"package-lock.json", std::string(kForcing)}};
  std::string& lock = files["package-lock.json"];
  lock.replace(lock.find("RANGE"), 5, "^0.9.0");
  const model::FixReport report = run(files, std::string(kOlder));
  ASSERT_EQ(report.state, model::FixState::planned);
  ASSERT_EQ(report.projects.at(0).forced.size(), 1u);
  EXPECT_EQ(report.projects[0].forced[0].name, "tool@1.0.1");
  EXPECT_EQ(report.projects[0].forced[0].version, "1.0.0");
  // The rule would reach legacy's, too.
  lock.replace(lock.find("^0.9.0"), 6, ">=0.9.0");
  EXPECT_EQ(run(files, std::string(kOlder)).state, model::FixState::refused);
}

TEST(Fix, ChangesWhatAMemberOfTheWorkspaceAsksFor) {
  const Files files{
      {"package.json", R"({"workspaces": ["packages/*"]})"},
      {"packages/m/package.json", R"({"name": "m", "version": "1.0.0", "dependencies": {"tool": "1.0.1"}})"},
      {"package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {"workspaces": ["packages/*"]},
      "node_modules/m": {"resolved": "packages/m", "link": true},
      "node_modules/tool": {"version": "1.0.1", "integrity": "sha512-bad"},
      "packages/m": {"name": "m", "version": "1.0.0", "dependencies": {"tool": "1.0.1"}}}})"}};
  const model::FixReport report = run(files, std::string(kOlder));
  ASSERT_EQ(report.state, model::FixState::planned);
  const model::FixedProject& project = report.projects.at(0);
  EXPECT_TRUE(project.forced.empty());
  ASSERT_EQ(project.ranges.size(), 1u);
  EXPECT_EQ(project.ranges[0].path, "app/packages/m/package.json");
  EXPECT_EQ(project.ranges[0].to, "1.0.0");
  EXPECT_EQ(project.files.size(), 2u);
  EXPECT_EQ(report.projects.size(), 1u);  // what the member asks for is changed: nothing stays
}

TEST(Fix, SaysWhyItDoesNotTakeWhatTheUserNamed) {
  const Files files = with_nested("1.0.2");
  const std::string weak = R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": "1.0.0",
      "integrity": "sha1-eHh4eHh4eHh4eHh4eHh4eHh4eHg="}}})";
  const model::FixReport report = run(files, weak);
  ASSERT_EQ(report.state, model::FixState::planned);
  ASSERT_EQ(report.projects.at(0).mends.at(0).to, "1.0.2");
  EXPECT_NE(report.projects[0].mends[0].notes.at(0).find("not taken: tool 1.0.0 (old.json:1) has a weaker digest"),
            std::string::npos);
}

TEST(Fix, RefusesAPackageJsonThatLeadsBackWhereTheLockfileDoesNotSaySo) {
  Files files = kFiles;
  files["package.json"] =
      R"({"name": "app", "dependencies": {"tool": "^1.0.1"}, "peerDependencies": {"tool": "1.0.1"}})";
  const model::FixReport peers = run(files, std::string(kOlder));
  ASSERT_EQ(peers.state, model::FixState::refused);
  EXPECT_NE(peers.projects.at(0).unmended.at(0).reason.find("app/package.json asks for tool 1.0.1"), std::string::npos);
  files["package.json"] = R"({"name": "app", "dependencies": {"tool": "1.0.1"}})";
  const model::FixReport apart = run(files, std::string(kOlder));
  ASSERT_EQ(apart.state, model::FixState::refused);
  EXPECT_NE(apart.projects.at(0).unmended.at(0).reason.find("bring them into step"), std::string::npos);
  EXPECT_EQ(apart.projects[0].unmended[0].help.find("the one before"), std::string::npos);
}

TEST(Fix, LeavesAMergeConflictToPeople) {
  Files files = kFiles;
  files["package-lock.json"] =
      "<<<<<<< ours\n" + std::string(kAttacked) + "=======\n" + std::string(kAttacked) + ">>>>>>> theirs\n";
  EXPECT_EQ(run(files, std::string(kOlder)).exit_code, 3u);
}

}  // namespace
}  // namespace cordon::app
