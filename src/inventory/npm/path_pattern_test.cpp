#include "inventory/npm/path_pattern.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

bool matches(std::string_view pattern, std::string_view path) {
  const auto compiled = compile_path_pattern(pattern);
  EXPECT_TRUE(compiled) << pattern;
  return compiled && matches_any(*compiled, path);
}

TEST(PathPattern, MatchesAsNodeGlobDoes) {
  const std::pair<const char*, const char*> yes[] = {{"packages/*", "packages/a"},
                                                     {"packages/*/", "packages/a"},
                                                     {"./packages/*", "packages/a"},
                                                     {"apps/**", "apps/a/b"},
                                                     {"apps/**", "apps"},
                                                     {"**/a", "a"},
                                                     {"**/a", "x/y/a"},
                                                     {"{a,b}/c-?", "b/c-1"},
                                                     {"{a,b{c,d}}", "bd"},
                                                     {"[ab]*", "box"},
                                                     {"[!ab]*", "cat"},
                                                     {"[^a-c]", "d"},
                                                     {"[]]", "]"},
                                                     {"[a", "[a"},
                                                     {"{a}", "{a}"},
                                                     {".*", ".hidden"},
                                                     {"a*b*c", "aXbYbZc"},
                                                     {"**/**/a", "a"}};
  for (const auto& [pattern, path] : yes) EXPECT_TRUE(matches(pattern, path)) << pattern << " " << path;
  const std::pair<const char*, const char*> no[] = {{"packages/*", "packages/a/b"},
                                                    {"packages/*", "packages"},
                                                    {"packages/*", "packages/.hidden"},
                                                    {"**/a", "x/.y/a"},
                                                    {"**", ".hidden/a"},
                                                    {"{a,b}", "ab"},
                                                    {"[ab]", "c"},
                                                    {"[!ab]*", "ab"},
                                                    {"?", ""},
                                                    {"a*b", "abc"},
                                                    {"a", "A"}};
  for (const auto& [pattern, path] : no) EXPECT_FALSE(matches(pattern, path)) << pattern << " " << path;
}

TEST(PathPattern, ExtendedGlobsAreRefusedNotMisread) {
  for (const char* pattern : {"!(a|b)", "packages/@(a|b)", "+(a)", "a/?(b)"})
    EXPECT_EQ(compile_path_pattern(pattern).error().code, ErrorCode::unsupported_format) << pattern;
}

TEST(PathPattern, BombsAreRefused) {
  std::string bomb;
  for (int i = 0; i < 20; ++i) bomb += "{a,b}";
  EXPECT_EQ(compile_path_pattern(bomb).error().code, ErrorCode::too_many);
  EXPECT_EQ(compile_path_pattern(std::string(513, 'a')).error().code, ErrorCode::too_large);
  EXPECT_FALSE(matches(std::string(300, '*') + "b", std::string(4000, 'a')));
}

}  // namespace
}  // namespace cordon::inventory::npm
