#include "cli/command_tree.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::cli {
namespace {

TEST(CommandTree, CommandsAreNamedWithThoseAboveThem) {
  Slots slots;
  const auto app = make_tree(slots);
  const CLI::App* build = app->get_subcommand("intel")->get_subcommand("build");
  EXPECT_EQ(full_name(*build), "intel build");
  EXPECT_EQ(above(*build), "cordon intel");
  EXPECT_EQ(above(*app->get_subcommand("scan")), "cordon");
  const CLI::App* sign = app->get_subcommand("intel")->get_subcommand("pack")->get_subcommand("sign");
  EXPECT_EQ(full_name(*sign), "intel pack sign");
  EXPECT_EQ(above(*sign), "cordon intel pack");
}

TEST(CommandTree, HiddenCommandsAreNotOffered) {
  Slots slots;
  const auto app = make_tree(slots);
  const auto visible = visible_commands(*app);
  const auto is = [](const char* name) { return [name](const CLI::App* each) { return each->get_name() == name; }; };
  EXPECT_TRUE(std::ranges::any_of(visible, is("scan")));
  EXPECT_FALSE(std::ranges::any_of(visible, is("reference")));
}

TEST(CommandTree, ACommandOffersItsOptionsAndCommands) {
  Slots slots;
  const auto app = make_tree(slots);
  const auto names = option_names(*app->get_subcommand("intel")->get_subcommand("explain"));
  EXPECT_NE(std::ranges::find(names, "--index"), names.end());
  const auto verbs = option_names(*app->get_subcommand("sbom"));
  EXPECT_NE(std::ranges::find(verbs, "create"), verbs.end());
}

// Every command that people see says what it does, and those that do more than one thing give an example.
TEST(CommandTree, EveryCommandExplainsItself) {
  Slots slots;
  const auto app = make_tree(slots);
  const auto look = [](const CLI::App& command, const auto& self) -> void {
    for (const CLI::App* below : visible_commands(command)) {
      EXPECT_FALSE(below->get_description().empty()) << full_name(*below);
      self(*below, self);
    }
  };
  look(*app, look);
}

}  // namespace
}  // namespace cordon::cli
