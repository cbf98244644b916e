#include "archive/tar_read.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace cordon::archive {
namespace {

// A header as a POSIX tar writes it, and its content in whole blocks.
std::string entry(std::string name, char flag, std::string_view content, std::string_view link = {},
                  std::string_view prefix = {}) {
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
  char size[13];
  std::snprintf(size, sizeof size, "%011o", static_cast<unsigned>(content.size()));
  put(0, name);
  put(100, "0000755");
  put(124, size);
  put(136, "00000000000");
  header[156] = flag;
  put(157, link);
  put(257, std::string_view("ustar\0", 6));
  put(263, "00");
  put(345, prefix);
  put(148, "        ");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char text[8];
  std::snprintf(text, sizeof text, "%06o", sum);
  put(148, std::string(text) + '\0' + ' ');
  std::string out = header + std::string(content);
  out.resize((out.size() + 511) / 512 * 512, '\0');
  return out;
}

const std::string kEnd(1'024, '\0');

TEST(TarRead, ListsWhatIsThereInOrder) {
  const std::string archive = entry("package/package.json", '0', "{}") + entry("package/lib", '5', "") +
                              entry("package/link", '2', "", "../../etc/passwd") +
                              entry("index.js", '\0', std::string(600, 'x'), "", "package/deep") + kEnd;
  const TarList list = read_tar(archive);
  EXPECT_FALSE(list.cut);
  ASSERT_EQ(list.entries.size(), 4u);
  EXPECT_EQ(list.entries[0].path, "package/package.json");
  EXPECT_EQ(list.entries[0].content, "{}");
  EXPECT_EQ(list.entries[0].mode, 0755u);
  EXPECT_EQ(list.entries[1].kind, TarKind::directory);
  EXPECT_EQ(list.entries[2].kind, TarKind::symlink);
  EXPECT_EQ(list.entries[2].link, "../../etc/passwd");
  EXPECT_EQ(list.entries[3].path, "package/deep/index.js");
  EXPECT_EQ(list.entries[3].content.size(), 600u);
}

TEST(TarRead, LongNamesStandInFrontOfTheirEntry) {
  const std::string name(300, 'n');
  const std::string record = "310 path=" + name + "\n";
  ASSERT_EQ(record.size(), 310u);
  const std::string archive = entry("PaxHeader", 'x', record) + entry("short", '0', "a") +
                              entry("././@LongLink", 'L', name + '\0') + entry("short", '0', "b") +
                              entry("pax_global_header", 'g', "19 comment=whatever\n") + entry("plain", '0', "c") +
                              kEnd;
  const TarList list = read_tar(archive);
  EXPECT_FALSE(list.cut);
  ASSERT_EQ(list.entries.size(), 3u);
  EXPECT_EQ(list.entries[0].path, name);
  EXPECT_EQ(list.entries[1].path, name);
  EXPECT_EQ(list.entries[2].path, "plain");
}

TEST(TarRead, APaxSizeCountsAndNotTheHeaders) {
  std::string archive = entry("PaxHeader", 'x', "10 size=3\n") + entry("a", '0', "abcdef") + kEnd;
  const TarList list = read_tar(archive);
  ASSERT_EQ(list.entries.size(), 1u);
  EXPECT_EQ(list.entries[0].content, "abc");
}

TEST(TarRead, WhatWasReadBeforeADamageStays) {
  const std::string whole = entry("a", '0', "1") + entry("b", '0', std::string(700, 'b')) + kEnd;
  EXPECT_EQ(read_tar(whole.substr(0, 1'024 + 512 + 100)).cut->code, ErrorCode::truncated);
  EXPECT_EQ(read_tar(whole.substr(0, 1'024 + 100)).cut->code, ErrorCode::truncated);
  EXPECT_EQ(read_tar(whole.substr(0, 1'024 + 100)).entries.size(), 1u);
  EXPECT_FALSE(read_tar(whole.substr(0, 1'024)).cut);  // ends without blocks of zeros, but whole
  std::string damaged = whole;
  damaged[1'024] = 'x';
  EXPECT_EQ(read_tar(damaged).cut->code, ErrorCode::syntax);
  EXPECT_EQ(read_tar(damaged).entries.size(), 1u);
  EXPECT_EQ(read_tar(entry("p", 'x', "999 path=a\n") + entry("a", '0', "")).cut->code, ErrorCode::syntax);
  EXPECT_EQ(read_tar(entry("p", 'x', "no record") + entry("a", '0', "")).cut->code, ErrorCode::syntax);
}

TEST(TarRead, OneBlockOfZerosEndsNothing) {
  const std::string zeros(512, '\0');
  const std::string archive = entry("a", '0', "1") + zeros + entry("b", '0', "2") + kEnd + entry("c", '0', "3");
  const TarList list = read_tar(archive);
  ASSERT_EQ(list.entries.size(), 2u);
  EXPECT_EQ(list.entries[1].path, "b");
  EXPECT_FALSE(list.cut);
  EXPECT_EQ(read_tar(entry("a", '0', "1") + zeros).entries.size(), 1u);
}

TEST(TarRead, HasLimits) {
  const std::string archive = entry("a", '0', "") + entry("b", '0', "") + kEnd;
  const TarList list = read_tar(archive, {1, 100});
  EXPECT_EQ(list.entries.size(), 1u);
  EXPECT_EQ(list.cut->code, ErrorCode::too_many);
  const std::string big = entry("p", 'x', "210 path=" + std::string(200, 'x') + "\n") + entry("a", '0', "");
  EXPECT_EQ(read_tar(big, {10, 100}).cut->code, ErrorCode::too_large);
  EXPECT_TRUE(read_tar("").entries.empty());
  EXPECT_FALSE(read_tar(kEnd).cut);
}

}  // namespace
}  // namespace cordon::archive
