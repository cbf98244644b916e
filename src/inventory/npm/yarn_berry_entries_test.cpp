#include "inventory/npm/yarn_berry_entries.h"

#include <gtest/gtest.h>

#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

struct Read {
  Document document;
  LongKeys long_keys;
  Result<BerryLock> lock = fail(ErrorCode::internal, "not read");
  std::vector<model::FileUnread> unread;

  explicit Read(std::string text) {
    long_keys = shorten_long_keys(text);
    auto parsed = yaml::parse(text);
    EXPECT_TRUE(parsed) << parsed.error().describe();
    document = std::move(*parsed);
    UnreadList list("yarn.lock");
    lock = read_berry_entries(document.root(), long_keys, list);
    list.move_to(unread);
  }
};

TEST(YarnBerryEntries, ReadsAnEntry) {
  const Read read(
      "__metadata:\n  version: 8\n  cacheKey: 10c0\n\n"
      "\"@s/a@npm:^1.0.0, @s/a@npm:^1.1.0 ,@s/a@npm:1\":\n"
      "  version: 1.10\n"
      "  resolution: \"@s/a@npm:1.10\"\n"
      "  dependencies:\n    b: \"npm:^1\"\n"
      "  dependenciesMeta:\n    b:\n      optional: true\n"
      "  checksum: 10c0/00ff\n  conditions: os=linux\n  languageName: node\n  linkType: hard\n");
  ASSERT_TRUE(read.lock);
  EXPECT_EQ(read.lock->version, "8");
  ASSERT_EQ(read.lock->entries.size(), 1u);
  const BerryEntry& entry = read.lock->entries[0];
  EXPECT_EQ(entry.descriptors, (std::vector<std::string_view>{"@s/a@npm:^1.0.0", "@s/a@npm:^1.1.0", "@s/a@npm:1"}));
  EXPECT_EQ(entry.locator, "@s/a@npm:1.10");
  EXPECT_EQ(entry.name, "@s/a");
  EXPECT_EQ(entry.reference, "npm:1.10");
  EXPECT_EQ(entry.version, "1.10");
  EXPECT_EQ(entry.checksum, "10c0/00ff");
  EXPECT_EQ(entry.dependencies["b"].text(), "npm:^1");
  EXPECT_TRUE(entry.dependencies_meta["b"]["optional"].is_true());
  EXPECT_EQ(entry.line, 5u);
  EXPECT_TRUE(read.unread.empty());
}

TEST(YarnBerryEntries, GivesLongKeysBack) {
  std::string key = "a@npm:1";
  for (int i = 0; i < 300; ++i) key += ", a@npm:^" + std::to_string(i);
  const Read read("__metadata:\n  version: 4\n\"" + key + "\":\n  resolution: \"a@npm:1.0.0\"\n");
  ASSERT_TRUE(read.lock);
  ASSERT_EQ(read.lock->entries.size(), 1u);
  EXPECT_EQ(read.lock->entries[0].descriptors.size(), 301u);
  EXPECT_EQ(read.lock->entries[0].descriptors.back(), "a@npm:^299");
}

TEST(YarnBerryEntries, WhatIsNoEntryIsSaidAndTheRestIsRead) {
  const Read read(
      "__metadata:\n  version: 8\n"
      "\"a@npm:1\": text\n"
      "\"b@npm:1\":\n  version: 1.0.0\n"
      "\"c@npm:1\":\n  resolution: c\n"
      "\"d@odd:1\":\n  resolution: \"d@odd:1\"\n  dependencies: [x]\n"
      "\"e@npm:1\":\n  resolution: \"e@npm:1.0.0\"\n");
  ASSERT_TRUE(read.lock);
  EXPECT_EQ(read.lock->entries.size(), 2u);
  std::vector<std::string> said;
  for (const model::FileUnread& one : read.unread) {
    said.push_back(one.code + " " + std::to_string(one.line));
    EXPECT_TRUE(one.incomplete);
  }
  EXPECT_EQ(said, (std::vector<std::string>{"wrong_type 3", "missing_field 4", "missing_field 6", "wrong_type 10",
                                            "unsupported_format 8"}));
}

TEST(YarnBerryEntries, AStrangeFormatVersionIsSaid) {
  for (const char* text : {"__metadata:\n  version: one\n", "__metadata:\n  cacheKey: 1\n", "__metadata: 8\n",
                           "\"a@npm:1\":\n  resolution: \"a@npm:1.0.0\"\n"}) {
    const Read read(text);
    ASSERT_TRUE(read.lock);
    EXPECT_EQ(read.lock->version, "");
    ASSERT_EQ(read.unread.size(), 1u) << text;
    EXPECT_EQ(read.unread[0].code, "unsupported_version");
  }
}

TEST(YarnBerryEntries, AnUnknownFormatVersionIsReadAndSaid) {
  const Read newer("__metadata:\n  version: 12\n\"a@npm:1\":\n  resolution: \"a@npm:1.0.0\"\n");
  EXPECT_EQ(newer.lock->version, "12");
  EXPECT_EQ(newer.lock->entries.size(), 1u);
  ASSERT_EQ(newer.unread.size(), 1u);
  EXPECT_EQ(newer.unread[0].code, "unsupported_version");
  EXPECT_EQ(newer.unread[0].line, 2u);
  EXPECT_TRUE(newer.unread[0].incomplete);
  for (const char* text : {"__metadata:\n  version: 4\n", "__metadata:\n  version: 10\n"})
    EXPECT_TRUE(Read(text).unread.empty()) << text;
}

TEST(YarnBerryEntries, AFileThatIsNoMappingFails) { EXPECT_EQ(Read("- a\n").lock.error().code, ErrorCode::wrong_type); }

}  // namespace
}  // namespace cordon::inventory::npm
