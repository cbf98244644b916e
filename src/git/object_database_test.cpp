#include "git/object_database.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

const std::string kBlob = "2e65efe2a145dda7ee51d1741299f848e5bf752e";  // of "a"

class ObjectDatabaseTest : public ::testing::Test {
 protected:
  ObjectDatabaseTest() { fs::create_directories(folder_.path() / "objects"); }
  ObjectDatabase open(const ObjectLimits& limits = {}) {
    return ObjectDatabase::open({folder_ / "objects"}, limits).value();
  }
  std::string write(std::string_view type, std::string_view content) { return folder_.write_object("", type, content); }
  static ObjectId id(std::string_view hex) { return parse_id(hex).value(); }
  ErrorCode tree_code(std::string_view content) {
    const auto tree = open().tree(id(write("tree", content)));
    return tree ? ErrorCode::internal : tree.error().code;
  }

  testing::TestFolder folder_;
};

TEST_F(ObjectDatabaseTest, TakesCommitsApart) {
  const std::string tree(40, '1'), first(40, '2'), second(40, '3');
  const std::string name = write("commit", "tree " + tree + "\nparent " + first + "\nparent " + second +
                                               "\nauthor a <a@example.invalid> 1 +0000\n"
                                               "committer c <c@example.invalid> 1700000000 +0530\n\nmessage\n");
  const Commit commit = open().commit(id(name)).value();
  EXPECT_EQ(to_hex(commit.tree), tree);
  EXPECT_EQ(commit.parents, (std::vector{id(first), id(second)}));
  EXPECT_EQ(commit.committed_at, 1'700'000'000);
}

TEST_F(ObjectDatabaseTest, ListsTreesByTheBytesOfNames) {
  // git sorts "a.b" before the folder "a", as if that ended in a slash.
  const std::string name =
      write("tree", testing::tree_entry("100644", "a.b", kBlob) + testing::tree_entry("40000", "a", kBlob) +
                        testing::tree_entry("160000", "sub", kBlob) + testing::tree_entry("120000", "z", kBlob) +
                        testing::tree_entry("100755", "\xff", kBlob));
  const Tree tree = open().tree(id(name)).value();
  std::string listed;
  for (const TreeEntry& entry : tree) listed += entry.name + std::to_string(static_cast<int>(entry.kind)) + " ";
  EXPECT_EQ(listed,
            "a1 a.b0 sub3 z2 \xff"
            "0 ");
}

TEST_F(ObjectDatabaseTest, RefusesNamesThatNoFileCanHave) {
  EXPECT_EQ(tree_code(testing::tree_entry("100644", "a", kBlob)), ErrorCode::internal);
  for (const char* name : {"..", ".", "a/b", "/", ".git", ".GiT", ""})
    EXPECT_EQ(tree_code(testing::tree_entry("100644", name, kBlob)), ErrorCode::syntax) << name;
  EXPECT_EQ(tree_code(testing::tree_entry("100644", "a", kBlob) + testing::tree_entry("100644", "a", kBlob)),
            ErrorCode::syntax);
}

TEST_F(ObjectDatabaseTest, RefusesTreesThatAreDamaged) {
  EXPECT_EQ(tree_code("100644 a"), ErrorCode::syntax);
  EXPECT_EQ(tree_code("100644 a" + std::string(10, '\0')), ErrorCode::syntax);
  EXPECT_EQ(tree_code("mode a" + std::string(21, '\1')), ErrorCode::syntax);
  const std::string name = write("tree", "100644 a" + std::string(10, '\0'));
  EXPECT_EQ(open().entry(id(name), "b").error().code, ErrorCode::syntax);
}

TEST_F(ObjectDatabaseTest, FindsOneEntryOfATree) {
  const std::string name =
      write("tree", testing::tree_entry("40000", "a", kBlob) + testing::tree_entry("100644", "b", kBlob));
  const ObjectDatabase objects = open();
  EXPECT_EQ(objects.entry(id(name), "b").value().value().kind, EntryKind::file);
  EXPECT_EQ(objects.entry(id(name), "a").value().value().kind, EntryKind::directory);
  EXPECT_FALSE(objects.entry(id(name), "c").value().has_value());
}

TEST_F(ObjectDatabaseTest, BelievesNoObjectThatIsNotWhatItsNameSays) {
  const std::string name = write("blob", "a");
  testing::write_file(folder_.path() / "objects" / name.substr(0, 2) / name.substr(2),
                      testing::packed(testing::with_header("blob", "b")));
  EXPECT_EQ(open().blob(id(name), 100).error().code, ErrorCode::syntax);
}

TEST_F(ObjectDatabaseTest, ReadsBlobsWithinTheirLimits) {
  const std::string name = write("blob", std::string(5'000, 'x'));
  EXPECT_EQ(open().blob(id(name), 5'000).value().size(), 5'000u);
  EXPECT_EQ(open().blob(id(name), 4'999).error().code, ErrorCode::too_large);
  EXPECT_EQ(open({.bytes = 4'999}).blob(id(name), 5'000).error().code, ErrorCode::too_large);
}

TEST_F(ObjectDatabaseTest, TellsAnotherKindAndWhatIsNotThere) {
  const std::string blob = write("blob", "a");
  const ObjectDatabase objects = open();
  EXPECT_EQ(objects.commit(id(blob)).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(objects.tree(id(blob)).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(objects.entry(id(blob), "a").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(objects.peel_to_commit(id(blob)).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(objects.commit(id(std::string(40, '1'))).error().code, ErrorCode::not_found);
  EXPECT_EQ(objects.header(id(std::string(40, '0'))).error().code, ErrorCode::not_found);
  EXPECT_EQ(objects.blob(id(write("tree", "")), 100).error().code, ErrorCode::wrong_type);
}

TEST_F(ObjectDatabaseTest, FollowsTagsToTheirCommitButNotForEver) {
  std::string name = write("commit", "tree " + kBlob +
                                         "\nauthor a <a@example.invalid> 1 +0000\n"
                                         "committer c <c@example.invalid> 2 +0000\n\nmessage\n");
  const std::string commit = name;
  std::string type = "commit";
  for (int tags = 1; tags <= 17; ++tags) {
    name = write("tag",
                 "object " + name + "\ntype " + type + "\ntag t\ntagger a <a@example.invalid> 1 +0000\n\nmessage\n");
    type = "tag";
    const auto peeled = open().peel_to_commit(id(name));
    if (tags <= 16) EXPECT_EQ(to_hex(peeled.value().id), commit);
    else EXPECT_EQ(peeled.error().code, ErrorCode::too_deep);
  }
}

TEST_F(ObjectDatabaseTest, RefusesCommitsThatAreDamaged) {
  EXPECT_EQ(open().commit(id(write("commit", "no commit"))).error().code, ErrorCode::syntax);
  EXPECT_EQ(open().commit(id(write("commit", ""))).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::git
