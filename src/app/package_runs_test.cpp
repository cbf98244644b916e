#include "app/package_runs.h"

#include <gtest/gtest.h>

#include "base/sha256.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using model::RunKind;

PackageRuns read(Files files, PackageSource source = PackageSource::archive,
                 model::Client client = model::Client::npm) {
  const Target target{".", std::make_unique<MemoryTree>(std::move(files)), {}, {}};
  return read_package_runs(target, "a", source, client, {});
}

std::vector<std::string> events(const PackageRuns& runs) {
  std::vector<std::string> out;
  for (const model::InstallRun& run : runs.runs) out.push_back(run.when);
  return out;
}

using Events = std::vector<std::string>;
constexpr const char* kAll = R"({"scripts": {
  "postinstall": "c", "preinstall": "a", "install": "b", "prepare": "d", "prepack": "e", "prepublish": "f", "test": "g"}})";

TEST(PackageRuns, WhatRunsHangsOnWhereThePackageComesFrom) {
  EXPECT_EQ(events(read({{"a/package.json", kAll}})), (Events{"preinstall", "install", "postinstall"}));
  EXPECT_EQ(events(read({{"a/package.json", kAll}}, PackageSource::folder)),
            (Events{"preinstall", "install", "postinstall", "prepare"}));
  EXPECT_EQ(events(read({{"a/package.json", kAll}}, PackageSource::git)),
            (Events{"preinstall", "install", "postinstall", "prepublish", "prepare", "prepack"}));
  EXPECT_EQ(events(read({{"a/package.json", kAll}}, PackageSource::project)),
            (Events{"preinstall", "install", "postinstall", "prepublish", "prepare"}));
}

TEST(PackageRuns, NpmRunsScriptsOfAProjectWhenItsTreeHasChanged) {
  const Files files{
      {"a/package.json", R"({"scripts": {"dependencies": "b", "predependencies": "a", "prepare": "c"}})"}};
  EXPECT_EQ(events(read(files, PackageSource::project)), (Events{"predependencies", "dependencies", "prepare"}));
  EXPECT_EQ(events(read(files, PackageSource::project, model::Client::pnpm)), Events{"prepare"});
  EXPECT_EQ(events(read(files, PackageSource::folder)), Events{"prepare"});
  EXPECT_TRUE(read(files).runs.empty());
}

TEST(PackageRuns, ABindingGypBuildsWithoutAScript) {
  const PackageRuns runs =
      read({{"a/package.json", "{}"}, {"a/binding.gyp", "{'targets': ['<!(node x.js)']}"}, {"a/x.js", "1"}});
  ASSERT_EQ(runs.runs.size(), 2u);
  EXPECT_EQ(runs.runs[0].kind, RunKind::native_build);
  EXPECT_EQ(runs.runs[0].text, "node-gyp rebuild");
  EXPECT_EQ(runs.runs[1].kind, RunKind::gyp);
  EXPECT_EQ(runs.runs[1].starts.at(0).path, "a/x.js");
}

TEST(PackageRuns, AScriptStandsForThatBuildAndItsCommandsAreToldAllTheSame) {
  const PackageRuns runs =
      read({{"a/package.json", R"({"scripts": {"install": "node-gyp-build"}})"}, {"a/binding.gyp", "['<!(x)']"}});
  ASSERT_EQ(runs.runs.size(), 2u);
  EXPECT_EQ(runs.runs[0].kind, RunKind::script);
  EXPECT_EQ(runs.runs[1].kind, RunKind::gyp);
}

TEST(PackageRuns, OtherClientsThanNpmBuildWhatIsTurnedOff) {
  const Files files{{"a/package.json", R"({"gypfile": false})"}, {"a/binding.gyp", "{}"}};
  for (const model::Client client : {model::Client::pnpm, model::Client::yarn_classic})
    EXPECT_EQ(events(read(files, PackageSource::archive, client)), Events{"install"});
  const Files early{{"a/package.json", R"({"scripts": {"preinstall": "x"}})"}, {"a/binding.gyp", "{}"}};
  EXPECT_EQ(events(read(early, PackageSource::archive, model::Client::pnpm)), Events{"preinstall"});
  EXPECT_EQ(events(read(early, PackageSource::archive, model::Client::yarn_classic)),
            (Events{"preinstall", "install"}));
}

TEST(PackageRuns, NothingStartsABuildThatIsTurnedOff) {
  EXPECT_TRUE(read({{"a/package.json", R"({"gypfile": false})"}, {"a/binding.gyp", "['<!(x)']"}}).runs.empty());
}

TEST(PackageRuns, FilesThatACommandStartsAreToldWithTheirDigest) {
  const PackageRuns runs = read({{"a/package.json", R"({"scripts": {"postinstall": "node install && node gone.js"}})"},
                                 {"a/install.js", "inert"}});
  ASSERT_EQ(runs.runs.at(0).starts.size(), 1u);
  EXPECT_EQ(runs.runs[0].starts[0].path, "a/install.js");
  EXPECT_EQ(runs.runs[0].starts[0].sha256, sha256_hex("inert"));
}

TEST(PackageRuns, TheDigestOfItsScriptsChangesWithThemAndWithTheirFiles) {
  const auto digest = [](const char* script, const char* file) {
    return read({{"a/package.json", std::string(R"({"version": "1", "scripts": {"install": ")") + script + R"("}})"},
                 {"a/x.js", file}})
        .sha256;
  };
  EXPECT_EQ(digest("node x.js", "1"), digest("node x.js", "1"));
  EXPECT_NE(digest("node x.js", "1"), digest("node x.js", "2"));
  EXPECT_NE(digest("node x.js", "1"), digest("node  x.js", "1"));
  EXPECT_EQ(digest("node x.js", "1").size(), 64u);
  EXPECT_EQ(read({{"a/package.json", "{}"}}).sha256, "");
}

TEST(PackageRuns, WhatCannotBeReadIsUnread) {
  const PackageRuns runs = read({{"a/package.json", "{"}});
  EXPECT_TRUE(runs.runs.empty());
  EXPECT_EQ(runs.unread.at(0).code, "truncated");
}

TEST(PackageRuns, OfALongCommandTheEndStays) {
  const std::string shown = shown_command(std::string(100'000, ' ') + "run \u20ac me");
  EXPECT_TRUE(shown.ends_with("run \u20ac me"));
  EXPECT_NE(shown.find("bytes) \u2026"), std::string::npos);
  const std::string cut = shown_command("NPM_TOKEN=" + std::string(4'500, 'q'));
  EXPECT_EQ(cut.find("qqq"), std::string::npos);
}

TEST(PackageRuns, LongCommandsAreCutAndTokensAreNotShown) {
  EXPECT_LT(shown_command(std::string(100'000, 'x')).size(), kShownCommand + 50);
  EXPECT_EQ(shown_command("x NPM_TOKEN=abc").find("abc"), std::string::npos);
}

TEST(PackageRuns, ClientFilesOfAFolder) {
  const Target target{
      ".",
      std::make_unique<MemoryTree>(Files{{"a/.npmrc", "git=./evil\n"}, {"a/evil", "x"}, {"a/.yarnrc.yml", "a: ["}}),
      {},
      {}};
  std::vector<model::FileUnread> unread;
  const auto runs = read_client_runs(target, "a", {".npmrc", ".yarnrc.yml", ".yarnrc"}, {}, unread);
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].kind, RunKind::client);
  EXPECT_EQ(runs[0].starts.at(0).sha256, sha256_hex("x"));
  EXPECT_EQ(unread.size(), 1u);
}

}  // namespace
}  // namespace cordon::app
