#include "inventory/npm/yarn_integrity_file.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

using testing::ids;
using testing::incomplete;
using testing::Words;

Result<model::Inventory> read(std::string text) {
  const testing::Project project;
  return read_yarn_integrity_file(std::move(text), project.context());
}

TEST(YarnIntegrityFile, EveryAddressOfAReleaseIsAComponent) {
  const auto inventory = read(R"({"topLevelPatterns": ["a@^1.0.0"], "lockfileEntries": {
    "@s/a@^1.0.0": "https://registry.example.test/@s/a/-/a-1.0.1.tgz#0000000000000000000000000000000000000000",
    "@s/a@~1.0.0": "https://registry.example.test/@s/a/-/a-1.0.1.tgz#0000000000000000000000000000000000000000",
    "alias@npm:b@2": "https://registry.example.test/b/-/b-2.0.0.tgz",
    "g@u/r": "https://codeload.example.test/u/r/tar.gz/0123", "w@file:w": ""}})");
  ASSERT_TRUE(inventory);
  EXPECT_EQ(ids(*inventory), (Words{"@s/a@^1.0.0", "alias@npm:b@2"}));
  const model::Component& a = inventory->components[0];
  EXPECT_EQ(a.purl, "pkg:npm/%40s/a@1.0.1");
  EXPECT_EQ(a.integrity, Words{"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="});
  EXPECT_EQ(a.registry.class_, model::RegistryClass::public_);
  EXPECT_EQ(a.place.line, 2u);
  EXPECT_EQ(inventory->components[1].purl, "pkg:npm/b@2.0.0");
  EXPECT_EQ(inventory->components[1].alias, "alias");
  EXPECT_EQ(incomplete(*inventory), Words{});
}

TEST(YarnIntegrityFile, WhatIsNoEntryIsSaid) {
  EXPECT_EQ(incomplete(read(R"({"lockfileEntries": {"a@1": 1}})").value()), Words{"wrong_type 1"});
  EXPECT_EQ(incomplete(read(R"({"lockfileEntries": []})").value()), Words{"wrong_type 1"});
  EXPECT_EQ(incomplete(read("{}").value()).size(), 1u);
  EXPECT_EQ(read("[]").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read("{").error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::inventory::npm
