#include "cli/command_parts.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

TEST(CommandParts, AListTakesOneValueEachTime) {
  CLI::App app;
  std::vector<std::string> values, rest;
  add_list(app, "--key", values, "a key");
  app.add_option("FILE", rest);
  app.parse("--key a b --key c d");
  EXPECT_EQ(values, (std::vector<std::string>{"a", "c"}));
  EXPECT_EQ(rest, (std::vector<std::string>{"b", "d"}));
}

TEST(CommandParts, AWordIsOneOfTheWords) {
  CLI::App app;
  std::string word;
  one_of(app.add_option("--format", word), {"text", "json"});
  EXPECT_THROW(app.parse("--format xml"), CLI::ParseError);
  app.parse("--format json");
  EXPECT_EQ(word, "json");
}

TEST(CommandParts, EveryPackCommandSaysWhichItIs) {
  CLI::App app;
  PackArguments pack;
  add_pack_commands(app, pack);
  EXPECT_FALSE(pack.verb);
  app.parse("pack remove x-2026");
  EXPECT_EQ(pack.verb, PackVerb::remove);
  EXPECT_EQ(pack.id, "x-2026");
}

}  // namespace
}  // namespace cordon::cli
