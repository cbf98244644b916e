#include "inventory/npm/started_files.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using Files = std::vector<std::string>;

TEST(StartedFiles, WhatAnInterpreterIsGiven) {
  EXPECT_EQ(started_files("node install.js"), Files{"install.js"});
  EXPECT_EQ(started_files("node install"), Files{"install"});
  EXPECT_EQ(started_files("node --no-warnings ./a/../setup.mjs --flag"), Files{"setup.mjs"});
  EXPECT_EQ(started_files("bun run lib/x.ts"), Files{"lib/x.ts"});
}

TEST(StartedFiles, EveryPartOfALine) {
  EXPECT_EQ(started_files("sh ./prepare.sh && (node a.js || ./b) ; python3 c.py"),
            (Files{"prepare.sh", "a.js", "b", "c.py"}));
}

TEST(StartedFiles, WhatCodeInTheCommandLoads) {
  EXPECT_EQ(started_files(R"(node -e "try{require('./postinstall')}catch(e){}")"), Files{"postinstall"});
  EXPECT_EQ(started_files("node -e 'import(\"./x.mjs\")'"), Files{"x.mjs"});
  EXPECT_TRUE(started_files(R"(node -p "require('node-addon-api').include")").empty());
}

TEST(StartedFiles, ProgramsOptionsAndPathsOutsideAreNone) {
  EXPECT_TRUE(started_files("node-gyp rebuild --release").empty());
  EXPECT_TRUE(started_files("prebuild-install || node-gyp rebuild").empty());
  EXPECT_TRUE(started_files("node /usr/lib/x.js; node ../other/y.js; node $FILE").empty());
  EXPECT_TRUE(started_files("").empty());
}

TEST(StartedFiles, NoMoreThanTheLimit) {
  std::string command;
  for (int i = 0; i < 100; ++i) command += "node a" + std::to_string(i) + ".js; ";
  EXPECT_EQ(started_files(command).size(), kMostStartedFiles);
}

TEST(StartedFiles, NodeTriesTheNameItselfFirst) {
  const Files candidates = file_candidates("install");
  EXPECT_EQ(candidates.front(), "install");
  EXPECT_EQ(candidates[1], "install.js");
  EXPECT_EQ(candidates.back(), "install/index.js");
}

}  // namespace
}  // namespace cordon::inventory::npm
