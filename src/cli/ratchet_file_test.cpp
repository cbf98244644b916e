#include "cli/ratchet_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEmpty = "{\"schema\": \"cordon.ratchet/1\", \"findings\": [\n]}\n";

class RatchetFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* ci = std::getenv("CI");
    if (ci != nullptr) ci_ = ci;
    ::unsetenv("CI");
    std::string pattern = (fs::temp_directory_path() / "cordon-ratchet-XXXXXX").string();
    folder_ = fs::canonical(::mkdtemp(pattern.data()));
    arguments_.ratchet = (folder_ / "accepted.json").string();
  }
  void TearDown() override {
    fs::remove_all(folder_);
    ::unsetenv("CI");
    if (!ci_.empty()) ::setenv("CI", ci_.c_str(), 1);
  }

  void write(const std::string& text) const { std::ofstream(arguments_.ratchet) << text; }
  std::string content() const {
    std::ifstream file(arguments_.ratchet);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // The code it fails with, or "ok" or "none".
  std::string opened() {
    written_.clear();
    const auto file = RatchetFile::open(arguments_, written_);
    if (!file) return std::string(to_string(file.error().code));
    return *file ? "ok" : "none";
  }

  std::string ci_;
  fs::path folder_;
  ScanArguments arguments_;
  std::vector<std::string> written_;
};

TEST_F(RatchetFileTest, IsReadWhereItIsAndMadeWhereItIsNot) {
  EXPECT_EQ(opened(), "not_found");
  arguments_.init_ratchet = true;
  EXPECT_EQ(opened(), "ok");
  EXPECT_EQ(written_, std::vector<std::string>{folder_.string()});
  write(kEmpty);
  EXPECT_EQ(opened(), "usage");  // it only gets shorter
  arguments_.init_ratchet = false;
  EXPECT_EQ(opened(), "ok");
  EXPECT_EQ(written_.size(), 1u);
  write("{");
  EXPECT_EQ(opened(), "truncated");
}

TEST_F(RatchetFileTest, WhatIsFrozenIsNotWritten) {
  write(kEmpty);
  arguments_.frozen = true;
  EXPECT_EQ(opened(), "ok");
  EXPECT_TRUE(written_.empty());
  arguments_.frozen = false;
  ::setenv("CI", "true", 1);
  EXPECT_EQ(opened(), "ok");
  EXPECT_TRUE(written_.empty());
  ::setenv("CI", "false", 1);
  EXPECT_EQ(opened(), "ok");
  EXPECT_FALSE(written_.empty());
}

TEST_F(RatchetFileTest, RefusesOptionsThatDoNotGoTogether) {
  write(kEmpty);
  arguments_.repro = "x.tar";
  EXPECT_EQ(opened(), "usage");
  arguments_ = {};
  EXPECT_EQ(opened(), "none");
  arguments_.frozen = true;
  EXPECT_EQ(opened(), "usage");
}

TEST_F(RatchetFileTest, IsReplacedUnlessSomebodyElseChangedIt) {
  write("{\"schema\": \"cordon.ratchet/1\", \"findings\": []}");
  const auto first = RatchetFile::open(arguments_, written_);
  auto file = RatchetFile::open(arguments_, written_);
  ASSERT_TRUE(file && *file && first && *first);
  EXPECT_TRUE((*file)->write().has_value());  // nothing is to be written
  EXPECT_NE(content(), kEmpty);
  (*file)->step.written = policy::Ratchet();
  EXPECT_TRUE((*file)->write().has_value());
  EXPECT_EQ(content(), kEmpty);
  EXPECT_EQ((*file)->write().error().code, ErrorCode::refused);  // it is no longer what was read
  EXPECT_EQ(content(), kEmpty);
}

TEST_F(RatchetFileTest, TwoThatMakeOneDoNotOverwriteEachOther) {
  arguments_.init_ratchet = true;
  auto file = RatchetFile::open(arguments_, written_);
  ASSERT_TRUE(file && *file);
  (*file)->step.written = policy::Ratchet();
  write("other");
  EXPECT_EQ((*file)->write().error().code, ErrorCode::refused);
  EXPECT_EQ(content(), "other");
  fs::remove(arguments_.ratchet);
  EXPECT_TRUE((*file)->write().has_value());
  EXPECT_EQ(content(), kEmpty);
}

}  // namespace
}  // namespace cordon::cli
