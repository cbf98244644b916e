#include "app/pin_ranges.h"

#include <gtest/gtest.h>

#include "inventory/npm/package_lock.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

constexpr std::string_view kLock = R"({"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"tool": "^1.0.0", "late": "latest", "short": "npm:long@~2.0.0", "near": "file:near",
       "kept": "^3.0.0", "done": "1.0.0", "away": "^1.0.0"}, "devDependencies": {"dev": "*"}},
  "node_modules/tool": {"version": "1.2.3", "integrity": "sha512-x"},
  "node_modules/late": {"version": "4.0.0-rc.1", "integrity": "sha512-x"},
  "node_modules/short": {"name": "long", "version": "2.0.9", "integrity": "sha512-x"},
  "near": {"version": "1.0.0"}, "node_modules/near": {"resolved": "near", "link": true},
  "node_modules/kept": {"version": "3.1.0", "integrity": "sha512-x"},
  "node_modules/done": {"version": "1.0.0", "integrity": "sha512-x"},
  "node_modules/dev": {"version": "0.1.0", "integrity": "sha512-x"}}})";

std::string manifest(const std::string& head) {
  return "{" + head + R"("dependencies": {"tool": "^1.0.0", "late": "latest", "short": "npm:long@~2.0.0",
      "near": "file:near", "kept": "^3.0.0", "done": "1.0.0", "away": "^1.0.0"},
      "devDependencies": {"dev": "*"}, "peerDependencies": {"tool": "^1.0.0"}})";
}

PinRanges pinned(const std::string& text, bool all = false) {
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = "package-lock.json";
  context.registries = &registries;
  context.client = &client;
  model::Inventory lockfile = inventory::npm::read_package_lock(std::string(kLock), context).value();
  lockfile.overrides.push_back({"parent > kept@3", "3.1.0", {}});
  return pin_ranges(lockfile, LockfileKind::package_lock,
                    {{"", "package.json", inventory::npm::parse_manifest(text).value()}}, all);
}

std::string told(const PinRanges& ranges) {
  std::string out;
  for (const auto& each : ranges.pinned) out += each.list + ":" + each.name + "=" + each.to + " ";
  for (const auto& each : ranges.left) out += each.name + "!" + each.code + (each.open ? "? " : " ");
  return out;
}

TEST(PinRanges, TakesTheVersionThatTheLockfileHas) {
  EXPECT_EQ(told(pinned(manifest(""))),
            "dependencies:tool=1.2.3 dependencies:late=4.0.0-rc.1 dependencies:short=npm:long@2.0.9 "
            "devDependencies:dev=0.1.0 near!local kept!override? away!not_resolved? ");
}

TEST(PinRanges, LeavesWhatUsersOfALibraryShare) {
  const std::string library = manifest(R"("name": "lib", "version": "1.0.0", )");
  EXPECT_EQ(told(pinned(library)), "devDependencies:dev=0.1.0 near!local lib!library ");
  EXPECT_EQ(told(pinned(library, true)), told(pinned(manifest(""))));
  EXPECT_EQ(told(pinned(manifest(R"("name": "lib", "version": "1.0.0", "private": true, )"))),
            told(pinned(manifest(""))));
}

TEST(PinRanges, LeavesOverridesThatAreRangesOpen) {
  model::Inventory lockfile;
  for (const char* replacement : {"^1.0.0", "1.0.0", "$tool", "-", "npm:tool@2.x", "^1.0.0"})
    lockfile.overrides.push_back({"tool@1", replacement, {"package.json", 3}});
  const PinRanges ranges = pin_ranges(lockfile, LockfileKind::package_lock, {}, false);
  ASSERT_EQ(ranges.left.size(), 2u);
  EXPECT_EQ(ranges.left[0].asked, "^1.0.0");
  EXPECT_EQ(ranges.left[1].asked, "npm:tool@2.x");
  EXPECT_TRUE(ranges.left[0].open);
}

TEST(PinRanges, KnowsWhatIsExact) {
  for (const char* range : {"1.2.3", "=1.2.3", "v1.2.3", "= 1.2.3-rc.1"}) EXPECT_TRUE(is_exact(range)) << range;
  for (const char* range : {"^1.2.3", "1.2", "", "*", "latest", "1.2.3 || 2.0.0", ">=1.2.3"})
    EXPECT_FALSE(is_exact(range)) << range;
}

}  // namespace
}  // namespace cordon::app
