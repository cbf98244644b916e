#include "cli/lockfile_detour.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/environment.h"
#include "model/default_registry.h"

namespace cordon::cli {
namespace {

constexpr const char* kGate = "http://127.0.0.1:4873/";

class LockfileDetourTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/cordon-detour-XXXXXX";
    root_ = ::mkdtemp(name);
    std::filesystem::create_directory(root_ + "/project");
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void put(const std::string& name, const std::string& text) const {
    std::ofstream(root_ + "/project/" + name) << text;
  }
  std::string get(const std::string& name) const {
    return read_file(root_ + "/project/" + name, 1'000'000).value_or("(none)");
  }
  LockfileDetour detour() const {
    return {root_ + "/project",
            root_ + "/records",
            {{"", "https://registry.example.test/npm/"}, {"@acme", "https://packages.example.test/"}}};
  }

  std::string root_;
};

TEST_F(LockfileDetourTest, WhatTheGateWouldAskOfAnotherRegistryStays) {
  // "internal" of the registry of a scope: the gate would ask the other one for that name.
  const std::string before = "a@1:\n  resolved \"https://packages.example.test/internal/-/internal-1.0.0.tgz#1\"\n";
  put("yarn.lock", before);
  LockfileDetour way = detour();
  ASSERT_TRUE(way.begin(kGate));
  EXPECT_EQ(get("yarn.lock"), before);
  ASSERT_TRUE(way.end());
}

TEST_F(LockfileDetourTest, KeepsTheModeOfTheFile) {
  put("yarn.lock", "a@1:\n  resolved \"https://registry.example.test/npm/a/-/a-1.0.0.tgz#1\"\n");
  const std::string path = root_ + "/project/yarn.lock";
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  LockfileDetour way = detour();
  ASSERT_TRUE(way.begin(kGate));
  ASSERT_TRUE(way.end());
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(LockfileDetourTest, TakesAddressesOfTheRegistriesToTheGateAndBack) {
  const std::string before =
      "\"a@https://registry.example.test/npm/a/-/a-1.0.0.tgz\":\n  resolved "
      "\"https://registry.example.test/npm/a/-/a-1.0.0.tgz#1\"\n"
      "\"@acme/b@1\":\n  resolved \"https://packages.example.test/@acme/b/-/b-1.0.0.tgz#2\"\n"
      "c@1:\n  resolved \"https://elsewhere.example.test/c/-/c-1.0.0.tgz#3\"\n"
      "d@1:\n  resolved \"" +
      std::string(model::default_registry("npm")) + "d/-/d-1.0.0.tgz#4\"\n";
  put("yarn.lock", before);
  LockfileDetour way = detour();
  ASSERT_TRUE(way.begin(kGate));
  EXPECT_EQ(get("yarn.lock"),
            "\"a@https://registry.example.test/npm/a/-/a-1.0.0.tgz\":\n  resolved "
            "\"http://127.0.0.1:4873/a/-/a-1.0.0.tgz#1\"\n"
            "\"@acme/b@1\":\n  resolved \"http://127.0.0.1:4873/@acme/b/-/b-1.0.0.tgz#2\"\n"
            "c@1:\n  resolved \"https://elsewhere.example.test/c/-/c-1.0.0.tgz#3\"\n"
            "d@1:\n  resolved \"http://127.0.0.1:4873/d/-/d-1.0.0.tgz#4\"\n");
  ASSERT_TRUE(way.end());
  EXPECT_EQ(get("yarn.lock"), before);
  EXPECT_TRUE(std::filesystem::is_empty(root_ + "/records"));
}

TEST_F(LockfileDetourTest, WhatTheCommandWroteStays) {
  put("yarn.lock", "a@1:\n  resolved \"https://registry.example.test/npm/a/-/a-1.0.0.tgz#1\"\n");
  LockfileDetour way = detour();
  ASSERT_TRUE(way.begin(kGate));
  put("yarn.lock", get("yarn.lock") + "b@1:\n  resolved \"http://127.0.0.1:4873/b/-/b-1.0.0.tgz#2\"\n");
  ASSERT_TRUE(way.end());
  EXPECT_EQ(get("yarn.lock"),
            "a@1:\n  resolved \"https://registry.example.test/npm/a/-/a-1.0.0.tgz#1\"\n"
            "b@1:\n  resolved \"http://127.0.0.1:4873/b/-/b-1.0.0.tgz#2\"\n");
}

TEST_F(LockfileDetourTest, NpmsOwnNameOfWhatStoodThereIsWhatStoodThere) {
  const std::string common = std::string(model::default_registry("npm"));
  const std::string before =
      "{\"a\": {\"resolved\": \"https://registry.example.test/npm/a/-/a-1.0.0.tgz\"},\n\"b\": {\"resolved\": \"" +
      common + "b/-/b-1.0.0.tgz\"}}";
  put("package-lock.json", before);
  LockfileDetour way = detour();
  ASSERT_TRUE(way.begin(kGate));
  EXPECT_NE(get("package-lock.json").find(common + "b/"), std::string::npos) << "npm asks the gate for it by itself";
  put("package-lock.json", "{\"resolved\": \"" + common + "a/-/a-1.0.0.tgz\", \"c\": 1}");
  ASSERT_TRUE(way.end());
  EXPECT_EQ(get("package-lock.json"),
            "{\"resolved\": \"https://registry.example.test/npm/a/-/a-1.0.0.tgz\", \"c\": 1}");
}

TEST_F(LockfileDetourTest, TheNextOneEndsWhatNobodyEnded) {
  const std::string before =
      "{\"packages\": {\"a\": [\"a@1.0.0\", \"https://registry.example.test/npm/a/-/a-1.0.0.tgz\", {}]}}";
  put("bun.lock", before);
  ASSERT_TRUE(detour().begin("http://127.0.0.1:1111/"));
  EXPECT_NE(get("bun.lock"), before);
  LockfileDetour next = detour();
  ASSERT_TRUE(next.begin(kGate));
  EXPECT_EQ(get("bun.lock").find("1111"), std::string::npos);
  ASSERT_TRUE(next.end());
  EXPECT_EQ(get("bun.lock"), before);
}

TEST_F(LockfileDetourTest, TheNextOneLeavesALockfileThatWasWrittenAnewMeanwhile) {
  const std::string mirrored = "{\"resolved\": \"https://registry.example.test/npm/a/-/a-1.0.0.tgz\"}";
  const std::string migrated = "{\"resolved\": \"" + std::string(model::default_registry("npm")) + "a/-/a-1.0.0.tgz\"}";
  put("package-lock.json", mirrored);
  ASSERT_TRUE(detour().begin("http://127.0.0.1:1111/"));
  ASSERT_NE(get("package-lock.json"), mirrored);
  put("package-lock.json", migrated);
  LockfileDetour next = detour();
  ASSERT_TRUE(next.begin(kGate));
  ASSERT_TRUE(next.end());
  EXPECT_EQ(get("package-lock.json"), migrated);
}

TEST_F(LockfileDetourTest, LeavesAddressesThatTheManifestAsksForAndLinks) {
  const std::string lock = "a@x:\n  resolved \"https://registry.example.test/npm/a/-/a-1.0.0.tgz#1\"\n";
  put("package.json", "{\"dependencies\": {\"a\": \"https://registry.example.test/npm/a/-/a-1.0.0.tgz\"}}");
  put("yarn.lock", lock);
  LockfileDetour way = detour();
  ASSERT_TRUE(way.begin(kGate));
  EXPECT_EQ(get("yarn.lock"), lock);
  std::filesystem::remove(root_ + "/project/package.json");
  std::filesystem::rename(root_ + "/project/yarn.lock", root_ + "/elsewhere");
  std::filesystem::create_symlink(root_ + "/elsewhere", root_ + "/project/yarn.lock");
  ASSERT_TRUE(way.begin(kGate));
  EXPECT_TRUE(std::filesystem::is_symlink(root_ + "/project/yarn.lock"));
  EXPECT_EQ(read_file(root_ + "/elsewhere", 1'000).value_or("(none)"), lock);
}

}  // namespace
}  // namespace cordon::cli
