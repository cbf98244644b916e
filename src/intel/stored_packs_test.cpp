#include "intel/stored_packs.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

using Texts = std::vector<std::string>;

PackSignature signed_by_someone(std::string_view content) {
  const crypto::SecretKey key = crypto::make_secret_key();
  return {crypto::public_key_of(key).value(), crypto::sign(content, key, "u", "timestamp:1\tfile:x").value()};
}

std::string stored(const std::string& id, bool with_signature = true) {
  const std::string pack = test_pack(kTestPackage, "", id);
  if (!with_signature) return write_stored_pack(pack, std::nullopt);
  return write_stored_pack(pack, signed_by_someone(pack));
}

ErrorCode refusal(std::string_view content) {
  const auto read = read_stored_pack(content, "x.pack");
  return read ? ErrorCode::internal : read.error().code;
}

TEST(StoredPacks, WhatIsWrittenIsRead) {
  const std::string pack = test_pack(kTestPackage);
  const PackSignature signature = signed_by_someone(pack);
  const StoredPack read = read_stored_pack(write_stored_pack(pack, signature), "x.pack").value();
  EXPECT_EQ(read.pack.id, "test-2026");
  EXPECT_EQ(read.signed_by->key, signature.key);
  EXPECT_EQ(read.signed_by->signature, signature.signature);
  const StoredPack unsigned_pack = read_stored_pack(write_stored_pack(pack, std::nullopt), "x.pack").value();
  EXPECT_EQ(unsigned_pack.pack, read.pack);
  EXPECT_FALSE(unsigned_pack.signed_by);
}

// A pack that lost its end may still be a pack, with fewer releases in it.
TEST(StoredPacks, DamageAnywhereIsFound) {
  for (const bool with_signature : {true, false}) {
    const std::string good = stored("test-2026", with_signature);
    for (std::size_t at = 0; at < good.size(); ++at) {
      std::string bad = good;
      bad[at] ^= 1;
      const auto read = read_stored_pack(bad, "x.pack");
      // Nothing holds the comment that is called untrusted.
      if (read && with_signature) EXPECT_EQ(read->signed_by->signature.untrusted_comment.size(), 1u) << at;
      else EXPECT_FALSE(read) << at;
      EXPECT_FALSE(read_stored_pack(good.substr(0, at), "x.pack")) << at;
    }
    EXPECT_FALSE(read_stored_pack(good + "#", "x.pack"));
  }
}

TEST(StoredPacks, WhatIsNoneIsRefused) {
  EXPECT_EQ(refusal(""), ErrorCode::syntax);
  EXPECT_EQ(refusal(test_pack(kTestPackage)), ErrorCode::syntax);
  EXPECT_EQ(refusal("cordon stored pack 1\n"), ErrorCode::truncated);
  EXPECT_EQ(refusal("cordon stored pack 1\nkey\n"), ErrorCode::syntax);
  EXPECT_EQ(refusal("cordon stored pack 1\nunsigned \nid: x\n"), ErrorCode::bad_signature);
  EXPECT_EQ(refusal(write_stored_pack("id: x\n", std::nullopt)), ErrorCode::missing_field);
  const std::string pack = test_pack(kTestPackage);
  EXPECT_EQ(refusal(write_stored_pack(pack + " ", signed_by_someone(pack))), ErrorCode::bad_signature);
}

TEST(StoredPacks, AFolderGivesItsGoodPacksAndSaysTheOthers) {
  const MemoryTree folder({{"a-2026.pack", stored("a-2026")},
                           {"b-2026.pack", stored("b-2026", false)},
                           {"c-2026.pack", stored("c-2026").substr(0, 400)},
                           {"d-2026.pack", stored("a-2026")},
                           {"e-2026.pack.new", "half of a"},
                           {"f-2026.yaml", test_pack(kTestPackage)},
                           {"g-2026.pack/x", "a folder"}});
  const StoredPacks read = read_stored_packs(folder, "packs");
  Texts ids, unread;
  for (const StoredPack& each : read.packs) ids.push_back(each.pack.id);
  for (const model::FileUnread& each : read.unread) {
    EXPECT_TRUE(each.incomplete);
    unread.push_back(each.path + " " + each.code);
  }
  EXPECT_EQ(ids, (Texts{"a-2026", "b-2026"}));
  EXPECT_EQ(unread, (Texts{"packs/c-2026.pack bad_signature", "packs/d-2026.pack invalid_value",
                           "packs/f-2026.yaml unsupported_format", "packs/g-2026.pack not_a_regular_file"}));
}

}  // namespace
}  // namespace cordon::intel
