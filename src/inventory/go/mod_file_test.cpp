#include "inventory/go/mod_file.h"

#include <gtest/gtest.h>

namespace cordon::inventory::go {
namespace {

TEST(GoModFile, ReadsLinesAndBlocks) {
  const auto file = parse_mod_file(
      "module example.test/app // why not\n\ngo 1.22.5\ntoolchain go1.22.6\n"
      "require example.test/a v1.0.0\n"
      "require (\n\texample.test/b v2.0.0+incompatible // indirect\n\n\t// a comment\n"
      "\t\"example.test/c\" `v0.1.0` // indirect; for the tool\n\texample.test/d v1.0.0 // not indirect\n)\n"
      "replace (\n\texample.test/a => ../a\n\texample.test/b v2.0.0 => example.test/fork v2.1.0\n)\n"
      "exclude example.test/x v1.0.0\nretract [v1.0.0, v1.2.0] // broken\nretract v0.9.0\n"
      "tool example.test/a/cmd\nignore ./web\ngodebug default=go1.21\n",
      {});
  ASSERT_TRUE(file) << file.error().describe();
  EXPECT_EQ(file->module, "example.test/app");
  EXPECT_EQ(file->go, "1.22.5");
  EXPECT_EQ(file->toolchain, "go1.22.6");
  EXPECT_TRUE(file->problems.empty());
  ASSERT_EQ(file->requirements.size(), 4u);
  EXPECT_FALSE(file->requirements[0].indirect);
  EXPECT_EQ(file->requirements[1].version, "v2.0.0+incompatible");
  EXPECT_TRUE(file->requirements[1].indirect);
  EXPECT_EQ(file->requirements[2].path, "example.test/c");
  EXPECT_EQ(file->requirements[2].version, "v0.1.0");
  EXPECT_TRUE(file->requirements[2].indirect);
  EXPECT_EQ(file->requirements[2].line, 10u);
  EXPECT_FALSE(file->requirements[3].indirect);
  ASSERT_EQ(file->replacements.size(), 2u);
  EXPECT_EQ(file->replacements[0].new_path, "../a");
  EXPECT_EQ(file->replacements[1].version, "v2.0.0");
  EXPECT_EQ(file->replacements[1].new_version, "v2.1.0");
}

TEST(GoModFile, WhatMeansNothingIsAProblemOfItsLine) {
  const auto file = parse_mod_file(
      "module m.test\nmodule again.test\ngo\nrequire a\nrequire a v1 v2\nreplace a b\nreplace a => b\nreplace => b v1\n"
      "new thing\nretract\nrequire \"\" v1\n",
      {});
  ASSERT_TRUE(file);
  std::vector<std::uint32_t> lines;
  for (const Error& problem : file->problems) lines.push_back(problem.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
}

TEST(GoModFile, WhatGoRefusesToParseIsRefused) {
  const auto code = [](const char* text) { return parse_mod_file(text, {}).error().code; };
  EXPECT_EQ(code("module m.test\nrequire (\n a v1\n"), ErrorCode::truncated);
  EXPECT_EQ(code("module \"m.test\n"), ErrorCode::truncated);
  EXPECT_EQ(code("module m.test\n)\n"), ErrorCode::syntax);
  EXPECT_EQ(code("module m.test\nrequire ( a v1 )\n"), ErrorCode::syntax);
  EXPECT_EQ(code("module m.test\nrequire (\nreplace (\n)\n"), ErrorCode::syntax);
  EXPECT_EQ(code("require a v1\n"), ErrorCode::missing_field);
  EXPECT_EQ(code(""), ErrorCode::missing_field);
  EXPECT_EQ(code("module \xFF\n"), ErrorCode::invalid_utf8);
}

TEST(GoModFile, AByteOrderMarkAndCarriageReturnsArePassedOver) {
  const auto file = parse_mod_file("\xEF\xBB\xBFmodule m.test\r\nrequire (\r\n\ta.test v1.0.0\r\n)\r\n", {});
  ASSERT_TRUE(file);
  EXPECT_EQ(file->module, "m.test");
  EXPECT_EQ(file->requirements.at(0).version, "v1.0.0");
}

TEST(GoModFile, ListsIndirectModulesSinceGo117) {
  ModFile file;
  for (const char* go : {"1.17", "1.22.5", "1.21rc1", "2.0", "1.100"}) {
    file.go = go;
    EXPECT_TRUE(file.lists_indirect()) << go;
  }
  for (const char* go : {"", "1.16", "1.9.7", "1", "x", "1.x"}) {
    file.go = go;
    EXPECT_FALSE(file.lists_indirect()) << go;
  }
}

}  // namespace
}  // namespace cordon::inventory::go
