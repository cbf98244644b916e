#include "base/toml_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::toml {
namespace {

// "open" or "whole", or the code of the error and its line.
std::string shape(std::string_view text, Limits limits = {}) {
  const Result<Shape> measured = measure(text, limits);
  if (!measured) return std::string(to_string(measured.error().code)) + ":" + std::to_string(measured.error().line);
  return measured->ends_inside ? "open" : "whole";
}

Limits deep(std::uint32_t depth) {
  Limits limits;
  limits.depth = depth;
  return limits;
}

Limits many(std::uint32_t entries) {
  Limits limits;
  limits.entries = entries;
  return limits;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(TomlShape, TellsWhatEndsInsideAStringOrBracket) {
  for (const char* text :
       {"", "a = 1", "[a]\nb = [1, [2]]\n", "a = {b = {}}", "a = \"\"", "a = ''", "a = \"]\\\"[\"",
        "a = \"\"\"x\"\" \"\"\"", "a = '''\n''' # [", "a = \"\"\"\"\"\"", "a = \"\"\"two quotes\"\"\"\"\"\n"})
    EXPECT_EQ(shape(text), "whole") << text;
  for (const char* text : {"a = [", "a = [1, [2]", "a = {b = 1", "a = \"x", "a = 'x", "a = \"x\\\"", "a = \"\"\"x\"\"",
                           "a = '''\n''", "a = \"\"\"\\\"\"\"", "[a", "[[a]", "a = [ # ]"})
    EXPECT_EQ(shape(text), "open") << text;
}

TEST(TomlShape, ALineEndsAStringThatIsNotClosed) {
  EXPECT_EQ(shape("a = \"x\nb = [1]\n"), "whole");
  EXPECT_EQ(shape("a = \"x\\\nb = 'y\n"), "whole");
}

TEST(TomlShape, CountsBracketsOfValues) {
  EXPECT_EQ(shape("a = [[[]]]", deep(3)), "whole");
  EXPECT_EQ(shape("\na = [[[[]]]]", deep(3)), "too_deep:2");
  EXPECT_EQ(shape("a = [{b = [{}]}]", deep(4)), "whole");
  EXPECT_EQ(shape("a = [{b = [{}]}]", deep(3)), "too_deep:1");
  EXPECT_EQ(shape("a = [[], [], [[]]]\nb = [[[]]]", deep(3)), "whole");  // closed brackets count no more
}

TEST(TomlShape, CountsTheDotsOfKeysAndHeaders) {
  EXPECT_EQ(shape("a.b.c.d = 1", deep(3)), "whole");
  EXPECT_EQ(shape("a.b.c.d.e = 1", deep(3)), "too_deep:1");
  EXPECT_EQ(shape("[a.b.c]", deep(3)), "whole");
  EXPECT_EQ(shape("[a.b.c.d]", deep(3)), "too_deep:1");
  EXPECT_EQ(shape("[[a.b.c.d]]", deep(3)), "too_deep:1");
  EXPECT_EQ(shape("[a.b]\n\nc.d = 1", deep(3)), "whole");
  EXPECT_EQ(shape("[a.b]\n\nc.d.e = 1", deep(3)), "too_deep:3");
  EXPECT_EQ(shape("[a.b]\nc = [[]]", deep(3)), "too_deep:2");
  EXPECT_EQ(shape("[a.b.c]\n[a]\nc = [[]]", deep(3)), "whole");  // the last header counts
}

TEST(TomlShape, CountsTheKeysAroundAnInlineTable) {
  EXPECT_EQ(shape("a.b = {c.d = {}}", deep(4)), "whole");
  EXPECT_EQ(shape("a.b = {c.d = {}}", deep(3)), "too_deep:1");
  EXPECT_EQ(shape("a.b = {c.d = {}, e = {f.g = 1}}", deep(4)), "whole");
  EXPECT_EQ(shape("a.b = {c.d = {}, e = {f.g = 1}}\nx.y.z = [{}]", deep(4)), "whole");
  EXPECT_EQ(shape("a = {b.c.d = 1, e.f.g = 1}", deep(3)), "whole");  // each key by itself
}

TEST(TomlShape, DotsThatJoinNothingDoNotCount) {
  const Limits limits = deep(1);
  EXPECT_EQ(shape("a = 1.5\nb = 1979-05-27T07:32:00.999\nc = \"....\"\n# ....\n\"x.y.z\" = 1\n'x.y.z' = 2", limits),
            "whole");
  EXPECT_EQ(shape("[\"a.b.c\"]", limits), "whole");
  EXPECT_EQ(shape("a = [1.5, 2.5]", limits), "whole");
}

TEST(TomlShape, DottedKeysCannotBuyDepthByBytes) { EXPECT_EQ(shape(repeated("a.", 100'000)), "too_deep:1"); }

TEST(TomlShape, CountsValues) {
  EXPECT_EQ(shape("a = [1, 2, 3]", many(3)), "whole");
  EXPECT_EQ(shape("a = [1, 2,\n3, 4]", many(3)), "too_many:2");
  EXPECT_EQ(shape("a = 1\nb = 2\nc = 3", many(3)), "whole");
  EXPECT_EQ(shape("a = 1\nb = 2\nc = 3\nd = 4", many(3)), "too_many:4");
  EXPECT_EQ(shape("a = \",,,,==\" # ,,,,==", many(1)), "whole");
}

TEST(TomlShape, BoundsHeadersAndDottedKeysWhoseProductIsTheCost) {
  EXPECT_EQ(shape(repeated("[a]\n", 100'000)), "whole");
  EXPECT_EQ(shape(repeated("[a]\n", 100'001)), "too_many:100001");
  EXPECT_EQ(shape(repeated("[[a]]\n", 50'000)), "whole");
  EXPECT_EQ(shape(repeated("[[a]]\n", 50'001)), "too_many:50001");
  EXPECT_EQ(shape(repeated("a.b=1\n", 50'000)), "whole");
  EXPECT_EQ(shape(repeated("a.b=1\n", 50'001)), "too_many:50001");
}

TEST(TomlShape, CountsLinesInsideStringsAndArrays) {
  EXPECT_EQ(shape("a = \"\"\"\n\\\n\n\"\"\"\nb = [\n[\n[]]]", deep(2)), "too_deep:7");
}

TEST(TomlShape, StrayClosingBracketsAreLeftToTheLibrary) { EXPECT_EQ(shape("]}]\na = 1]"), "whole"); }

}  // namespace
}  // namespace cordon::toml
