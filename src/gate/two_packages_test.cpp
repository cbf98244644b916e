#include "gate/two_packages.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "archive/pack.h"
#include "archive/testing_tar.h"
#include "gate/open_archive.h"

namespace cordon::gate {
namespace {

using archive::kTarEnd;
using archive::OddityKind;
using archive::pax_entry;
using archive::pax_record;
using archive::tar_entry;
using enum OddityKind;

const std::string kScripted =
    tar_entry("package/package.json", R"({"name":"a","version":"1.0.0","scripts":{"postinstall":"node i.js"}})");
const std::string kPlain = tar_entry("package/package.json", R"({"name":"a","version":"1.0.0"})");
const std::string kCode = tar_entry("package/i.js", "1;");

std::vector<ArchiveOddity> oddities_of(const std::string& packed) {
  const auto facts = read_facts(open_archive(packed));
  return facts ? facts->oddities : std::vector<ArchiveOddity>{};
}

// The weight of one kind in an archive of these entries.
Weight weight_of(OddityKind kind, const std::string& entries) {
  const auto found = oddities_of(archive::gzip(entries + kTarEnd));
  const auto one = std::ranges::find(found, kind, &ArchiveOddity::kind);
  return one == found.end() ? Weight::none : one->weight;
}

TEST(TwoPackages, AFileThatOtherSystemsTakeForOneThatClientsLookForIsAnotherPackage) {
  EXPECT_EQ(weight_of(case_collision, kPlain + tar_entry("package/Binding.gyp", "{}")), Weight::split);
  EXPECT_EQ(weight_of(case_collision, kPlain + tar_entry("package/NPM-Shrinkwrap.JSON", "{}")), Weight::split);
  EXPECT_EQ(weight_of(case_collision, kPlain + tar_entry("package/src/Binding.gyp", "{}")), Weight::none);
  EXPECT_EQ(weight_of(case_collision, kPlain + tar_entry("package/binding.gyp", "{}")), Weight::none);
}

TEST(TwoPackages, WhatSomeClientsDoNotStopAtIsAnotherPackage) {
  const std::string other = tar_entry("package/i.js", "2;"), zeros(512, '\0');
  EXPECT_EQ(weight_of(entries_after_end, kScripted + kCode + kTarEnd + other), Weight::split);
  EXPECT_EQ(weight_of(zero_block, kScripted + other + zeros + kCode), Weight::split);
  EXPECT_EQ(weight_of(data_after_end, kScripted + kTarEnd + std::string(512, 'x')), Weight::look);
  EXPECT_EQ(weight_of(entries_after_end, kScripted + kTarEnd + std::string(512, 'x')), Weight::none);
  const std::string first = archive::gzip(kScripted + kCode), second = archive::gzip(other + kTarEnd);
  EXPECT_EQ(oddities_of(first + second).front().kind, gzip_members);
  EXPECT_EQ(oddities_of(first + std::string(9'000, '\0') + second).front().weight, Weight::split);
  EXPECT_EQ(oddities_of(first + "garbage").front().weight, Weight::split);
  // Zeros alone are told of many old packages.
  EXPECT_TRUE(oddities_of(archive::gzip(kScripted + kCode + kTarEnd) + zeros).empty());
}

TEST(TwoPackages, EntriesThatOnlySomeWriteAreAnotherPackage) {
  std::string damaged = tar_entry("package/i.js", "2;");
  damaged[150] ^= 1;
  const std::string inner = tar_entry("package/i.js", "2;");
  EXPECT_EQ(weight_of(bad_checksum, kScripted + kCode + damaged), Weight::split);
  EXPECT_EQ(weight_of(unknown_type, kScripted + kCode + tar_entry("package/i.js", "2;", 'Z')), Weight::split);
  EXPECT_EQ(weight_of(device, kScripted + kCode + tar_entry("package/d", "", '3')), Weight::split);
  EXPECT_EQ(weight_of(size_of_nothing, kScripted + kCode + tar_entry("package/d/", inner, '5')), Weight::split);
  EXPECT_EQ(weight_of(size_of_nothing, kScripted + kCode + tar_entry("package/l", inner, '2', {{157, "x"}})),
            Weight::split);
}

TEST(TwoPackages, PathsThatAreOthersToOtherClientsCountWhereCodeIs) {
  for (const char* path : {"./package/i.js", "i.js", "package\\i.js", "package/lib\\i.js", "./package/notes"}) {
    const std::string entries = kScripted + kCode + tar_entry(path, "2;");
    EXPECT_EQ(oddities_of(archive::gzip(entries + kTarEnd)).front().weight, Weight::split) << path;
  }
  EXPECT_EQ(weight_of(absolute_path, kScripted + kCode + tar_entry("package/c:/i.js", "2;")), Weight::split);
  EXPECT_EQ(weight_of(absolute_path, kScripted + kCode + tar_entry("/package/i.js", "2;")), Weight::look);
  EXPECT_EQ(weight_of(no_folder, kScripted + kCode + tar_entry("notes.txt", "2;")), Weight::look);
  // A text is code where something runs it.
  const std::string runs = tar_entry("package/i.js", "require('./notes.txt');");
  EXPECT_EQ(weight_of(no_folder, kScripted + runs + tar_entry("notes.txt", "2;")), Weight::split);
  // All come to the same path, as some packers write it.
  EXPECT_EQ(weight_of(unclean_path, kScripted + tar_entry("package/./i.js", "1;")), Weight::none);
  EXPECT_EQ(weight_of(duplicate, kScripted + kCode + kCode), Weight::none);
}

TEST(TwoPackages, LinksCountWhereTheyBringCode) {
  const std::string text = tar_entry("package/docs.txt", "2;"), target = "docs.txt";
  const auto link = [&](std::string_view path, std::string_view to, char flag = '2') {
    return tar_entry(path, "", flag, {{157, to}});
  };
  EXPECT_EQ(weight_of(archive::OddityKind::link, kScripted + text + link("package/i.js", target)), Weight::split);
  EXPECT_EQ(weight_of(archive::OddityKind::link, kPlain + text + link("package/i.js", target)), Weight::split);
  EXPECT_EQ(weight_of(archive::OddityKind::link, kPlain + kCode + text + link("package/i.js", "package/docs.txt", '1')),
            Weight::split);
  EXPECT_EQ(weight_of(archive::OddityKind::link, kScripted + kCode + text + link("package/README", target)),
            Weight::look);
  // As packages of 2010 have them: code by two names.
  EXPECT_EQ(weight_of(archive::OddityKind::link, kPlain + kCode + link("package/index.js", "i.js")), Weight::look);
  EXPECT_EQ(weight_of(archive::OddityKind::link, kScripted + kCode + link("package/index.js", "i.js")), Weight::split);
}

TEST(TwoPackages, NamesThatDifferInCaseCountWhereCodeRunsAtInstallation) {
  EXPECT_EQ(weight_of(case_collision, kScripted + kCode + tar_entry("package/I.js", "2;")), Weight::split);
  EXPECT_EQ(weight_of(case_collision, kPlain + tar_entry("package/Package.json", "{}")), Weight::split);
  EXPECT_EQ(weight_of(case_collision, kPlain + kCode + tar_entry("package/I.js", "2;")), Weight::look);
  EXPECT_EQ(weight_of(case_collision, kScripted + kCode + tar_entry("package/I.js", "1;")), Weight::none);
}

TEST(TwoPackages, ANameThatNpmMayLoseCountsWhereTheOtherIsNoPackersOwn) {
  const std::string e_acute = "\xC3\xA9";
  const auto weight = [&](const std::string& path, std::string_view own) {
    return weight_of(lost_name, kScripted + kCode + pax_entry(pax_record("path", path)) + tar_entry(own, "2;"));
  };
  EXPECT_EQ(weight("package/docs/" + e_acute + ".js", "package/i.js"), Weight::split);
  EXPECT_EQ(weight("package/i.js" + e_acute, "package/i.js"), Weight::split) << "a beginning, but no cut";
  EXPECT_EQ(weight("package/docs/" + e_acute + ".js", "package/docs/" + e_acute + ".js"), Weight::none);
  const std::string folder = "package/" + std::string(80, 'd') + "/";
  EXPECT_EQ(weight(folder + "long-name-" + e_acute + ".js", folder + "long-name-\xC3"), Weight::none);
  EXPECT_EQ(weight(folder + "name.js" + e_acute + ".txt", folder + "name.js"), Weight::split) << "cut to code";
  EXPECT_EQ(weight("package/docs/" + e_acute + ".js", "package/docs/?.js"), Weight::none);
  const auto long_name = [&](const std::string& path) {
    return weight_of(lost_name, kScripted + kCode + tar_entry("././@LongLink", path, 'L') + tar_entry("a", "2;"));
  };
  EXPECT_EQ(long_name("package/docs/" + e_acute + ".js"), Weight::split);
  EXPECT_EQ(long_name("package/docs/" + e_acute + ".md"), Weight::none);
}

TEST(TwoPackages, AFloodOfWhatIsHarmlessHidesNothing) {
  std::string entries = kScripted + kCode;
  for (int i = 0; i < 500; ++i) entries += tar_entry("package/./a", "1;");
  for (int i = 0; i < 500; ++i) entries += tar_entry("notes.txt", "1;");
  const auto found = oddities_of(archive::gzip(entries + tar_entry("./package/i.js", "2;") + kTarEnd));
  ASSERT_EQ(found.size(), 20u);
  EXPECT_EQ(found.front().kind, unclean_path);
  EXPECT_EQ(found.front().weight, Weight::split);
}

}  // namespace
}  // namespace cordon::gate
