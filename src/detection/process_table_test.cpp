#include "detection/process_table.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "detection/testing.h"

namespace cordon::detection {
namespace {

using testing::EventMaker;

Program program(std::string path, std::vector<std::string> arguments, std::vector<std::string> foreign = {}) {
  return read_program({std::move(path), std::move(arguments), "/brought"}, foreign);
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

TEST(Program, IsCalledByItsPathItsFirstArgumentAndItsApplet) {
  EXPECT_EQ(program("/usr/bin/Curl", {"curl"}).names, std::vector<std::string>{"curl"});
  EXPECT_EQ(program("/bin/busybox", {"busybox", "wget", "http://example.test"}).names,
            (std::vector<std::string>{"busybox", "wget"}));
  EXPECT_TRUE(has(program("/bin/busybox", {"wget"}).names, "wget"));
  EXPECT_TRUE(has(program("/bin/dash", {"-sh"}).names, "sh"));
  EXPECT_TRUE(has(program("C/powershell.exe", {}).names, "powershell"));
}

TEST(Program, IsAClientWhenTheSystemHasIt) {
  const Program npm = program("/usr/bin/node", {"node", "/usr/bin/npm", "--silent", "publish", "--access", "public"});
  EXPECT_TRUE(npm.is_client);
  EXPECT_EQ(npm.client_verbs, (std::vector<std::string>{"publish", "public"}));
  EXPECT_EQ(program("/usr/bin/npm", {"npm", "install", "publish"}).client_verbs, std::vector<std::string>{"install"});
  EXPECT_EQ(program("/usr/bin/npm", {"npm", "--prefix", "/tmp/w", "publish"}).client_verbs,
            (std::vector<std::string>{"w", "publish"}));
  EXPECT_EQ(program("/usr/bin/npm", {"npm", "--prefix=/tmp/w", "pack", "x"}).client_verbs,
            std::vector<std::string>{"pack"});
  EXPECT_TRUE(program("/usr/bin/npm", {"npm", "ci"}).is_client);
  EXPECT_TRUE(program("/usr/bin/env", {"/usr/bin/env", "node", "/usr/bin/yarn"}).is_client);
  EXPECT_FALSE(program("/usr/bin/node", {"node", "install.js", "npm"}).is_client);
  EXPECT_FALSE(program("/usr/bin/echo", {"echo", "npm"}).is_client);
}

TEST(Program, IsNoClientByWhatItCallsItself) {
  EXPECT_FALSE(program("/usr/bin/cat", {"npm", "/home/dev/.npmrc"}).is_client);
  EXPECT_FALSE(program("/usr/bin/node", {"npm", "install.js"}).is_client);
  EXPECT_FALSE(program("/usr/bin/node", {"node", "-e", "0", "npm"}).is_client);
  EXPECT_FALSE(program("/usr/bin/node", {"node", "x=y", "/usr/bin/npm"}).is_client);
  EXPECT_TRUE(program("/usr/bin/node", {"npm", "/usr/bin/npm"}).is_client);
}

TEST(Program, IsAClientBehindTheOptionsOfItsInterpreter) {
  const std::string npm = "/usr/lib/node_modules/npm/bin/npm-cli.js";
  const Program quiet = program("/usr/bin/node", {"node", "--no-warnings", "--max-old-space-size=99", npm, "publish"});
  EXPECT_TRUE(quiet.is_client);
  EXPECT_EQ(quiet.client_verbs, std::vector<std::string>{"publish"});
  EXPECT_TRUE(program("/usr/bin/env", {"env", "-i", "A=b", "node", "--no-warnings", npm, "ci"}).is_client);
  EXPECT_FALSE(program("/usr/bin/node", {"node", "--require=./evil.js", npm, "ci"}).is_client);
  EXPECT_FALSE(program("/usr/bin/node", {"node", "--import", "./evil.js", npm, "ci"}).is_client);
}

TEST(Program, IsNoClientWhenThePackageBroughtIt) {
  EXPECT_FALSE(program("/usr/bin/node", {"node", "./npm-cli.js"}, {"/brought"}).is_client);
  EXPECT_FALSE(program("/brought/npm", {"npm", "install"}, {"/brought"}).is_client);
  EXPECT_TRUE(program("/usr/bin/node", {"node", "/usr/bin/npm"}, {"/brought"}).is_client);
}

TEST(ProcessTable, KeepsProcessesOfOnePidApart) {
  ProcessTable table(10);
  EventMaker maker;
  model::Event event = maker.exec(7, 1, {"sh"});
  const ProcessKey first = table.actor_of(event, "s").key;
  event.actor->start_ns += 1;
  const ProcessKey second = table.actor_of(event, "s").key;
  EXPECT_NE(first, second);
  EXPECT_EQ(table.newest("machine/boot", 7)->key, second);
  event.boot = "another";
  EXPECT_EQ(table.newest("machine/another", 7), nullptr);
  EXPECT_NE(table.actor_of(event, "s").key, second);
}

TEST(ProcessTable, LetsAForkGoOnWithTheProgramOfItsParent) {
  ProcessTable table(10);
  EventMaker maker;
  table.actor_of(maker.exec(7, 1, {"node", "a.js"}), "s").program = program("/usr/bin/node", {"node", "a.js"});
  const Process& child = table.actor_of(maker.connect(8, "192.0.2.1", 1), "s");
  EXPECT_FALSE(child.program);  // its parent is not known
  model::Event event = maker.make(9, 7, model::UsagePayload{1, 1});
  const Process& other = table.actor_of(event, "s");
  ASSERT_TRUE(other.program);
  EXPECT_EQ(other.program->command(), "node a.js");
}

TEST(ProcessTable, NamesAncestorsOfTheSameScriptOnly) {
  ProcessTable table(10);
  EventMaker maker;
  table.actor_of(maker.exec(1, 0, {"npm"}), "").program = program("/usr/bin/npm", {"npm"});
  Process& script = table.actor_of(maker.exec(2, 1, {"node"}), "s");
  script.program = program("/usr/bin/node", {"node"});
  script.earlier = {"sh"};
  table.actor_of(maker.exec(3, 2, {"make"}), "s").program = program("/usr/bin/make", {"make"});
  const auto names = table.ancestors(table.actor_of(maker.exec(4, 3, {"cc"}), "s"));
  EXPECT_EQ(names, (std::vector<std::string>{"make", "node", "sh"}));
}

TEST(ProcessTable, ForgetsTheOldestAndCountsIt) {
  ProcessTable table(2);
  EventMaker maker;
  for (std::uint32_t pid = 1; pid <= 5; ++pid) table.actor_of(maker.exec(pid, 0, {"sh"}), "s");
  EXPECT_EQ(table.evicted(), 3u);
  EXPECT_EQ(table.newest("machine/boot", 1), nullptr);
  EXPECT_NE(table.newest("machine/boot", 5), nullptr);
}

TEST(ProcessTable, SurvivesAProcessThatIsItsOwnParent) {
  ProcessTable table(4);
  EventMaker maker;
  const Process& own = table.actor_of(maker.exec(7, 7, {"sh"}), "s");
  EXPECT_TRUE(table.ancestors(own).empty());
}

}  // namespace
}  // namespace cordon::detection
