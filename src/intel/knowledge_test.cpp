#include "intel/knowledge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "intel/pack_read.h"
#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

KnowledgeOptions only(std::vector<std::string> texts) {
  KnowledgeOptions options;
  options.embedded = false;
  for (std::string& text : texts) options.pack_files.push_back({"test.yaml", std::move(text)});
  return options;
}

Knowledge load(const KnowledgeOptions& options) {
  auto knowledge = Knowledge::load(options);
  EXPECT_TRUE(knowledge.has_value()) << knowledge.error().describe();
  return std::move(*knowledge);
}

TEST(Knowledge, WithoutPacksKnowsNothing) {
  const Knowledge knowledge = load(only({}));
  EXPECT_TRUE(knowledge.packs().empty());
  EXPECT_EQ(knowledge.release_count(), 0u);
  EXPECT_EQ(knowledge.newest_update(), "");
  EXPECT_TRUE(knowledge.find("npm", "example-package").empty());
  EXPECT_TRUE(knowledge.find_integrity("sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=").empty());
  EXPECT_TRUE(knowledge.traces("npm", "example-package").empty());
}

TEST(Knowledge, FindsAReleaseByNameAndExactVersion) {
  const Knowledge knowledge = load(only({test_pack(kTestPackage)}));
  EXPECT_EQ(knowledge.find("npm", "example-package").size(), 2u);
  const auto found = knowledge.find("npm", "example-package", "1.0.2");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].version, "1.0.2");
  EXPECT_EQ(knowledge.packs()[found[0].pack].id, "test-2026");
  EXPECT_TRUE(knowledge.find("npm", "example-package", "1.0.20").empty());
  EXPECT_TRUE(knowledge.find("npm", "Example-Package", "1.0.2").empty());
}

TEST(Knowledge, APackageInTwoPacksIsFoundInBoth) {
  const Knowledge knowledge =
      load(only({test_pack(kTestPackage, {}, "a-2026"), test_pack(kTestPackage, {}, "b-2026")}));
  const auto found = knowledge.find("npm", "example-package", "1.0.1");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(knowledge.packs()[found[0].pack].id, "a-2026");
  EXPECT_EQ(knowledge.packs()[found[1].pack].id, "b-2026");
}

// What is embedded, what was added to the machine, what is given for one run: the later counts.
TEST(Knowledge, PacksThatWereAddedReplaceAndAreReplaced) {
  const std::string id(load({}).packs()[0].id);
  KnowledgeOptions options;
  options.added.push_back(read_pack(test_pack(kTestPackage, {}, id), "x").value());
  options.added.push_back(read_pack(test_pack(kTestPackage, {}, "zz-2026"), "x").value());
  const Knowledge added = load(options);
  EXPECT_EQ(added.packs().size(), load({}).packs().size() + 1);
  EXPECT_EQ(added.find("npm", "example-package", "1.0.1").size(), 2u);
  EXPECT_EQ(added.newest_update(), load({}).newest_update());
  EXPECT_TRUE(added.packs().front().embedded);
  EXPECT_FALSE(added.packs().back().embedded);
  options.pack_files = {
      {"zz.yaml", test_pack("  - {ecosystem: npm, name: other, versions: [\"1.0.0\"]}\n", {}, "zz-2026")}};
  const Knowledge replaced = load(options);
  EXPECT_EQ(replaced.packs().size(), added.packs().size());
  EXPECT_EQ(replaced.find("npm", "example-package", "1.0.1").size(), 1u);
  EXPECT_EQ(replaced.find("npm", "other", "1.0.0").size(), 1u);
}

TEST(Knowledge, EveryVersionMeansAllButThePlaceholders) {
  const Knowledge knowledge = load(only({test_pack("  - {ecosystem: npm, name: look-alike, versions: [\"*\"]}\n")}));
  const auto found = knowledge.find("npm", "look-alike", "7.7.7");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].covers("0.0.1"));
  EXPECT_FALSE(found[0].covers("0.0.1-security"));
  EXPECT_TRUE(knowledge.find("npm", "look-alike", "0.0.1-security.0").empty());
}

