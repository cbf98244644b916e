#include "inspect/install_reachable.h"

#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

using testing::Package;

std::vector<std::string> paths(const Peek& peek) {
  std::vector<std::string> out;
  for (const InstallFile& file : peek.install_files) out.push_back(file.path);
  return out;
}

using Texts = std::vector<std::string>;

TEST(InstallReachable, FollowsCommandsScriptsAndModules) {
  Package package(R"({"name": "p", "version": "1.0.0", "scripts": {
    "install": "npm run prepare-native || exit 0", "prepare-native": "node ./tools/a", "test": "node test.js"}})");
  package.add("tools/a.js", "require('./b'); import('../lib'); require('other');")
      .add("tools/b/package.json", R"({"main": "main.js"})")
      .add("tools/b/main.js", "require('child_process').fork(__dirname + '/worker.js')")
      .add("tools/b/worker.js", "")
      .add("lib/index.mjs", "")
      .add("test.js", "")
      .add("index.js", "");
  const Peek peek = package.peek();
  EXPECT_EQ(paths(peek), Texts({"lib/index.mjs", "tools/a.js", "tools/b/main.js", "tools/b/worker.js"}));
  ASSERT_EQ(peek.commands.size(), 2u);
  EXPECT_EQ(peek.commands[1].text, "node ./tools/a");
  EXPECT_EQ(peek.commands[1].event, "install");
}

TEST(InstallReachable, ABindingGypRunsWithoutAScript) {
  Package package(R"({"name": "p", "version": "1.0.0"})");
  package
      .add("binding.gyp",
           R"gyp({"variables": {"x": "<!(node lib/configure.js)"},
                               "targets": [{"target_name": "p", "type": "none"}]})gyp")
      .add("lib/configure.js", "");
  Peek peek = package.peek();
  EXPECT_EQ(paths(peek), Texts({"lib/configure.js"}));
  EXPECT_TRUE(peek.install_files[0].by_gyp);
  EXPECT_EQ(peek.commands.front().source, CommandSource::build);
  package.add("package.json", R"({"name": "p", "version": "1.0.0", "gypfile": false})");
  EXPECT_FALSE(package.peek().runs_at_install());
}

TEST(InstallReachable, InlineCodeIsCodeOfThePackage) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "scripts": {
                      "postinstall": "node -e \"try{require('./postinstall')}catch(e){}\""}})");
  package.add("postinstall.js", "require('fs').unlinkSync(__filename)");
  const Peek peek = package.peek();
  EXPECT_EQ(paths(peek), Texts({"postinstall.js"}));
  EXPECT_TRUE(testing::has(peek, FlagKind::self_deletion));
}

TEST(InstallReachable, WhatCannotBeFollowedIsTold) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "scripts": {
                      "install": "node gone.js; node a.js; node $X.js; python b.py"}})");
  package.add("a.js", "require(name); require('../../outside');").add("b.py", "");
  std::vector<std::string> reasons;
  for (const NotInspected& each : package.peek().not_inspected) reasons.push_back(each.path + " " + each.reason);
  EXPECT_EQ(reasons,
            Texts({"a.js computed", "a.js missing", "b.py language", "package.json computed", "package.json missing"}));
}

TEST(InstallReachable, ScriptsThatCallEachOtherEnd) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "scripts": {"install": "npm run a", "a": "npm run b", "b": "npm run a"}})");
  EXPECT_EQ(package.peek().commands.size(), 3u);
}

}  // namespace
}  // namespace cordon::inspect
