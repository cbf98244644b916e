#include "archive/node_tar.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "archive/testing_tar.h"

namespace cordon::archive {
namespace {

using enum OddityKind;

struct Read {
  std::vector<OddityKind> kinds;
  std::vector<std::string> paths, contents;
};

Read read(const std::string& archive) {
  Oddities oddities(50);
  Read out;
  for (const NodeEntry& entry : read_node_tar(archive, {}, oddities).entries) {
    out.paths.push_back(entry.path);
    out.contents.emplace_back(entry.content);
  }
  for (const Oddity& oddity : oddities.list) out.kinds.push_back(oddity.kind);
  return out;
}

using Paths = std::vector<std::string>;
using Kinds = std::vector<OddityKind>;

const std::string kHidden = tar_entry("hidden", "h");

TEST(NodeTar, ADamagedHeaderMakesItsContentHeaders) {
  std::string damaged = tar_entry("a", kHidden);
  damaged[0] = 'b';
  const Read seen = read(damaged + tar_entry("z", "") + kTarEnd);
  EXPECT_EQ(seen.paths, (Paths{"hidden", "z"}));
  EXPECT_EQ(seen.kinds, (Kinds{bad_checksum}));
}

TEST(NodeTar, AFileWithTheEndOfALinkMakesItsContentHeaders) {
  const Read seen = read(tar_entry("a", kHidden, '0', {{157, "x"}}) + kTarEnd);
  EXPECT_EQ(seen.paths, (Paths{"hidden"}));
  EXPECT_EQ(seen.kinds, (Kinds{link_name_on_file}));
}

TEST(NodeTar, ALinkWithoutAnEndMakesItsContentHeaders) {
  EXPECT_EQ(read(tar_entry("a", kHidden, '2') + kTarEnd).paths, (Paths{"hidden"}));
  const Read with_end = read(tar_entry("a", kHidden, '2', {{157, "x"}}) + kTarEnd);
  EXPECT_EQ(with_end.paths, (Paths{"a"}));
  EXPECT_EQ(with_end.kinds, (Kinds{size_of_nothing}));
}

TEST(NodeTar, AFoldersContentIsHeadersAlsoWhenASlashMakesItOne) {
  for (const char flag : {'5', '0', '\0'}) {
    const Read seen = read(tar_entry("a/", kHidden, flag) + kTarEnd);
    EXPECT_EQ(seen.paths, (Paths{"a/", "hidden"}));
    EXPECT_EQ(seen.kinds, (Kinds{size_of_nothing}));
  }
}

TEST(NodeTar, ASizeOfPaxCountsForAllButDescribingHeaders) {
  const std::string size = pax_entry(pax_record("size", "1"));
  const Read seen = read(size + tar_entry("././@LongLink", "a/long/name", 'L') + tar_entry("a", "bc") + kTarEnd);
  EXPECT_EQ(seen.paths, (Paths{"a/long/name"}));
  EXPECT_EQ(seen.contents, (Paths{"b"}));
  EXPECT_EQ(seen.kinds, (Kinds{size_conflict, size_conflict}));
}

TEST(NodeTar, ADescribingHeaderBehindASizeOfNothingMakesItsContentHeaders) {
  const std::string size = pax_entry(pax_record("size", "0"), 'g');
  const Read seen = read(size + tar_entry("././@LongLink", kHidden, 'L') + kTarEnd);
  EXPECT_EQ(seen.paths, (Paths{"hidden"}));
  EXPECT_EQ(seen.contents, (Paths{""}));
}

TEST(NodeTar, GlobalHeadersCountForAllThatFollow) {
  const Read seen = read(pax_entry(pax_record("size", "1") + pax_record("path", "g"), 'g') + tar_entry("a", "bc") +
                         tar_entry("d", "ef") + kTarEnd);
  EXPECT_EQ(seen.paths, (Paths{"a", "d"}));
  EXPECT_EQ(seen.contents, (Paths{"b", "e"}));
  EXPECT_EQ(seen.kinds, (Kinds{global_header, size_conflict, size_conflict}));
  EXPECT_TRUE(read(pax_entry(pax_record("comment", "c"), 'g') + tar_entry("a", "b") + kTarEnd).kinds.empty());
}

TEST(NodeTar, UnknownTypesAreSteppedOver) {
  const Read seen = read(tar_entry("a", kHidden, 'Z') + tar_entry("b", kHidden, 'S') + tar_entry("c", "") + kTarEnd);
  EXPECT_EQ(seen.paths, (Paths{"c"}));
  EXPECT_EQ(seen.kinds, (Kinds{unknown_type, sparse}));
}

TEST(NodeTar, PrefixesAreTakenByTheByteAtTheirEnd) {
  const std::string prefix(155, 'p');
  EXPECT_EQ(read(tar_entry("a", "", '0', {{345, prefix}}) + kTarEnd).paths, (Paths{prefix + "/a"}));
  const std::string with_times = prefix.substr(0, 130) + '\0' + "00000000000";
  EXPECT_EQ(read(tar_entry("a", "", '0', {{345, with_times}}) + kTarEnd).paths, (Paths{prefix.substr(0, 130) + "/a"}));
  const Read gnu = read(tar_entry("a", "", '0', {{257, std::string_view("ustar  \0", 8)}, {345, "p"}}) + kTarEnd);
  EXPECT_EQ(gnu.paths, (Paths{"a"}));
  EXPECT_TRUE(gnu.kinds.empty());
  const Read version = read(tar_entry("a", "", '0', {{263, "01"}, {345, "p"}}) + kTarEnd);
  EXPECT_EQ(version.paths, (Paths{"a"}));
  EXPECT_EQ(version.kinds, (Kinds{name_conflict}));
}

TEST(NodeTar, TheEndIsTwoBlocksOfZerosInARow) {
  const std::string zeros(512, '\0');
  const Read lone = read(tar_entry("a", "") + zeros + tar_entry("b", "") + kTarEnd + "tail");
  EXPECT_EQ(lone.paths, (Paths{"a", "b"}));
  EXPECT_EQ(lone.kinds, (Kinds{zero_block, data_after_end}));
  EXPECT_EQ(read(tar_entry("a", "")).kinds, (Kinds{no_end}));
  EXPECT_EQ(read(tar_entry("a", "") + kTarEnd + zeros).kinds, Kinds{});
  EXPECT_EQ(read(tar_entry("a", "") + kTarEnd + zeros + tar_entry("b", "")).kinds,
            (Kinds{data_after_end, entries_after_end}));
  // A header that cannot be decoded does not stand between them.
  const std::string bad = tar_entry("x", "", '0', {{124, "\x81"}});
  EXPECT_EQ(read(tar_entry("a", "") + zeros + bad + zeros + tar_entry("b", "")).paths, (Paths{"a"}));
}

TEST(NodeTar, ANameBeyondAsciiThatItsOwnHeaderDoesNotHaveMayBeLost) {
  const std::string path = "\xC3\xA9", pax = pax_entry(pax_record("path", path));
  EXPECT_EQ(read(pax + tar_entry("a", "") + kTarEnd).kinds, (Kinds{lost_name}));
  EXPECT_EQ(read(pax + tar_entry(path, "") + kTarEnd).kinds, Kinds{});
  EXPECT_EQ(read(tar_entry("././@LongLink", path, 'L') + tar_entry(path, "") + kTarEnd).kinds, (Kinds{lost_name}));
  // What is said later counts, and is not lost.
  EXPECT_EQ(read(pax + tar_entry(path, "") + tar_entry("a", "") + kTarEnd).kinds, Kinds{});
  EXPECT_EQ(read(pax_entry(pax_record("comment", path)) + tar_entry("a", "") + kTarEnd).kinds, Kinds{});
}

TEST(NodeTar, APrefixThatOnlySomeProgramsSeeIsTold) {
  for (const std::string& magic : {std::string("ustar\n00"), std::string("ustar\0\0\0", 8), std::string("ustarxyz")})
    EXPECT_EQ(read(tar_entry("a", "", '0', {{257, magic}, {345, "p"}}) + kTarEnd).kinds, (Kinds{name_conflict}));
  const std::string of_gnu("ustar  \0", 8);
  EXPECT_EQ(read(tar_entry("a", "", '0', {{257, of_gnu}, {345, "p"}}) + kTarEnd).kinds, Kinds{});
}

TEST(NodeTar, WhatOneHeaderSaysAndTheNextDoesNotIsTold) {
  const std::string named = pax_entry(pax_record("path", "p")), other = pax_entry(pax_record("comment", "c"));
  const auto entry = read(named + other + tar_entry("a", "") + kTarEnd);
  EXPECT_EQ(entry.paths, (Paths{"p"}));
  EXPECT_EQ(entry.kinds, (Kinds{name_conflict}));
  EXPECT_EQ(read(other + named + tar_entry("a", "") + kTarEnd).kinds, Kinds{});
}

TEST(NodeTar, NamesThatAreSaidTwiceAreTold) {
  const std::string pax = pax_entry(pax_record("path", "p")), name = tar_entry("././@LongLink", "l", 'L');
  EXPECT_EQ(read(pax + name + tar_entry("a", "") + kTarEnd).paths, (Paths{"l"}));
  EXPECT_EQ(read(name + pax + tar_entry("a", "") + kTarEnd).paths, (Paths{"p"}));
  EXPECT_EQ(read(name + pax + tar_entry("a", "") + kTarEnd).kinds, (Kinds{name_conflict}));
  EXPECT_EQ(read(tar_entry("a", "") + pax + kTarEnd).kinds, (Kinds{stray_description}));
  const std::string comment = pax_entry(pax_record("comment", "c"));
  EXPECT_EQ(read(tar_entry("a", "") + comment + kTarEnd).kinds, (Kinds{stray_description}));
}

}  // namespace
}  // namespace cordon::archive
