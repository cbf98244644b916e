#include "host/artefacts/npm_debug_log.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

constexpr const char* kName = "2026-03-31T00_21_58_123Z-debug-0.log";

NpmDebugLog read(std::string_view text, std::string_view name = kName) {
  return read_npm_debug_log(text, name, "_logs/" + std::string(name));
}

TEST(NpmDebugLog, TellsTheRun) {
  const NpmDebugLog log = read(
      "0 verbose cli /usr/bin/node /usr/bin/npm\n"
      "1 info using npm@11.19.1\n"
      "2 info using node@v20.20.2\n"
      "8 verbose argv \"install\" \"a b\" \"--tag\" \"q\\\"q\"\n"
      "14 silly placeDep ROOT plain-crypto-js@4.2.1 OK for: axios@1.14.1 want: ^4.2.1\n"
      "15 silly placeDep node_modules/x @scope/y@1.0.0 OK for: x@1.0.0 want: *\n"
      "16 http fetch GET 200 https://registry.example.test/axios 439ms (cache miss)\n"
      "17 http cache axios@https://registry.example.test/axios/-/axios-1.14.1.tgz 0ms (cache hit)\n"
      "24 verbose cwd /home/dev/shop\n"
      "28 verbose exit 0\n"
      "29 info ok\n");
  EXPECT_EQ(log.started, "2026-03-31T00:21:58Z");
  EXPECT_EQ(log.npm_version, "11.19.1");
  EXPECT_EQ(log.node_version, "v20.20.2");
  EXPECT_EQ(log.arguments, (std::vector<std::string>{"install", "a b", "--tag", "q\"q"}));
  EXPECT_EQ(log.placed, (std::vector<PlacedPackage>{{"plain-crypto-js", "4.2.1", 5}, {"@scope/y", "1.0.0", 6}}));
  EXPECT_EQ(log.fetches,
            (std::vector<LoggedFetch>{{"https://registry.example.test/axios", 200, false, 7},
                                      {"https://registry.example.test/axios/-/axios-1.14.1.tgz", 0, true, 8}}));
  EXPECT_EQ(log.directory, "/home/dev/shop");
  EXPECT_EQ(log.exit_code, 0);
  EXPECT_TRUE(log.unread.empty());
}

TEST(NpmDebugLog, ScriptsAreJoinedWithTheirEnds) {
  const NpmDebugLog log = read(
      "1 info run a@1.0.0 postinstall node_modules/a node setup.js\n"
      "2 info run @s/b@2.0.0 preinstall node_modules/@s/b exit 3\n"
      "3 info run a@1.0.0 postinstall { code: 0, signal: null }\n"
      "4 info run @s/b@2.0.0 preinstall { code: null, signal: 'SIGKILL' }\n"
      "5 info run c@1.0.0 install { code: 1, signal: null }\n"
      "6 info run d@1.0.0 install node_modules/d node-gyp rebuild\n");
  EXPECT_EQ(log.runs, (std::vector<ScriptRun>{
                          {"a", "1.0.0", "postinstall", "node_modules/a", "node setup.js", 0, "", 1, 3},
                          {"@s/b", "2.0.0", "preinstall", "node_modules/@s/b", "exit 3", std::nullopt, "SIGKILL", 2, 4},
                          {"c", "1.0.0", "install", "", "", 1, "", 0, 5},
                          {"d", "1.0.0", "install", "node_modules/d", "node-gyp rebuild", std::nullopt, "", 6, 0}}));
}

TEST(NpmDebugLog, WhatIsNoLineOfALogIsToldAndHidesNoOther) {
  const NpmDebugLog log =
      read("1 info run a@1.0.0 install x y\nnonsense\n\x1b[31m\n2 info run a@1.0.0 install { code: 0, sig");
  EXPECT_EQ(log.runs.at(0).code, 0);
  ASSERT_EQ(log.unread.size(), 3u);
  EXPECT_EQ(log.unread[0].line, 2u);
  EXPECT_EQ(log.unread[2].code, "truncated");
}

TEST(NpmDebugLog, NamesOfOtherFormsHaveNoTime) {
  for (const char* name : {"x.log", "2026-13-31T00_21_58_123Z-debug-0.log", "2026-03-31T00:21:58.123Z-debug-0.log", ""})
    EXPECT_EQ(read("", name).started, "") << name;
}

TEST(NpmDebugLog, CredentialsAreLeftOut) {
  const NpmDebugLog log = read(
      "1 http fetch GET 200 https://u:secret@registry.example.test/a 1ms (cache miss)\n"
      "2 info run a@1.0.0 install . curl https://u:secret@x.example.test/\n");
  EXPECT_EQ(log.fetches.at(0).address.find("secret"), std::string::npos);
  EXPECT_EQ(log.runs.at(0).script.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace cordon::host
