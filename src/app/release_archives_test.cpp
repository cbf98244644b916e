#include "app/release_archives.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/tar_write.h"
#include "archive/testing.h"
#include "crypto/sha512.h"
#include "host/artefacts/npm_cache_index.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

class ReleaseArchivesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::filesystem::path& path, const std::string& bytes) const {
    std::filesystem::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << bytes;
  }

  std::filesystem::path folder_;
};

std::string archive_of(const std::string& name) {
  std::string tar;
  append_member(tar, {"package/package.json", '0', R"({"name": ")" + name + R"(", "version": "1.0.0",
                                                       "scripts": {"postinstall": "node x.js"}})"});
  append_member(tar, {"package/index.js", '0', "require('used')"});
  finish_tar(tar);
  return archive::stored_gzip(tar);
}

model::Component component(std::string name, const std::string& bytes) {
  model::Component out;
  out.ecosystem = "npm";
  out.name = std::move(name);
  out.version = "1.0.0";
  out.purl = "pkg:npm/" + out.name + "@1.0.0";
  if (!bytes.empty())
    out.integrity = {model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(bytes))};
  return out;
}

TEST_F(ReleaseArchivesTest, FindsArchivesOfAFolderByTheirDigest) {
  const std::string bytes = archive_of("a");
  write("whatever.tgz", bytes);
  const auto archives = ReleaseArchives::open({folder_.string()}, "").value();
  const change::PackageFacts* facts = archives->of(component("a", bytes));
  ASSERT_NE(facts, nullptr);
  EXPECT_TRUE(facts->named.contains("used"));
  EXPECT_EQ(facts->scripts.size(), 1u);
  EXPECT_EQ(archives->of(component("a", bytes)), facts);  // read once
  EXPECT_EQ(archives->of(component("a", "other bytes")), nullptr);
}

TEST_F(ReleaseArchivesTest, NamesFoldersThatHelpedNothing) {
  const std::string bytes = archive_of("a");
  write("one/a.tgz", bytes);
  write("two/b.tgz", archive_of("b"));
  const std::string one = (folder_ / "one").string(), two = (folder_ / "two").string();
  const auto archives = ReleaseArchives::open({one, two}, "").value();
  EXPECT_EQ(archives->unused(), (std::vector<std::string>{one, two}));
  archives->of(component("a", bytes));
  EXPECT_EQ(archives->unused(), (std::vector<std::string>{two}));
}

TEST_F(ReleaseArchivesTest, WithoutADigestTheManifestDecides) {
  write("a-1.0.0.tgz", archive_of("a"));
  write("b-1.0.0.tgz", archive_of("other"));
  const auto archives = ReleaseArchives::open({folder_.string()}, "").value();
  EXPECT_NE(archives->of(component("a", "")), nullptr);
  EXPECT_EQ(archives->of(component("b", "")), nullptr);
}

TEST_F(ReleaseArchivesTest, FindsWhatNpmsCacheHas) {
  const std::string bytes = archive_of("a");
  const model::Component wanted = component("a", bytes);
  write("_cacache/" + host::content_path(wanted.integrity[0]), bytes);
  EXPECT_NE(ReleaseArchives::open({}, folder_.string()).value()->of(wanted), nullptr);
  write("_cacache/" + host::content_path(wanted.integrity[0]), bytes + "x");
  EXPECT_EQ(ReleaseArchives::open({}, folder_.string()).value()->of(wanted), nullptr);  // not what its name says
}

TEST_F(ReleaseArchivesTest, ANamedFolderMustBeThereACacheNeedNot) {
  EXPECT_FALSE(ReleaseArchives::open({(folder_ / "none").string()}, "").has_value());
  EXPECT_TRUE(ReleaseArchives::open({}, (folder_ / "none").string()).has_value());
}

}  // namespace
}  // namespace cordon::app
