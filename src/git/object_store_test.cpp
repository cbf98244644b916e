#include "git/object_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

class ObjectStoreTest : public ::testing::Test {
 protected:
  Result<ObjectStore> open(const ObjectLimits& limits = {}) {
    return ObjectStore::open({folder_ / "r/.git/objects"}, limits);
  }

  testing::TestFolder folder_;
};

TEST_F(ObjectStoreTest, ReadsEveryObjectThatGitWrote) {
  folder_.init("r");
  std::string text;
  for (int version = 0; version < 15; ++version) {
    text += "line " + std::to_string(version * version) + "\n";
    folder_.commit("r", {{"a/file", text}, {"b", std::to_string(version)}});
    if (version == 4) folder_.git("r", "repack -adq");
    if (version == 9) folder_.git("r", "repack -dq");
  }
  auto store = open();
  ASSERT_TRUE(store.has_value());
  EXPECT_TRUE(store->problems().empty());
  const std::string all = folder_.git("r", "cat-file --batch-all-objects --batch-check");
  std::size_t count = 0;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find('\n', at), all.size());
    const std::string line = all.substr(at, end - at);
    at = end + 1;
    const ObjectId id = parse_id(line.substr(0, 40)).value();
    const auto object = store->read(id);
    ASSERT_TRUE(object.has_value()) << line;
    const std::string type(to_string(object->type)), size = std::to_string(object->bytes.size());
    EXPECT_EQ(line.substr(41), type + " " + size);
    EXPECT_EQ(sha1_hex(testing::with_header(type, object->bytes)), to_hex(id));
    EXPECT_EQ(std::to_string(store->header(id).value().size), size);
    ++count;
  }
  EXPECT_GE(count, 60u);
}

TEST_F(ObjectStoreTest, FindsObjectsByFirstDigitsInPacksAndFiles) {
  folder_.init("r");
  const std::string first = folder_.commit("r", {{"a", "1"}});
  folder_.git("r", "repack -adq");
  const std::string second = folder_.commit("r", {{"a", "2"}});
  auto store = open();
  EXPECT_EQ(store.value().with_prefix(first.substr(0, 12), 5), std::vector{parse_id(first).value()});
  EXPECT_EQ(store.value().with_prefix(second.substr(0, 12), 5), std::vector{parse_id(second).value()});
}

TEST_F(ObjectStoreTest, SaysWhichPacksItCouldNotLookInto) {
  folder_.init("r");
  const std::string commit = folder_.commit("r", {{"a", "1"}});
  folder_.git("r", "repack -adq");
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "r/.git/objects/pack")) {
    if (entry.path().extension() != ".idx") continue;
    std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_all);
    testing::write_file(entry.path(), "damaged");
  }
  auto store = open();
  ASSERT_EQ(store.value().problems().size(), 1u);
  const auto object = store->read(parse_id(commit).value());
  EXPECT_EQ(object.error().code, ErrorCode::not_found);
  EXPECT_NE(object.error().message.find(store->problems()[0]), std::string::npos);
}

TEST_F(ObjectStoreTest, NeitherFollowsLinksNorWaitsForFifos) {
  const auto objects = folder_.path() / "r/.git/objects";
  testing::PackBuilder builder;
  builder.add(std::string(40, '1'), 3, "content");
  builder.write(folder_.path() / "elsewhere");
  std::filesystem::create_directories(objects / "pack");
  std::filesystem::create_symlink(folder_ / "elsewhere.idx", objects / "pack/pack-1.idx");
  std::filesystem::create_symlink(folder_ / "elsewhere.pack", objects / "pack/pack-1.pack");
  ASSERT_EQ(::mkfifo((objects / "pack/pack-2.idx").c_str(), 0600), 0);
  std::filesystem::create_directory(objects / "22");
  ASSERT_EQ(::mkfifo((objects / "22" / std::string(38, '2')).c_str(), 0600), 0);
  testing::write_file(folder_.path() / "object", testing::packed(testing::with_header("blob", "outside")));
  std::filesystem::create_directory(objects / "33");
  std::filesystem::create_symlink(folder_ / "object", objects / "33" / std::string(38, '3'));
  auto store = open();
  EXPECT_EQ(store.value().problems().size(), 2u);
  EXPECT_EQ(store->read(parse_id(std::string(40, '1')).value()).error().code, ErrorCode::not_found);
  EXPECT_EQ(store->read(parse_id(std::string(40, '2')).value()).error().code, ErrorCode::not_a_regular_file);
  EXPECT_EQ(store->read(parse_id(std::string(40, '3')).value()).error().code, ErrorCode::outside_root);
}

TEST_F(ObjectStoreTest, HasALimitOfPacks) {
  for (const char* name : {"pack-1", "pack-2", "pack-3"}) {
    testing::PackBuilder builder;
    builder.add(std::string(40, name[5]), 3, "content");
    builder.write(folder_.path() / "r/.git/objects/pack" / name);
  }
  EXPECT_EQ(open({.packs = 2}).error().code, ErrorCode::too_many);
  EXPECT_TRUE(open({.packs = 3}).has_value());
}

}  // namespace
}  // namespace cordon::git
