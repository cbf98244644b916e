#include "app/cached_archive.h"

#include <gtest/gtest.h>

#include "app/tar_write.h"
#include "archive/testing.h"
#include "base/sha256.h"
#include "crypto/sha512.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

std::string archive_bytes() {
  std::string tar;
  append_member(tar, {"package/package.json", '0',
                      R"({"name":"a","scripts":{"test":"x","postinstall":"node setup.js","install":"b"}})"});
  append_member(tar, {"package/lib", '5'});
  append_member(tar, {"package/setup.js", '0', "inert"});
  append_member(tar, {"package/examples/package.json", '0', R"({"scripts":{"preinstall":"no"}})"});
  finish_tar(tar);
  return archive::stored_gzip(tar);
}

std::string sri_of(const std::string& bytes) {
  return model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(bytes));
}

struct Read {
  Result<model::RecoveredArchive> archive;
  std::vector<model::FileUnread> unread;
};

Read read(const std::string& bytes, const std::string& integrity) {
  const MemoryTree tree({{"c", bytes}});
  std::vector<model::FileUnread> unread;
  auto archive = read_cached_archive(tree, "c", "shown/c", "pkg:npm/a@1", integrity, 1u << 20, unread);
  return {std::move(archive), std::move(unread)};
}

TEST(CachedArchive, IsHeldAgainstItsDigestAndListed) {
  const std::string bytes = archive_bytes();
  const Read got = read(bytes, sri_of(bytes));
  ASSERT_TRUE(got.archive);
  EXPECT_TRUE(got.archive->verified);
  EXPECT_EQ(got.archive->sha256, sha256_hex(bytes));
  EXPECT_EQ(got.archive->size, bytes.size());
  ASSERT_EQ(got.archive->files.size(), 3u);
  EXPECT_EQ(got.archive->files[1].path, "package/setup.js");
  EXPECT_EQ(got.archive->files[1].sha256, sha256_hex("inert"));
  ASSERT_EQ(got.archive->scripts.size(), 2u);  // in the order in which a client runs them, of its own package.json
  EXPECT_EQ(got.archive->scripts[0].event, "install");
  EXPECT_EQ(got.archive->scripts[1].text, "node setup.js");
  EXPECT_TRUE(got.unread.empty());
}

TEST(CachedArchive, OtherBytesAreNotWhatWasFetchedAndAreListedAllTheSame) {
  const std::string bytes = archive_bytes();
  for (const std::string& integrity : {sri_of("other"), std::string("sha512-"), std::string()}) {
    const Read got = read(bytes, integrity);
    ASSERT_TRUE(got.archive);
    EXPECT_FALSE(got.archive->verified) << integrity;
    EXPECT_EQ(got.archive->files.size(), 3u);
  }
  // A weaker digest that holds does not stand up for a stronger one that does not.
  const std::string weak = model::integrity_of_hex(model::DigestAlgorithm::sha256, sha256_hex(bytes));
  EXPECT_TRUE(read(bytes, weak).archive->verified);
  EXPECT_FALSE(read(bytes, weak + " " + sri_of("other")).archive->verified);
}

TEST(CachedArchive, ManifestsAreFoundUnderEverySpellingThatNpmTakes) {
  std::string tar;
  append_member(tar, {"package/package.json", '0', "{}"});
  append_member(tar, {"x//./package.json", '0', R"({"scripts":{"postinstall":"node a.js"}})"});
  finish_tar(tar);
  EXPECT_EQ(read(archive::stored_gzip(tar), "").archive->scripts.size(), 1u);
  std::string gyp;
  append_member(gyp, {"package/package.json", '0', "{}"});
  append_member(gyp, {"package/binding.gyp", '0', "{}"});
  finish_tar(gyp);
  const Read built = read(archive::stored_gzip(gyp), "");
  ASSERT_EQ(built.archive->scripts.size(), 1u);
  EXPECT_EQ(built.archive->scripts[0].event, "install");
}

TEST(CachedArchive, WhatIsNoArchiveIsSaidToBeUnlisted) {
  const Read plain = read("no gzip", sri_of("no gzip"));
  ASSERT_TRUE(plain.archive);
  EXPECT_TRUE(plain.archive->verified);
  EXPECT_TRUE(plain.archive->files.empty());
  ASSERT_EQ(plain.unread.size(), 1u);
  EXPECT_TRUE(plain.unread[0].incomplete);
  std::string tar;
  append_member(tar, {"package/a", '0', "inert"});
  const Read cut = read(archive::stored_gzip(tar.substr(0, 514)), "");
  EXPECT_EQ(cut.unread.size(), 1u);
  const MemoryTree none({{"other", ""}});
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(read_cached_archive(none, "c", "c", "p", "", 1u << 20, unread).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::app
