#include "app/registry_documents.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/sha1.h"
#include "base/sha256.h"
#include "crypto/sha512.h"
#include "host/artefacts/npm_cache_index.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

class RegistryDocumentsTest : public ::testing::Test {
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

model::Component component(std::string name) {
  model::Component out;
  out.ecosystem = "npm";
  out.name = std::move(name);
  out.version = "1.0.0";
  out.resolved = "https://registry.example.test/" + out.name + "/-/x-1.0.0.tgz";
  return out;
}

TEST_F(RegistryDocumentsTest, ReadsTheFoldersThatWereNamed) {
  write("a.json", R"({"name": "a", "versions": {"1.0.0": {}}})");
  write("other.json", R"({"no": "packument"})");
  const auto documents = RegistryDocuments::open({folder_.string()}, "").value();
  ASSERT_NE(documents->of(component("a")), nullptr);
  EXPECT_EQ(documents->of(component("a"))->releases.size(), 1u);
  EXPECT_TRUE(documents->unused().empty());
  EXPECT_EQ(documents->of(component("b")), nullptr);
  const auto others = RegistryDocuments::open({folder_.string()}, "").value();
  EXPECT_EQ(others->of(component("b")), nullptr);
  EXPECT_EQ(others->unused(), std::vector<std::string>{folder_.string()});
}

TEST_F(RegistryDocumentsTest, ADocumentIsOfTheRegistryThatItsArchivesLieAt) {
  write("a.json", R"({"name": "a", "versions": {"1.0.0": {"dist": {"tarball": "https://other.example.test/a.tgz"}}}})");
  const auto documents = RegistryDocuments::open({folder_.string()}, "").value();
  EXPECT_EQ(documents->of(component("a")), nullptr) << "of another registry";
  model::Component there = component("a");
  there.resolved = "https://other.example.test/a/-/a-1.0.0.tgz";
  EXPECT_NE(documents->of(there), nullptr);
  there.origin = model::Origin::http;
  EXPECT_EQ(documents->of(there), nullptr) << "an address is no registry";
  there.origin = model::Origin::git;
  EXPECT_EQ(documents->of(there), nullptr);
  model::Component named = component("a");
  named.resolved.reset();
  named.registry = {"other.example.test", model::RegistryClass::private_};
  EXPECT_NE(documents->of(named), nullptr) << "the client's settings name it";
}

TEST_F(RegistryDocumentsTest, WhatAMirrorServesIsOfWhatItMirrors) {
  write("a.json", R"({"name": "a", "versions": {"1.0.0": {"dist": {"tarball": "https://copy.example.test/a.tgz"}}}})");
  model::Registries registries;
  registries.add({"copy.example.test", "copy.example.test", model::RegistryClass::mirror});
  const auto documents = RegistryDocuments::open({folder_.string()}, "", registries).value();
  model::Component is = component("a");
  is.registry = {"npm", model::RegistryClass::public_};
  EXPECT_NE(documents->of(is), nullptr);
  is.registry = {"registry.example.test", model::RegistryClass::unknown};
  EXPECT_EQ(documents->of(is), nullptr);
}

TEST_F(RegistryDocumentsTest, FindsWhatNpmsCacheHas) {
  const std::string document = R"({"name": "@s/a", "versions": {"1.0.0": {"hasInstallScript": true}}})";
  const std::string integrity = model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(document));
  const std::string key = "make-fetch-happen:request-cache:https://registry.example.test/@s%2fa";
  const std::string entry =
      R"({"key":")" + key + R"(","integrity":")" + integrity + R"(","time":1,"size":1,"metadata":{}})";
  const std::string hex = sha256_hex(key);
  write("_cacache/index-v5/" + hex.substr(0, 2) + "/" + hex.substr(2, 2) + "/" + hex.substr(4),
        "\n" + sha1_hex(entry) + "\t" + entry);
  write("_cacache/" + host::content_path(integrity), document);
  const auto documents = RegistryDocuments::open({}, folder_.string()).value();
  ASSERT_NE(documents->of(component("@s/a")), nullptr);
  EXPECT_EQ(documents->of(component("@s/a"))->releases.at("1.0.0").script, true);
}

TEST_F(RegistryDocumentsTest, WhatWasFetchedCountsForItsRegistryOnly) {
  write("folder/a.json", R"({"name": "a", "versions": {"1.0.0": {}}})");
  const auto documents = RegistryDocuments::open({(folder_ / "folder").string()}, "").value();
  change::Packument fetched;
  fetched.releases["2.0.0"];
  documents->add(component("a"), fetched);
  documents->add(component("b"), fetched);
  EXPECT_TRUE(documents->of(component("a"))->releases.contains("1.0.0")) << "what was named goes before";
  ASSERT_NE(documents->of(component("b")), nullptr);
  EXPECT_TRUE(documents->of(component("b"))->releases.contains("2.0.0"));
  model::Component elsewhere = component("b");
  elsewhere.registry.id = "npm.example.test";
  EXPECT_EQ(documents->of(elsewhere), nullptr);
}

}  // namespace
}  // namespace cordon::app
