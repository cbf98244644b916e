#include "store/sqlite.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace cordon::store {
namespace {

namespace fs = std::filesystem;

class SqliteTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-store-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path() const { return folder_ + "/db"; }
  std::string folder_;
};

TEST_F(SqliteTest, KeepsWhatIsCommittedAndForgetsWhatIsNot) {
  {
    auto database = Database::open(path(), true);
    ASSERT_TRUE(database) << database.error().describe();
    ASSERT_TRUE(database->execute("CREATE TABLE t(name TEXT, n INTEGER)"));
    ASSERT_TRUE(database->begin());
    auto insert = database->prepare("INSERT INTO t VALUES(?, ?)");
    ASSERT_TRUE(insert);
    ASSERT_TRUE(insert->bind(1, "a'; DROP TABLE t; --").bind(2, 7).run());
    ASSERT_TRUE(insert->bind(1, std::string_view("b\0c", 3)).bind(2, -1).run());
    ASSERT_TRUE(database->commit());
    ASSERT_TRUE(database->begin());
    ASSERT_TRUE(insert->bind(1, "never").bind(2, 0).run());
    database->rollback();
  }
  auto database = Database::open(path(), false);
  ASSERT_TRUE(database);
  auto all = database->prepare("SELECT name, n FROM t ORDER BY n");
  ASSERT_TRUE(all && *all->step());
  EXPECT_EQ(all->text(0), std::string("b\0c", 3));
  EXPECT_EQ(all->number(1), -1);
  ASSERT_TRUE(*all->step());
  EXPECT_EQ(all->text(0), "a'; DROP TABLE t; --");
  EXPECT_FALSE(*all->step());
}

TEST_F(SqliteTest, IsItsOwnersAlone) {
  ASSERT_TRUE(Database::open(path(), true));
  struct stat about{};
  ASSERT_EQ(::stat(path().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(SqliteTest, WhatIsNoDatabaseAndWhatIsNotThereAreErrors) {
  EXPECT_EQ(Database::open(path(), false).error().code, ErrorCode::not_found);
  std::ofstream(path()) << std::string(5'000, 'x');
  auto database = Database::open(path(), false);
  if (database) {
    const auto prepared = database->prepare("SELECT * FROM t");
    ASSERT_FALSE(prepared);
    EXPECT_EQ(prepared.error().code, ErrorCode::invalid_value);
  } else {
    EXPECT_EQ(database.error().code, ErrorCode::invalid_value);
  }
  fs::remove(path());
  fs::create_symlink("/etc/hostname", path());
  EXPECT_FALSE(Database::open(path(), true));
}

}  // namespace
}  // namespace cordon::store
