#include "archive/npm_unpack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "archive/testing.h"
#include "archive/testing_tar.h"

namespace cordon::archive {
namespace {

using enum OddityKind;

const std::string kManifest = tar_entry("package/package.json", "{}");

std::map<std::string, std::string> files_of(const NpmTree& tree) {
  std::map<std::string, std::string> files;
  for (const NpmFile& file : tree.files) files.emplace(file.path, file.content);
  return files;
}

bool has(const NpmTree& tree, OddityKind kind) {
  return std::ranges::find(tree.oddities, kind, &Oddity::kind) != tree.oddities.end();
}

using Files = std::map<std::string, std::string>;

TEST(NpmUnpack, WhatNpmPacksHasNothingOdd) {
  const std::string tar = kManifest + tar_entry("package/lib/a.js", "a", '0', {{100, "0000755"}}) + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_TRUE(tree.oddities.empty());
  EXPECT_FALSE(tree.refused);
  EXPECT_FALSE(tree.cut);
  ASSERT_EQ(tree.files.size(), 2u);
  EXPECT_EQ(tree.files[0].path, "lib/a.js");
  EXPECT_EQ(tree.files[0].content, "a");
  EXPECT_EQ(tree.files[0].mode, 0777u);
  EXPECT_EQ(tree.files[1].mode, 0666u);
}

TEST(NpmUnpack, OfEachPathTheFirstFolderGoesWhateverItIs) {
  const std::string tar = kManifest + tar_entry("other/a", "1") + tar_entry("./package/b", "2") +
                          tar_entry("/package/c", "3") + tar_entry("../d", "4") + tar_entry("e", "5") +
                          tar_entry("package//f", "6") + tar_entry("package/c:\\g", "7") + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_EQ(files_of(tree), (Files{{"package.json", "{}"},
                                   {"a", "1"},
                                   {"package/b", "2"},
                                   {"package/c", "3"},
                                   {"d", "4"},
                                   {"f", "6"},
                                   {"g", "7"}}));
  for (const OddityKind kind :
       {other_root, unclean_path, absolute_path, parent_path, no_folder, backslash, windows_name})
    EXPECT_TRUE(has(tree, kind)) << to_string(kind);
}

TEST(NpmUnpack, PathsThatLeadUpwardsAreLeftOut) {
  const std::string tar = kManifest + tar_entry("package/../a", "1") + tar_entry("package/b\\..\\c", "2") + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_EQ(files_of(tree), (Files{{"package.json", "{}"}}));
  EXPECT_TRUE(has(tree, parent_path));
}

TEST(NpmUnpack, TheLaterOfTwoStaysWithTheModeOfTheFirst) {
  const std::string tar = tar_entry("package/package.json", "first", '0', {{100, "0000755"}}) + kManifest + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  ASSERT_EQ(tree.files.size(), 1u);
  EXPECT_EQ(tree.files[0].content, "{}");
  EXPECT_EQ(tree.files[0].mode, 0777u);
  EXPECT_TRUE(has(tree, duplicate));
  EXPECT_TRUE(has(tree, several_manifests));
}

TEST(NpmUnpack, AFileTakesNoFoldersPlaceNorTheOtherWayRound) {
  const std::string tar = tar_entry("package/a/b", "1") + tar_entry("package/a", "2") + tar_entry("package/c", "3") +
                          tar_entry("package/c/d", "4") + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_EQ(files_of(tree), (Files{{"a/b", "1"}, {"c", "3"}}));
  EXPECT_EQ(std::ranges::count(tree.oddities, file_over_folder, &Oddity::kind), 2);
  EXPECT_TRUE(has(tree, no_manifest));
}

TEST(NpmUnpack, NamesThatOneSystemTakesForOneAreTold) {
  const std::string tar = kManifest + tar_entry("package/README", "1") + tar_entry("package/readme", "2") +
                          tar_entry("package/\xC3\xA9", "3") + tar_entry("package/e\xCC\x81", "4") + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_EQ(tree.files.size(), 5u);
  EXPECT_EQ(std::ranges::count(tree.oddities, case_collision, &Oddity::kind), 2);
  // Two ways to write a folder hide no file.
  EXPECT_TRUE(unpack_as_npm(kManifest + tar_entry("package/Lib/a", "") + tar_entry("package/lib/b", "") + kTarEnd)
                  .oddities.empty());
}

TEST(NpmUnpack, IgnoreFilesAreRenamedUnlessTheOtherStandsThere) {
  EXPECT_EQ(files_of(unpack_as_npm(kManifest + tar_entry("package/.gitignore", "g") + kTarEnd)),
            (Files{{"package.json", "{}"}, {".npmignore", "g"}}));
  const std::string tar =
      kManifest + tar_entry("package/.npmignore", "n") + tar_entry("package/.gitignore", "g") + kTarEnd;
  EXPECT_EQ(files_of(unpack_as_npm(tar)), (Files{{"package.json", "{}"}, {".npmignore", "n"}}));
  EXPECT_TRUE(has(unpack_as_npm(tar), renamed_ignore));
}

TEST(NpmUnpack, LinksAndDevicesAreLeftOut) {
  const std::string tar = kManifest + tar_entry("package/l", "", '2', {{157, "/etc/hostname"}}) +
                          tar_entry("package/h", "", '1', {{157, "package/package.json"}}) +
                          tar_entry("package/d", "", '3') + tar_entry("package/f", "", '5') + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_EQ(tree.files.size(), 1u);
  EXPECT_EQ(std::ranges::count(tree.oddities, link, &Oddity::kind), 2);
  EXPECT_EQ(std::ranges::count(tree.oddities, device, &Oddity::kind), 1);
}

TEST(NpmUnpack, ADescribedLinkThatLeadsOutKeepsItsFileAway) {
  const std::string tar = kManifest + pax_entry(pax_record("linkpath", "../../x")) + tar_entry("package/b/a", "1") +
                          pax_entry(pax_record("linkpath", "../x")) + tar_entry("package/b/c", "2") + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_EQ(files_of(tree), (Files{{"package.json", "{}"}, {"b/c", "2"}}));
  EXPECT_TRUE(has(tree, link_name_on_file));
}

TEST(NpmUnpack, NpmFailsAtZerosInPathsAndAtHalfArchives) {
  const NpmTree zero = unpack_as_npm(kManifest + tar_entry(std::string_view("package/a\0b\nc\0d", 15), "1") + kTarEnd);
  ASSERT_TRUE(zero.refused);
  EXPECT_EQ(zero.refused->code, ErrorCode::invalid_value);
  const std::string whole = kManifest + tar_entry("package/a", "1");
  ASSERT_TRUE(unpack_as_npm(whole.substr(0, whole.size() - 1)).refused);
  EXPECT_EQ(unpack_as_npm(whole.substr(0, whole.size() - 1)).refused->code, ErrorCode::truncated);
  EXPECT_EQ(unpack_as_npm(kTarEnd).refused->code, ErrorCode::syntax);
  EXPECT_EQ(unpack_as_npm("").refused->code, ErrorCode::syntax);
}

TEST(NpmUnpack, LimitsEndTheReadingAndAFloodHidesNothing) {
  const std::string tar = kManifest + tar_entry("package/a", "1") + kTarEnd;
  const NpmTree cut = unpack_as_npm(tar, {.entries = 1, .headers = 10, .oddities_of_a_kind = 5});
  ASSERT_TRUE(cut.cut);
  EXPECT_EQ(cut.cut->code, ErrorCode::too_many);
  EXPECT_EQ(cut.files.size(), 1u);
  EXPECT_EQ(unpack_as_npm(tar, {.entries = 9, .headers = 1, .oddities_of_a_kind = 5}).cut->code, ErrorCode::too_many);
  std::string flood = kManifest;
  for (int i = 0; i < 9; ++i) flood += tar_entry("package/./b", "1");
  const NpmTree tree = unpack_as_npm(flood + tar_entry("package/aux", "") + kTarEnd,
                                     {.entries = 99, .headers = 99, .oddities_of_a_kind = 2});
  EXPECT_EQ(std::ranges::count(tree.oddities, unclean_path, &Oddity::kind), 2);
  EXPECT_TRUE(has(tree, windows_name));
  EXPECT_EQ(tree.oddities_left_out, 7u + 6u);  // of nine unclean paths and eight duplicates
}

TEST(NpmUnpack, OpensGzipAndBareTarsAndNothingElse) {
  const std::string tar = kManifest + kTarEnd, packed = stored_gzip(tar);
  const auto opened = open_as_npm(packed);
  ASSERT_TRUE(opened) << opened.error().describe();
  EXPECT_EQ(files_of(opened->tree), (Files{{"package.json", "{}"}}));
  EXPECT_TRUE(opened->tree.oddities.empty());
  EXPECT_TRUE(has(open_as_npm(tar)->tree, not_gzipped));
  EXPECT_TRUE(has(open_as_npm(packed + stored_gzip("x"))->tree, gzip_members));
  EXPECT_TRUE(has(open_as_npm(packed + std::string(20, '\0'))->tree, gzip_trailing));
  EXPECT_FALSE(has(open_as_npm(packed + std::string(20, '\0'))->tree, gzip_garbage));
  // At garbage npm fails, and others do not; behind zeros it depends on how the bytes arrive.
  EXPECT_EQ(open_as_npm(packed + "garbage")->tree.refused->code, ErrorCode::syntax);
  EXPECT_TRUE(has(open_as_npm(packed + "garbage")->tree, gzip_garbage));
  const auto hidden = open_as_npm(packed + std::string(20, '\0') + stored_gzip("x"));
  EXPECT_FALSE(hidden->tree.refused);
  EXPECT_TRUE(has(hidden->tree, gzip_garbage));
  EXPECT_EQ(open_as_npm("\x28\xb5\x2f\xfd....").error().code, ErrorCode::unsupported_format);
  EXPECT_EQ(open_as_npm(tar, {.bytes = 100, .ratio = 1, .members = 1}).error().code, ErrorCode::too_large);
}

TEST(NpmUnpack, ANameThatIsHiddenAndNotUtf8IsBoth) {
  const std::string tar = tar_entry("package/a\xE2\x80\xA8\xFE", "x") + kTarEnd;
  const NpmTree tree = unpack_as_npm(tar);
  EXPECT_TRUE(has(tree, hidden_character));
  EXPECT_TRUE(has(tree, not_utf8));
}

}  // namespace
}  // namespace cordon::archive
