#include "net/partial_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace cordon::net {
namespace {

class PartialFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "cordon-part-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path() const { return folder_ + "/all.zip"; }
  static std::string content(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream(path).rdbuf();
    return out.str();
  }
  std::string folder_;
};

TEST_F(PartialFileTest, ABodyInTwoRunsBecomesOneFile) {
  {
    auto file = PartialFile::open(path());
    ASSERT_TRUE(file.has_value());
    ASSERT_TRUE(file->restart("\"one\"").has_value());
    ASSERT_TRUE(file->append("first ").has_value());
  }
  auto file = PartialFile::open(path());
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->bytes(), 6u);
  EXPECT_EQ(file->etag(), "\"one\"");
  ASSERT_TRUE(file->append("second").has_value());
  ASSERT_TRUE(file->finish().has_value());
  EXPECT_EQ(content(path()), "first second");
  EXPECT_FALSE(std::filesystem::exists(path() + ".part"));
  EXPECT_FALSE(std::filesystem::exists(path() + ".etag"));
}

TEST_F(PartialFileTest, BytesWithoutAStrongEtagAreNotGoneOnFrom) {
  for (const char* etag : {"", "W/\"weak\"", "unquoted"}) {
    {
      auto file = PartialFile::open(path());
      ASSERT_TRUE(file.has_value() && file->restart(etag).has_value() && file->append("bytes").has_value());
    }
    const auto again = PartialFile::open(path());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->bytes(), 0u) << etag;
    EXPECT_EQ(again->etag(), "") << etag;
  }
}

TEST_F(PartialFileTest, ALinkOrAFifoInItsPlaceIsNotWrittenThrough) {
  const std::string victim = folder_ + "/victim";
  std::ofstream(victim) << "kept";
  std::filesystem::create_symlink(victim, path() + ".part");
  EXPECT_FALSE(PartialFile::open(path()).has_value());
  EXPECT_EQ(content(victim), "kept");
}

}  // namespace
}  // namespace cordon::net
