#include "intel/index/advisories.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "base/os/replace_file.h"
#include "intel/index/index_write.h"

namespace cordon::intel {
namespace {

namespace fs = std::filesystem;

class AdvisoriesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-advisories-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string written(const std::vector<IndexSource>& sources) const {
    IndexBuilder builder;
    const std::string path = folder_ + "/index";
    EXPECT_TRUE(os::replace_file(path, *builder.finish(write_sources(sources))));
    return path;
  }
  std::string folder_;
};

TEST_F(AdvisoriesTest, TheSourceThatWasAskedLongestAgoSaysHowOldTheyAre) {
  const auto all = Advisories::open(written({{"a", "advisories", 1, 0, 500, 3000, "", "", 0, 0},
                                             {"b", "advisories", 1, 0, 2000, 0, "", "", 0, 0},
                                             {"c", "exploited", 1, 0, 1, 0, "", "", 0, 0}}));
  ASSERT_TRUE(all) << all.error().describe();
  EXPECT_EQ((*all)->current(), 2000u);
  EXPECT_EQ((*all)->sources().size(), 3u);
  EXPECT_EQ((*Advisories::open(written({})))->current(), 0u);
}

TEST_F(AdvisoriesTest, WhatIsNoIndexIsRefused) {
  ASSERT_TRUE(os::replace_file(folder_ + "/other", std::string(10'000, 'x')));
  EXPECT_EQ(Advisories::open(folder_ + "/other").error().code, ErrorCode::invalid_value);
  EXPECT_EQ(Advisories::open(folder_ + "/absent").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::intel
