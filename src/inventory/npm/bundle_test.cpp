#include "inventory/npm/bundle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

// The locations that stay bundled.
std::vector<std::string> bundled(std::string packages) {
  const Document document = json::parse(std::move(packages)).value();
  LockEntries entries = read_packages(document.root(), "package-lock.json");
  settle_bundles(entries);
  std::vector<std::string> out;
  for (const LockEntry& entry : entries.entries)
    if (entry.bundled) out.emplace_back(entry.location);
  return out;
}

using Locations = std::vector<std::string>;

TEST(Bundle, TheFlagAloneIsNotBelieved) {
  EXPECT_EQ(bundled(R"({"node_modules/a": {"version": "1.0.0", "inBundle": true}})"), Locations{});
  EXPECT_EQ(bundled(R"({"": {"bundleDependencies": ["a"]}, "node_modules/a": {"version": "1.0.0", "inBundle": true}})"),
            Locations{})
      << "the project's own bundle is fetched";
  EXPECT_EQ(bundled(R"({"node_modules/p": {"dependencies": {"a": "1"}},
                        "node_modules/p/node_modules/a": {"version": "1.0.0", "inBundle": true}})"),
            Locations{});
}

TEST(Bundle, WhatAPackageListsIsInIt) {
  EXPECT_EQ(bundled(R"({"node_modules/p": {"bundleDependencies": ["a", "@s/b"]},
                        "node_modules/p/node_modules/a": {"version": "1.0.0", "inBundle": true},
                        "node_modules/p/node_modules/@s/b": {"version": "1.0.0", "inBundle": true},
                        "node_modules/p/node_modules/c": {"version": "1.0.0", "inBundle": true}})"),
            (Locations{"node_modules/p/node_modules/a", "node_modules/p/node_modules/@s/b"}));
  EXPECT_EQ(bundled(R"({"node_modules/p": {"bundledDependencies": true, "dependencies": {"a": "1"}},
                        "node_modules/p/node_modules/a": {"version": "1.0.0", "inBundle": true}})"),
            Locations{"node_modules/p/node_modules/a"});
}

TEST(Bundle, SoIsWhatThatNeedsAndWhatStandsInIt) {
  EXPECT_EQ(bundled(R"({"node_modules/p": {"bundleDependencies": ["a"]},
                        "node_modules/p/node_modules/a": {"dependencies": {"b": "1", "top": "1"}, "inBundle": true},
                        "node_modules/p/node_modules/a/node_modules/c": {"inBundle": true},
                        "node_modules/p/node_modules/b": {"peerDependencies": {"d": "1"}, "inBundle": true},
                        "node_modules/p/node_modules/d": {"inBundle": true},
                        "node_modules/top": {"inBundle": true}})"),
            (Locations{"node_modules/p/node_modules/a", "node_modules/p/node_modules/a/node_modules/c",
                       "node_modules/p/node_modules/b", "node_modules/p/node_modules/d"}));
}

TEST(Bundle, WhatHasAnAddressIsFetched) {
  EXPECT_EQ(bundled(R"({"node_modules/p": {"bundleDependencies": ["a"]},
                        "node_modules/p/node_modules/a":
                          {"resolved": "https://registry.example.test/a/-/a-1.tgz", "inBundle": true}})"),
            Locations{});
}

TEST(Bundle, OfVersion1WhatStandsInAnotherWithoutAnAddress) {
  const Document document = json::parse(R"({"p": {"version": "1.0.0", "dependencies": {
      "a": {"version": "1.0.0", "bundled": true},
      "b": {"version": "1.0.0", "bundled": true, "resolved": "https://registry.example.test/b/-/b-1.tgz"}}},
    "c": {"version": "1.0.0", "bundled": true}})")
                                .value();
  LockEntries entries = read_nested_dependencies(document.root(), "package-lock.json");
  settle_bundles(entries);
  std::vector<std::string> out;
  for (const LockEntry& entry : entries.entries)
    if (entry.bundled) out.emplace_back(entry.location);
  EXPECT_EQ(out, Locations{"node_modules/p/node_modules/a"});
}

}  // namespace
}  // namespace cordon::inventory::npm
