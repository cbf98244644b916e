#include "inventory/npm/dependency_lists.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

using Words = std::vector<std::string>;

struct Lists {
  Document document;
  DependencySet set;
  std::vector<MalformedList> malformed;

  explicit Lists(std::string text, bool with_development = true) : document(json::parse(std::move(text)).value()) {
    add_dependencies(document.root(), with_development, set, malformed);
  }
  Words all() const {
    Words out;
    for (const Dependency& one : set.all())
      out.push_back(std::string(one.name) + " " + std::string(one.range) + " " + std::string(to_string(one.kind)));
    return out;
  }
  Words complaints() const {
    Words out;
    for (const MalformedList& one : malformed) out.emplace_back(one.name);
    return out;
  }
};

TEST(DependencyLists, ALaterListTakesANameFromAnEarlierOne) {
  const Lists lists(R"({"peerDependencies": {"a": "1"}, "dependencies": {"a": "2", "b": "2", "c": "2"},
    "optionalDependencies": {"b": "3", "c": "3"}, "devDependencies": {"C": "4"}})");
  EXPECT_EQ(lists.all(), (Words{"a 2 runtime", "b 3 optional", "C 4 development"}));
}

TEST(DependencyLists, DevelopmentCountsOnlyWhenAskedFor) {
  EXPECT_TRUE(Lists(R"({"devDependencies": {"a": "1"}})", false).all().empty());
}

TEST(DependencyLists, PeersMarkedOptionalAreSo) {
  const Lists lists(R"({"peerDependencies": {"a": "1", "b": "1", "c": "1"},
    "peerDependenciesMeta": {"a": {"optional": true}, "b": {"optional": false}, "c": {"optional": 1}, "d": {"optional": true}}})");
  EXPECT_EQ(lists.all(), (Words{"b 1 peer", "a 1 peer_optional", "c 1 peer_optional"}));
}

TEST(DependencyLists, WhatIsNoListOrNoRangeIsNamedAndADependencyIsNotLost) {
  const Lists lists(R"({"dependencies": {"a": 1}, "peerDependencies": ["x"], "devDependencies": "y"})");
  EXPECT_EQ(lists.all(), Words{"a 1 runtime"});
  EXPECT_EQ(lists.complaints(), (Words{"peerDependencies", "a", "devDependencies"}));
  const Lists empty(
      R"({"dependencies": null, "peerDependencies": [], "devDependencies": "", "optionalDependencies": false})");
  EXPECT_TRUE(empty.complaints().empty());
}

TEST(DependencyLists, ManyNamesAreStillOneEach) {
  std::string text = R"({"dependencies": {)";
  for (int i = 0; i < 200; ++i) text += (i ? ", \"n" : "\"n") + std::to_string(i) + "\": \"1\"";
  text += R"(}, "devDependencies": {"N7": "2", "n199": "2", "new": "2"}})";
  const Lists lists(text);
  EXPECT_EQ(lists.set.all().size(), 201u);
  EXPECT_EQ(lists.all().at(7), "N7 2 development");
  EXPECT_EQ(lists.all().back(), "new 2 development");
}

TEST(DependencyLists, AWorkspaceBeatsAll) {
  DependencySet set;
  set.add({"a", "file:a", model::EdgeKind::workspace, {}});
  set.add({"A", "1", model::EdgeKind::development, {}});
  ASSERT_EQ(set.all().size(), 1u);
  EXPECT_EQ(set.all()[0].range, "file:a");
  set.clear();
  EXPECT_TRUE(set.all().empty());
}

TEST(DependencyLists, TruthIsJavaScripts) {
  const auto truthy = [](std::string text) {
    const Document document = json::parse(std::move(text)).value();
    return is_truthy(document.root());
  };
  for (const char* yes : {"true", "1", "0.5", "\"0\"", "[]", "{}", "-1", "1e0"}) EXPECT_TRUE(truthy(yes)) << yes;
  for (const char* no : {"false", "null", "0", "-0.0", "0e5", "\"\""}) EXPECT_FALSE(truthy(no)) << no;
  EXPECT_FALSE(is_truthy(Value()));
}

}  // namespace
}  // namespace cordon::inventory::npm
