#include "inventory/npm/bun_resolution.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::inventory::npm {
namespace {

TEST(BunResolution, SplitsKeysAtTheLastPackage) {
  const auto split = [](std::string_view key) {
    const auto found = split_bun_key(key);
    return found ? std::string(found->scope) + "|" + std::string(found->name) : "none";
  };
  EXPECT_EQ(split("a"), "|a");
  EXPECT_EQ(split("@s/a"), "|@s/a");
  EXPECT_EQ(split("a/b"), "a|b");
  EXPECT_EQ(split("@s/a/@t/b/c"), "@s/a/@t/b|c");
  EXPECT_EQ(split("a/@t/b"), "a|@t/b");
  for (const char* key : {"", "/", "a/", "/a", "a//b", "@s", "@s/", "a/@s", "@/a"})
    EXPECT_EQ(split(key), "none") << key;
  EXPECT_NE(split(std::string(4096, 'a')), "none");
  EXPECT_EQ(split(std::string(4097, 'a')), "none");
}

// The key that `name` means at the place `scope`, or "".
std::string resolved(const std::vector<std::string>& keys, std::string_view scope, std::string_view name) {
  std::vector<BunPlacement> placements;
  for (std::uint32_t i = 0; i < keys.size(); ++i) placements.push_back({*split_bun_key(keys[i]), i});
  BunRequest request{name};
  const BunConsumer consumer{scope, 0, 1};
  resolve_bun_requests(placements, {&consumer, 1}, {&request, 1});
  return request.node == BunRequest::kUnresolved ? "" : keys.at(request.node);
}

TEST(BunResolution, TheNearestPackageUpwardsAnswers) {
  const std::vector<std::string> keys = {"x", "a", "a/x", "a/b", "a/b/x", "b"};
  EXPECT_EQ(resolved(keys, "a/b", "x"), "a/b/x");
  EXPECT_EQ(resolved(keys, "a/c", "x"), "a/x");
  EXPECT_EQ(resolved(keys, "b", "x"), "x");
  EXPECT_EQ(resolved(keys, "", "x"), "x");
  EXPECT_EQ(resolved(keys, "a/b", "b"), "a/b");
  EXPECT_EQ(resolved(keys, "a", "y"), "");
}

TEST(BunResolution, ANamesakeBesideIsNotAbove) {
  // '-' sorts before '/', so that "a-b" could come between "a" and what lies below it.
  const std::vector<std::string> keys = {"a", "a-b", "a-b/x", "a/c"};
  EXPECT_EQ(resolved(keys, "a/c", "x"), "");
  EXPECT_EQ(resolved(keys, "a", "x"), "");
  EXPECT_EQ(resolved(keys, "a-b", "x"), "a-b/x");
  EXPECT_EQ(resolved({"@s/a", "@s/a/x", "a"}, "a", "x"), "");
}

TEST(BunResolution, OfTwoPackagesAtOnePlaceTheLaterAnswersAndLeavingRestores) {
  EXPECT_EQ(resolved({"x", "a/x", "b"}, "b", "x"), "x");
  EXPECT_EQ(resolved({"a/x", "x", "b"}, "c", "x"), "x");
}

TEST(BunResolution, NothingAsksNothingAnswers) {
  resolve_bun_requests({}, {}, {});
  EXPECT_EQ(resolved({}, "a", "x"), "");
}

}  // namespace
}  // namespace cordon::inventory::npm
