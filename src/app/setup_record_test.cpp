#include "app/setup_record.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::app {
namespace {

class SetupRecordTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/cordon-record-XXXXXX";
    folder_ = ::mkdtemp(name);
    path_ = folder_ + "/gate-setup.json";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static model::ClientFileSetUp file(const std::string& path, const std::string& registry) {
    model::ClientFileSetUp out;
    out.path = path;
    out.form = "npmrc";
    out.clients = {"npm"};
    out.url = "http://127.0.0.1:4873/";
    if (!registry.empty()) out.registry = registry;
    out.changes = {{7, "a", "b"}};
    return out;
  }
  std::string folder_, path_;
};

TEST_F(SetupRecordTest, KeepsWhatNobodyElseMayRead) {
  SetupRecord record = *SetupRecord::open(path_);
  EXPECT_TRUE(record.files().empty());
  ASSERT_TRUE(record.keep(file("/b", "")));
  ASSERT_TRUE(record.keep(file("/a", "https://r.example.test/")));
  ASSERT_TRUE(record.keep(file("/a", "https://s.example.test/")));
  struct stat facts{};
  ASSERT_EQ(::stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  const SetupRecord again = *SetupRecord::open(path_);
  EXPECT_EQ(again.files(), record.files());
  ASSERT_EQ(again.files().size(), 2u);
  EXPECT_EQ(again.find("/a")->registry, "https://s.example.test/");
  EXPECT_EQ(again.find("/c"), nullptr);
  EXPECT_EQ(again.registries().at("http://127.0.0.1:4873/"), "https://s.example.test/");
  EXPECT_EQ(changes_of(*again.find("/b")).at(0).at, 7u);
  ASSERT_TRUE(record.forget("/a"));
  EXPECT_EQ(SetupRecord::open(path_)->registries().at("http://127.0.0.1:4873/"), "");
}

TEST_F(SetupRecordTest, IsNotGuessedAt) {
  std::ofstream(path_) << "{\"schema\": \"cordon.gate-setups/9\", \"files\": []}";
  EXPECT_EQ(SetupRecord::open(path_).error().code, ErrorCode::unsupported_version);
  std::ofstream(path_) << "{";
  EXPECT_EQ(SetupRecord::open(path_).error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::app
