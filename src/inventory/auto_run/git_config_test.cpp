#include "inventory/auto_run/git_config.h"

#include <gtest/gtest.h>

namespace cordon::inventory::auto_run {
namespace {

std::vector<std::string> told(std::string_view text) {
  std::vector<std::string> out;
  for (const AutoRun& run : git_config_runs(text))
    out.push_back(std::to_string(run.line) + " " + run.when + " " + run.text);
  return out;
}

using Told = std::vector<std::string>;

TEST(GitConfig, ProgramsOfEverySectionAreTold) {
  EXPECT_EQ(told("[core]\n\tpager = run | me\n\teditor = ./e\n[diff]\n\texternal = ./d\n[credential \"https://x\"]\n"
                 "\thelper = !./c\n[gpg]\n\tprogram = ./g\n[sequence]\n editor=./s\n[diff \"x\"]\ntextconv = ./t\n"),
            (Told{"2 core.pager run | me", "3 core.editor ./e", "5 diff.external ./d", "7 credential.helper !./c",
                  "9 gpg.program ./g", "11 sequence.editor ./s", "13 diff.textconv ./t"}));
}

TEST(GitConfig, AnAliasCountsWhenItStartsAProgram) {
  EXPECT_EQ(told("[alias]\n\tst = status\n\tx = !run me\n"), Told{"3 alias.x !run me"});
}

TEST(GitConfig, AContinuedValueIsOneValue) {
  EXPECT_EQ(told("[core]\n\tfsmonitor = \\\n ./x.sh\n\tsshCommand = ssh \\\r\n -v\n"),
            (Told{"2 core.fsmonitor ./x.sh", "4 core.sshcommand ssh  -v"}));
}

TEST(GitConfig, QuotesAndCommentsAreReadAsGitReadsThem) {
  EXPECT_EQ(
      told(
          "[core] fsmonitor = \"./a # b\" # c\n[filter \"a]b\"] clean = \"say \\\"x\\\"\" ; d\n[Filter.y]\nSmudge=z\n"),
      (Told{"1 core.fsmonitor ./a # b", "2 filter.clean say \"x\"", "4 filter.smudge z"}));
}

TEST(GitConfig, OtherFilesThatItReadsAreTold) {
  EXPECT_EQ(told("[include]\n\tpath = ../more\n[includeIf \"gitdir:~/x/\"]\n\tpath = ~/y\n"),
            (Told{"2 include.path ../more", "4 includeif.path ~/y"}));
}

TEST(GitConfig, WhatIsGitsOwnIsNot) {
  EXPECT_TRUE(told("[core]\n\tfsmonitor = true\n\tbare\n[credential]\n\thelper = cache --timeout=9\n[user]\n"
                   "\tsshCommand = no\n[pager]\n\tlog = false\n[submodule \"x\"]\n\tupdate = rebase\n")
                  .empty());
}

TEST(GitConfig, BrokenTextEndsNowhereElse) {
  for (const char* text : {"[", "[core", "[core \"x", "[core]\nfsmonitor = \\", "[core]\nx = \"\n", "=", "[]=\n"})
    EXPECT_TRUE(told(text).empty()) << text;
}

}  // namespace
}  // namespace cordon::inventory::auto_run