TEST(Knowledge, NamesAreNormalisedAsTheClientsDo) {
  const Knowledge knowledge = load(only({test_pack("  - {ecosystem: pypi, name: two-words, versions: [\"1.0\"]}\n")}));
  EXPECT_EQ(knowledge.find("pypi", "Two_Words", "1.0").size(), 1u);
  EXPECT_EQ(knowledge.find("pypi", "two.-words", "1.0").size(), 1u);
}

TEST(Knowledge, AFileReplacesTheEmbeddedPackOfItsId) {
  KnowledgeOptions options = only({test_pack(kTestPackage, {}, "axios-2026")});
  options.embedded = true;
  const Knowledge knowledge = load(options);
  const std::size_t embedded = load({}).packs().size();
  EXPECT_EQ(knowledge.packs().size(), embedded);
  EXPECT_TRUE(knowledge.find("npm", "axios", "1.14.1").empty());
  EXPECT_TRUE(knowledge.find_integrity("sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=").empty());
  EXPECT_TRUE(knowledge.traces("npm", "plain-crypto-js").empty());
  EXPECT_EQ(knowledge.packs()[knowledge.find("npm", "example-package").at(0).pack].id, "axios-2026");
}

TEST(Knowledge, TwoFilesOfOneIdAreRefused) {
  EXPECT_EQ(Knowledge::load(only({test_pack(kTestPackage), test_pack(kTestPackage)})).error().code,
            ErrorCode::invalid_value);
}

TEST(Knowledge, AMalformedFileIsRefusedWithItsLine) {
  const auto knowledge = Knowledge::load(only({test_pack(kTestPackage), "id: a\nno: b\n"}));
  EXPECT_EQ(knowledge.error().code, ErrorCode::unknown_key);
  EXPECT_EQ(knowledge.error().line, 2u);
}

TEST(Knowledge, WhatItHandsOutStaysValidWhenItIsMoved) {
  Knowledge first = load(only({test_pack(kTestPackage)}));
  const auto found = first.find("npm", "example-package", "1.0.1");
  const Knowledge second = std::move(first);
  EXPECT_EQ(found.at(0).name, "example-package");
  EXPECT_EQ(second.find("npm", "example-package", "1.0.1").at(0).name.data(), found.at(0).name.data());
}

TEST(Knowledge, TheLastGoodReleaseIsThatOfTheLineOfTheBadOne) {
  const Knowledge knowledge =
      load(only({test_pack(R"(  - {ecosystem: npm, name: example-package, versions: ["0.30.4", "1.14.1", "2.0.0"]}
  - {ecosystem: npm, name: without, versions: ["1.0.0"]}
)",
                           R"(last_good:
  - {ecosystem: npm, name: example-package, version: "2.0.1"}
  - {ecosystem: npm, name: example-package, version: "1.14.0", below: "2.0.0"}
  - {ecosystem: npm, name: example-package, version: "0.30.3", below: "1.0.0"}
)")}));
  const auto good = [&](const char* version) {
    return knowledge.last_good(0, "npm", "example-package", version)->version;
  };
  EXPECT_EQ(good("0.30.4"), "0.30.3");
  EXPECT_EQ(good("1.14.1"), "1.14.0");
  EXPECT_EQ(good("2.0.0"), "2.0.1");
  EXPECT_FALSE(knowledge.last_good(0, "npm", "without", "1.0.0"));
  EXPECT_FALSE(knowledge.last_good(0, "pypi", "example-package", "1.14.1"));
}

TEST(Knowledge, AListOfTextsIsReadInPlace) {
  const Knowledge knowledge = load(
      only({test_pack("  - {ecosystem: npm, name: a, versions: [\"1.0.0\"], aliases: [MAL-2026-1, MAL-2026-2]}\n")}));
  const TextList aliases = knowledge.find("npm", "a").at(0).aliases;
  ASSERT_EQ(aliases.size(), 2u);
  EXPECT_EQ(aliases[1], "MAL-2026-2");
  EXPECT_TRUE(aliases.contains("MAL-2026-1"));
  EXPECT_FALSE(aliases.contains("MAL-2026-3"));
}

}  // namespace
}  // namespace cordon::intel
