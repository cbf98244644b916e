#include "host/sensor/process_table.h"

#include <gtest/gtest.h>

#include "host/sensor/testing.h"

namespace cordon::host {
namespace {

using testing::head;
using testing::process;

model::Attribution package(std::string purl, model::Phase phase, bool installed) {
  model::Attribution out;
  out.purl = std::move(purl);
  out.phase = phase;
  if (installed) out.install_path = "/p/node_modules/x";
  return out;
}

TEST(ProcessTable, ForgetsAProcessThatLeft) {
  ProcessTable table;
  table.enter(head(5, {process(1), process(5), {}}))->executable = "/bin/sh";
  ASSERT_NE(table.find(process(5)), nullptr);
  EXPECT_EQ(table.find(process(5))->executable, "/bin/sh");
  table.leave(process(5));
  table.leave(process(5));
  EXPECT_EQ(table.find(process(5)), nullptr);
}

TEST(ProcessTable, TellsProcessesOfOneNumberApart) {
  ProcessTable table;
  RecordHead first = head(5, {process(1), process(5), {}});
  RecordHead second = first;
  second.process.start_ns += 1;
  table.enter(first);
  table.enter(second);
  table.leave(first.process);
  EXPECT_EQ(table.find(first.process), nullptr);
  EXPECT_NE(table.find(second.process), nullptr);
}

TEST(ProcessTable, BeginsAChildAsItsParentWas) {
  ProcessTable table;
  table.enter(head(5, {process(1), process(5), {}}))->executable = "/usr/bin/node";
  table.fork(head(6, {process(1), process(5), {}}), process(5));
  ASSERT_NE(table.find(process(6)), nullptr);
  EXPECT_EQ(table.find(process(6))->executable, "/usr/bin/node");
}

TEST(ProcessTable, KeepsNoMoreThanItsLimitAndCountsTheRest) {
  ProcessTable table({2, 2});
  EXPECT_NE(table.enter(head(5, {process(1), process(5), {}})), nullptr);
  EXPECT_NE(table.enter(head(6, {process(1), process(6), {}})), nullptr);
  EXPECT_EQ(table.enter(head(7, {process(1), process(7), {}})), nullptr);
  EXPECT_NE(table.enter(head(6, {process(1), process(6), {}})), nullptr);
  EXPECT_EQ(table.forgotten(), 1u);
}

TEST(ProcessTable, GivesUpTheOldestScriptThatHasEnded) {
  ProcessTable table({100, 2});
  table.enter(head(5, {process(1), process(5), {}}));
  table.enter(head(6, {process(1), process(6), {}}));
  table.leave(process(6));
  table.enter(head(7, {process(1), process(7), {}}));
  EXPECT_NE(table.script(process(5)), nullptr);
  EXPECT_EQ(table.script(process(6)), nullptr);
  EXPECT_NE(table.script(process(7)), nullptr);
}

TEST(ProcessTable, ListsWhatRunsInAScriptAndInsideItsClients) {
  ProcessTable table;
  table.enter(head(5, {process(1), process(5), {}}));
  table.enter(head(6, {process(1), process(5), {}}));
  table.enter(head(7, {process(7), {}, process(5)}));          // a client that 6 started
  table.enter(head(8, {process(7), process(8), process(5)}));  // its script
  table.enter(head(9, {process(1), process(9), {}}));          // another script of the first client
  EXPECT_EQ(table.running_in(process(5)), (std::vector{process(5), process(6), process(7), process(8)}));
  EXPECT_EQ(table.running_in(process(8)), std::vector{process(8)});
  table.leave(process(6));
  EXPECT_EQ(table.running_in(process(5)), (std::vector{process(5), process(7), process(8)}));
}

// Script 5 started a client (run 7), whose script is 8.
struct Nested {
  Nested(model::Attribution outer, model::Attribution inner) {
    table.enter(head(5, {process(1), process(5), {}}));
    table.script(process(5))->package = std::move(outer);
    table.enter(head(8, inside));
    table.script(process(8))->package = std::move(inner);
  }
  ProcessTable table;
  Tag inside{process(7), process(8), process(5)};
};

TEST(ProcessTable, LetsAnInstallScriptAnswerForTheClientsItStarts) {
  Nested nested(package("pkg:npm/evil@1", model::Phase::postinstall, true),
                package("pkg:npm/lodash@4", model::Phase::postinstall, true));
  Answer answer = nested.table.answer_for(nested.inside);
  ASSERT_NE(answer.package, nullptr);
  EXPECT_EQ(answer.package->purl, "pkg:npm/evil@1");
  EXPECT_EQ(answer.script, process(5));
  ASSERT_EQ(answer.others.size(), 1u);
  EXPECT_EQ(answer.others[0]->purl, "pkg:npm/lodash@4");
  // The client itself, too.
  answer = nested.table.answer_for({process(7), {}, process(5)});
  ASSERT_NE(answer.package, nullptr);
  EXPECT_EQ(answer.package->purl, "pkg:npm/evil@1");
}

TEST(ProcessTable, DoesNotLetAProjectAnswerForWhatItInstalls) {
  Nested nested(package("pkg:npm/app@1", model::Phase::build, false),
                package("pkg:npm/evil@1", model::Phase::postinstall, true));
  Answer answer = nested.table.answer_for(nested.inside);
  ASSERT_NE(answer.package, nullptr);
  EXPECT_EQ(answer.package->purl, "pkg:npm/evil@1");
  ASSERT_EQ(answer.others.size(), 1u);
  EXPECT_EQ(answer.others[0]->purl, "pkg:npm/app@1");
}

// Script 5, and in it a client in whose script stands a client, and so on.
void nest(ProcessTable& table, std::uint32_t levels) {
  table.enter(head(5, {process(1), process(5), {}}));
  table.script(process(5))->package = package("pkg:npm/evil@1", model::Phase::postinstall, true);
  for (std::uint32_t level = 0; level < levels; ++level) {
    std::uint32_t outer = 5 + 2 * level, client = outer + 1, inner = outer + 2;
    table.enter(head(client, {process(client), {}, process(outer)}));
    table.enter(head(inner, {process(client), process(inner), process(outer)}));
    table.script(process(inner))->package = package("pkg:npm/lodash@4", model::Phase::postinstall, true);
    // The outer ones end: each leaves its work to the next.
    table.leave(process(outer));
    table.leave(process(client));
  }
}

TEST(ProcessTable, KnowsWhoAnswersHoweverDeepClientsStandInsideScripts) {
  ProcessTable table;
  nest(table, 300);
  Answer answer = table.answer_for({process(604), process(605), process(603)});
  ASSERT_NE(answer.package, nullptr);
  EXPECT_EQ(answer.package->purl, "pkg:npm/evil@1");
  EXPECT_EQ(answer.script, process(5));
  EXPECT_EQ(answer.others.size(), 64u);
  EXPECT_EQ(table.running_in(process(5)), std::vector{process(605)});
}

TEST(ProcessTable, KnowsWhoAnswersWhenThatScriptHadToBeForgotten) {
  ProcessTable table({100, 8});
  nest(table, 30);
  EXPECT_EQ(table.script(process(5)), nullptr);
  Answer answer = table.answer_for({process(64), process(65), process(63)});
  ASSERT_NE(answer.package, nullptr);
  EXPECT_EQ(answer.package->purl, "pkg:npm/evil@1");
}

TEST(ProcessTable, CountsAScriptGivenUpWhileItRuns) {
  ProcessTable table({100, 1});
  table.enter(head(5, {process(1), process(5), {}}));
  table.enter(head(6, {process(1), process(6), {}}));
  EXPECT_EQ(table.forgotten(), 1u);
}

TEST(ProcessTable, FindsTheOuterScriptEvenWhereTheInnerOneIsNotKnown) {
  ProcessTable table;
  table.enter(head(5, {process(1), process(5), {}}));
  table.script(process(5))->package = package("pkg:npm/evil@1", model::Phase::postinstall, true);
  Answer answer = table.answer_for({process(7), process(8), process(5)});  // no record of 8 came
  ASSERT_NE(answer.package, nullptr);
  EXPECT_EQ(answer.package->purl, "pkg:npm/evil@1");
}

TEST(ProcessTable, HasNoAnswerForAClientThatSomebodyStarted) {
  ProcessTable table;
  EXPECT_EQ(table.answer_for({process(1), {}, {}}).package, nullptr);
  EXPECT_EQ(table.answer_for({process(1), process(5), {}}).package, nullptr);
}

TEST(ProcessTable, EndsWhereScriptsGoRoundInACircle) {
  ProcessTable table;
  table.enter(head(5, {process(1), process(5), process(6)}));
  table.enter(head(6, {process(1), process(6), process(5)}));
  EXPECT_EQ(table.answer_for({process(1), process(5), process(6)}).package, nullptr);
  EXPECT_EQ(table.running_in(process(9)), std::vector<ProcessId>{});
}

}  // namespace
}  // namespace cordon::host
