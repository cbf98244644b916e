#include "inventory/npm/yarn_lock.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

Result<model::Inventory> read(std::string text) {
  const testing::Project project;
  return read_yarn_lock(std::move(text), project.context());
}

std::string format_of(std::string text) {
  const auto inventory = read(std::move(text));
  EXPECT_TRUE(inventory) << inventory.error().describe();
  return inventory ? inventory->format : std::string();
}

TEST(YarnLock, TellsTheFormatsApart) {
  EXPECT_EQ(format_of("# yarn lockfile v1\n\n\na@1:\n  version \"1.0.0\"\n"), "yarn v1");
  EXPECT_EQ(format_of("a@1:\n  version \"1.0.0\"\n"), "yarn v1");
  EXPECT_EQ(format_of("__metadata:\n  version: 8\n"), "yarn berry 8");
  EXPECT_EQ(format_of("\xEF\xBB\xBF__metadata:\r\n  version: 10\r\n  cacheKey: 10\r\n"), "yarn berry 10");
  EXPECT_EQ(format_of("# comment\n\n\"a@npm:1\":\n  resolution: \"a@npm:1.0.0\"\n\n\"__metadata\":\n  version: 1\n"),
            "yarn berry 1");
  EXPECT_EQ(format_of("# comment\n{\"__metadata\": {\"version\": 6}, \"a@npm:1\": {\"resolution\": \"a@npm:1.0.0\"}}"),
            "yarn berry 6");
}

TEST(YarnLock, AWordInsideALineIsNoMetadata) {
  EXPECT_EQ(format_of("# __metadata:\na@1:\n  version \"1.0.0\"\n  __metadata: \"x\"\n"), "yarn v1");
}

TEST(YarnLock, AnEmptyFileHasNoPackages) {
  for (const char* text : {"", "\n", "# yarn lockfile v1\n\n\n"}) {
    const auto inventory = read(text);
    ASSERT_TRUE(inventory) << text;
    EXPECT_EQ(inventory->format, "yarn v1");
    EXPECT_TRUE(inventory->components.empty());
    EXPECT_TRUE(inventory->roots.empty());
    EXPECT_EQ(inventory->unread.size(), text[0] == '#' ? 0u : 1u);
  }
}

TEST(YarnLock, AnEmptyFileIsAnAnswerOnlyWhereTheProjectAsksForNothing) {
  for (const bool asks : {false, true}) {
    const testing::Project project(
        {{"package.json", asks ? R"({"name":"app","dependencies":{"a":"1"}})" : R"({"name":"app"})"}});
    const auto inventory = read_yarn_lock("", project.context());
    ASSERT_EQ(inventory->unread.size(), 1u);
    EXPECT_EQ(inventory->unread[0].code, "truncated");
    EXPECT_EQ(inventory->unread[0].incomplete, asks);
  }
}

TEST(YarnLock, AFileInWhichNothingIsWhatYarnWritesFails) {
  const auto bogus = read("bogus yarn.lock\n");
  EXPECT_EQ(bogus.error().code, ErrorCode::wrong_type);
  EXPECT_EQ(bogus.error().line, 1u);
  EXPECT_TRUE(read("bogus yarn.lock\na@1:\n  version \"1.0.0\"\n"));
}

TEST(YarnLock, FailsAsTheReadersDo) {
  EXPECT_EQ(read("a@1:\n  version\n").error().code, ErrorCode::syntax);
  EXPECT_EQ(read("__metadata:\n  version: [\n").error().code, ErrorCode::truncated);
  EXPECT_EQ(read("# yarn lockfile v2\n").error().code, ErrorCode::unsupported_version);
}

}  // namespace
}  // namespace cordon::inventory::npm
