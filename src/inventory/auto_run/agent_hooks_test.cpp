#include "inventory/auto_run/agent_hooks.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::inventory::auto_run {
namespace {

TEST(AgentHooks, OnlyTasksOfAnOpenedFolderRunByThemselves) {
  const auto document = json::parse(R"({"tasks": [
    {"label": "a", "command": "node", "args": ["x.js", {"value": "b c", "quoting": "weak"}], "runOptions": {"runOn": "folderOpen"}},
    {"label": "b", "command": "no"},
    {"type": "npm", "script": "setup", "runOptions": {"runOn": "folderOpen"}},
    {"type": "shell", "windows": {"command": "w.bat"}, "linux": {"command": "l.sh"}, "runOptions": {"runOn": "folderOpen"}},
    {"type": "gulp", "task": "t", "runOptions": {"runOn": "folderOpen"}}]})");
  ASSERT_TRUE(document);
  const auto runs = folder_open_tasks(document->root());
  ASSERT_EQ(runs.size(), 5u);
  EXPECT_EQ(runs[0].text, "node x.js b c");
  EXPECT_EQ(runs[0].line, 2u);
  EXPECT_EQ(runs[1].text, "npm run setup");
  EXPECT_EQ(runs[2].when, "folderOpen (windows)");
  EXPECT_EQ(runs[3].text, "l.sh");
  EXPECT_EQ(runs[4].text, "task of type \"gulp\"");
}

TEST(AgentHooks, TheValueIsComparedWithoutCaseAndSystemsHaveListsOfTheirOwn) {
  const auto document = json::parse(R"({"tasks": [{"command": "a", "runOptions": {"runOn": "FolderOpen"}}],
    "linux": {"tasks": [{"command": "b", "runOptions": {"runOn": "folderopen"}}, {"command": "no"}]},
    "osx": {"runOptions": {"runOn": "folderOpen"}, "tasks": [{"command": "c"}]}})");
  ASSERT_TRUE(document);
  const auto runs = folder_open_tasks(document->root());
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].text, "a");
  EXPECT_EQ(runs[1].when, "folderOpen (linux)");
  EXPECT_EQ(runs[1].text, "b");
  EXPECT_EQ(runs[2].text, "c");
}

TEST(AgentHooks, AContainersCommandsHaveThreeForms) {
  const auto document = json::parse(
      R"({"initializeCommand": "a b", "postCreateCommand": ["c", "d"], "postStartCommand": {"x": "e", "y": ["f", "g"]}})");
  ASSERT_TRUE(document);
  const auto runs = container_commands(document->root());
  ASSERT_EQ(runs.size(), 4u);
  EXPECT_EQ(runs[0].when, "initializeCommand");
  EXPECT_EQ(runs[1].text, "c d");
  EXPECT_EQ(runs[3].text, "f g");
}

TEST(AgentHooks, AHookIsFoundHoweverItIsGrouped) {
  const auto document = json::parse(
      R"({"A": [{"hooks": [{"command": "1"}, {"bash": "2"}]}], "B": [{"command": "3"}], "C": {"command": "4"}, "D": "x", "E": [{"prompt": "p"}]})");
  ASSERT_TRUE(document);
  const auto runs = hook_commands(document->root());
  ASSERT_EQ(runs.size(), 5u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(runs[i].text, std::to_string(i + 1));
  EXPECT_EQ(runs[4].text, "prompt: p");
}

TEST(AgentHooks, ServersAndNamedCommands) {
  const auto document = json::parse(R"({"s": {"a": {"command": "x", "args": [1, "y"]}, "b": {"url": "u"}}, "n": "k"})");
  ASSERT_TRUE(document);
  EXPECT_EQ(server_commands(document->root()["s"]).at(0).text, "x 1 y");
  EXPECT_EQ(named_commands(document->root(), {"n", "m"}).size(), 1u);
  EXPECT_EQ(command_line({}), "");
}

}  // namespace
}  // namespace cordon::inventory::auto_run
