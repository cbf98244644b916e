#include "app/fix_sources.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

OlderLockfile npm_lock(const std::string& path, const std::string& entries) {
  return {path, LockfileKind::package_lock, R"({"lockfileVersion": 3, "packages": {)" + entries + "}}"};
}

std::string entry(const std::string& location, const std::string& version) {
  return "\"node_modules/" + location + "\": {\"version\": \"" + version + "\", \"integrity\": \"sha512-" + version +
         "\"}";
}

std::vector<std::string> versions_of(const std::vector<Candidate>& candidates) {
  std::vector<std::string> out;
  for (const Candidate& each : candidates) out.push_back(each.release.version);
  return out;
}

Wanted wanted() { return {"tool", "1.5.0", "node_modules/tool", "", "", LockfileKind::package_lock}; }

TEST(FixSources, KnowsTheFormatsThatAreRewritten) {
  EXPECT_EQ(lockfile_kind("package-lock v1"), LockfileKind::package_lock);
  EXPECT_EQ(lockfile_kind("yarn v1"), LockfileKind::yarn_classic);
  EXPECT_EQ(lockfile_kind("pnpm-lock 6.0"), LockfileKind::pnpm);
  EXPECT_EQ(lockfile_kind("pnpm-lock 5.4"), std::nullopt);
  EXPECT_EQ(lockfile_kind("yarn berry 8"), std::nullopt);
  EXPECT_EQ(lockfile_kind("bun.lock 1"), std::nullopt);
}

TEST(FixSources, TakesWhatStoodAtTheSamePlaceFirst) {
  FixSources sources;
  sources.older = {npm_lock("old.json", entry("a/node_modules/tool", "1.4.0") + "," + entry("tool", "1.3.0"))};
  std::vector<std::string> unread;
  EXPECT_EQ(versions_of(candidates_for(wanted(), sources, unread)), (std::vector<std::string>{"1.3.0", "1.4.0"}));
  EXPECT_TRUE(unread.empty());
}

TEST(FixSources, PrefersThePacksVersionThenTheHighestBelowThenTheLowestAbove) {
  FixSources sources;
  std::string entries;
  for (const char* version : {"1.6.0", "1.2.0", "1.4.0", "1.4.1-rc.1", "1.5.0", "1.3.0", "1.7.0"})
    entries += (entries.empty() ? "" : ",") + entry(std::string("at-") + version + "/node_modules/tool", version);
  sources.older = {npm_lock("old.json", entries)};
  Wanted preferring = wanted();
  preferring.preferred = "1.3.0";
  std::vector<std::string> unread;
  EXPECT_EQ(versions_of(candidates_for(preferring, sources, unread)),
            (std::vector<std::string>{"1.3.0", "1.4.0", "1.2.0", "1.4.1-rc.1", "1.6.0", "1.7.0"}));
}

TEST(FixSources, AsksOlderLockfilesInTheirOrder) {
  FixSources sources;
  sources.older = {npm_lock("first.json", entry("tool", "1.1.0")), npm_lock("second.json", entry("tool", "1.4.0"))};
  std::vector<std::string> unread;
  const auto found = candidates_for(wanted(), sources, unread);
  EXPECT_EQ(versions_of(found), (std::vector<std::string>{"1.1.0", "1.4.0"}));
  EXPECT_EQ(found[0].evidence, "first.json:1");
}

TEST(FixSources, AsksTheLockfileItselfLast) {
  FixSources sources;
  sources.older = {npm_lock("own.json", entry("a/node_modules/tool", "1.4.0")),
                   npm_lock("old.json", entry("tool", "1.1.0"))};
  sources.older[0].source = SourceKind::same;
  std::vector<std::string> unread;
  const auto found = candidates_for(wanted(), sources, unread);
  EXPECT_EQ(versions_of(found), (std::vector<std::string>{"1.1.0", "1.4.0"}));
  EXPECT_EQ(found[1].source, SourceKind::same);
}

TEST(FixSources, CarriesNoFieldsBetweenFormats) {
  FixSources sources;
  sources.older = {
      {"yarn.lock", LockfileKind::yarn_classic,
       "tool@^1.0.0:\n  version \"1.4.0\"\n  resolved \"https://registry.example.test/tool-1.4.0.tgz#aa\"\n"}};
  std::vector<std::string> unread;
  const auto found = candidates_for(wanted(), sources, unread);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].release.fields_known);
  EXPECT_FALSE(found[0].release.kinds_known);
  EXPECT_EQ(found[0].release.resolved, "https://registry.example.test/tool-1.4.0.tgz");
  Wanted pnpm = wanted();
  pnpm.kind = LockfileKind::pnpm;
  EXPECT_TRUE(candidates_for(pnpm, sources, unread).empty());
}

TEST(FixSources, SaysWhichLockfileIsNotUnderstood) {
  FixSources sources;
  sources.older = {{"broken.json", LockfileKind::package_lock, "{"}};
  std::vector<std::string> unread;
  EXPECT_TRUE(candidates_for(wanted(), sources, unread).empty());
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_TRUE(unread[0].starts_with("broken.json: "));
}

TEST(FixSources, AsksTheRegistryBehindOlderLockfilesAndBeforeTheLockfileItself) {
  FixSources sources;
  sources.older = {npm_lock("old.json", entry("tool", "1.1.0")), npm_lock("own.json", entry("tool", "1.2.0"))};
  sources.older[1].source = SourceKind::same;
  Wanted asking = wanted();
  asking.registry = CachedPackument{"https://registry.example.test/tool", {}};
  asking.registry->releases.reserve(2);
  change::Release& release = asking.registry->releases.emplace_back();
  release.name = "tool";
  release.version = "1.4.0";
  release.integrity = "sha512-x";
  // Of another package; it was asked for something else.
  change::Release& other = asking.registry->releases.emplace_back(release);
  other.name = "evil";
  other.version = "1.4.1";
  std::vector<std::string> unread;
  const auto found = candidates_for(asking, sources, unread);
  EXPECT_EQ(versions_of(found), (std::vector<std::string>{"1.1.0", "1.4.0", "1.2.0"}));
  EXPECT_EQ(found[1].source, SourceKind::registry);
  EXPECT_EQ(found[1].evidence, "https://registry.example.test/tool");
}

}  // namespace
}  // namespace cordon::app
