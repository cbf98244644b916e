#include "app/add_pack.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "intel/test_pack.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOne = "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\"]}\n";
constexpr std::string_view kEvery = "  - {ecosystem: npm, name: example-package, versions: [\"*\"]}\n";
constexpr std::string_view kWithIntegrity =
    "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\", \"1.0.2\"], integrity: {\"1.0.1\": "
    "[\"sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=\"]}}\n";

class AddPack : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "add_pack_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    folder_ = root_ + "/data/packs";
    key_ = crypto::make_secret_key();
    rules_.trusted = {crypto::public_key_of(key_).value()};
    embedded_ = intel::Knowledge::load({}).value();
  }
  void TearDown() override { fs::remove_all(root_); }

  static std::string pack_of(std::string_view updated, std::string_view packages = intel::kTestPackage,
                             std::string_view id = "test-2026") {
    std::string text = intel::test_pack(packages, {}, id);
    return text.replace(text.find("2026-04-01"), 10, updated);
  }
  GivenPack given(const std::string& text) const {
    return {"mail.yaml", text, crypto::write_signature(crypto::sign(text, key_, "u", "t").value())};
  }
  Result<JudgedPack> judge(const GivenPack& pack) const { return judge_pack(pack, rules_, folder_, embedded_); }
  ErrorCode refusal(const GivenPack& pack) const {
    const auto judged = judge(pack);
    return judged ? ErrorCode::internal : judged.error().code;
  }
  std::string keep(const std::string& text) const {
    const auto judged = judge(given(text));
    if (!judged) {
      ADD_FAILURE() << judged.error().describe();
      return {};
    }
    return keep_pack(*judged, folder_).value();
  }

  std::string root_, folder_;
  crypto::SecretKey key_;
  AddRules rules_;
  intel::Knowledge embedded_;
};

TEST_F(AddPack, ASignedPackIsKept) {
  const std::string path = keep(pack_of("2026-04-01"));
  EXPECT_EQ(path, folder_ + "/test-2026.pack");
  const auto stored = intel::read_stored_packs(**open_directory(folder_), folder_);
  ASSERT_EQ(stored.packs.size(), 1u);
  EXPECT_TRUE(stored.unread.empty());
  EXPECT_EQ(stored.packs[0].signed_by->key, rules_.trusted[0]);
}

TEST_F(AddPack, WhatNobodyTrustedSignedIsRefused) {
  const std::string text = pack_of("2026-04-01");
  GivenPack pack = given(text);
  pack.signature.reset();
  EXPECT_EQ(refusal(pack), ErrorCode::bad_signature);
  rules_.unsigned_too = true;
  EXPECT_FALSE(judge(pack).value().signed_by);
  pack = given(text);
  pack.text += " ";
  EXPECT_EQ(refusal(pack), ErrorCode::bad_signature);  // also where unsigned ones are taken
  pack = given(text);
  pack.signature = "no signature";
  EXPECT_EQ(refusal(pack), ErrorCode::syntax);
  rules_.trusted = {crypto::public_key_of(crypto::make_secret_key()).value()};
  EXPECT_EQ(refusal(given(text)), ErrorCode::bad_signature);
  rules_.trusted.clear();
  EXPECT_EQ(refusal(given(text)), ErrorCode::bad_signature);
}

TEST_F(AddPack, WhatIsNoPackIsRefusedWithItsLine) {
  const auto judged =
      judge(given(pack_of("2026-04-01", "  - {ecosystem: npm, name: \"a b\", versions: [\"1.0.1\"]}\n")));
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().code, ErrorCode::invalid_value);
  EXPECT_EQ(judged.error().line, 12u);
}

TEST_F(AddPack, AnOlderOneDoesNotReplaceANewerOneUnlessToldSo) {
  keep(pack_of("2026-04-02"));
  EXPECT_EQ(refusal(given(pack_of("2026-04-01"))), ErrorCode::invalid_value);
  EXPECT_TRUE(judge(given(pack_of("2026-04-02"))));
  EXPECT_TRUE(judge(given(pack_of("2026-04-03"))).value().replaces->added);
  rules_.allow_older = true;
  EXPECT_TRUE(judge(given(pack_of("2026-04-01"))));
}

TEST_F(AddPack, NothingThatIsListedGetsLostUnlessToldSo) {
  keep(pack_of("2026-04-01", kWithIntegrity));
  EXPECT_EQ(refusal(given(pack_of("2026-04-02", kOne))), ErrorCode::invalid_value);
  EXPECT_EQ(refusal(given(pack_of("2026-04-02"))), ErrorCode::invalid_value);  // all releases, and no digest
  EXPECT_EQ(refusal(given(pack_of("2026-04-02", kEvery))), ErrorCode::invalid_value);
  EXPECT_TRUE(judge(given(pack_of("2026-04-02", kWithIntegrity))));
  rules_.allow_fewer = true;
  EXPECT_TRUE(judge(given(pack_of("2026-04-02", kOne))));
}

TEST_F(AddPack, EveryReleaseCoversThoseThatWereListed) {
  keep(pack_of("2026-04-01"));
  EXPECT_TRUE(judge(given(pack_of("2026-04-02", kEvery))));
}

// Packs that Cordon brings along are held to the same.
TEST_F(AddPack, AnEmbeddedPackIsNotThinnedOut) {
  ASSERT_FALSE(embedded_.packs().empty());
  const std::string id(embedded_.packs()[0].id);
  EXPECT_EQ(refusal(given(pack_of("2099-01-01", intel::kTestPackage, id))), ErrorCode::invalid_value);
  EXPECT_EQ(refusal(given(pack_of("2026-03-31", intel::kTestPackage, id))), ErrorCode::invalid_value);
  rules_.allow_fewer = true;
  const JudgedPack judged = judge(given(pack_of("2099-01-01", intel::kTestPackage, id))).value();
  EXPECT_FALSE(judged.replaces->added);
  EXPECT_FALSE(judge(given(pack_of("2099-01-01"))).value().replaces);
}

TEST_F(AddPack, ADamagedOneIsReplaced) {
  const std::string path = keep(pack_of("2026-04-02"));
  std::ofstream(path, std::ios::app) << "x";
  keep(pack_of("2026-04-01"));
  EXPECT_EQ(intel::read_stored_packs(**open_directory(folder_), folder_).packs.size(), 1u);
}

TEST_F(AddPack, IsForgottenByItsId) {
  const std::string path = keep(pack_of("2026-04-01"));
  EXPECT_EQ(forget_pack("other-2026", folder_).error().code, ErrorCode::not_found);
  EXPECT_EQ(forget_pack("../packs/test-2026", folder_).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(forget_pack("", folder_).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(forget_pack("test-2026", folder_).value(), path);
  EXPECT_FALSE(fs::exists(path));
}

}  // namespace
}  // namespace cordon::app
