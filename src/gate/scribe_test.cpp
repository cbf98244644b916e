#include "gate/scribe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cordon::gate {
namespace {

class ScribeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("scribe_test_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Ledger ledger() const {
    auto out = Ledger::open(folder_ / "ledger.db");
    EXPECT_TRUE(out);
    return std::move(*out);
  }
  Journal journal() const {
    auto out = Journal::open(folder_ / "events.ndjson", {"host", "boot"});
    EXPECT_TRUE(out);
    return std::move(*out);
  }

  std::filesystem::path folder_;
};

StoredDecision held(const std::string& name) { return {0, 7, name, "1.0.0", true, "a-rule", "a reason", "npm"}; }

TEST_F(ScribeTest, WhoHearsOfADecisionFindsItWrittenDown) {
  Ledger writing = ledger(), reading = ledger();
  Journal told = journal();
  std::atomic<int> found{0};
  {
    Scribe scribe(writing, told, folder_);
    for (int i = 0; i < 100; ++i) {
      const std::string name = "left" + std::to_string(i);
      ASSERT_TRUE(scribe.write(held(name), true, [&, name](const Result<void>& written) {
        const auto decisions = reading.decisions(name, 10);
        if (written && decisions && decisions->size() == 1) ++found;
      }));
    }
  }
  EXPECT_EQ(found, 100);
  std::ifstream file(folder_ / "events.ndjson");
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(file), {}, '\n'), 100);
}

TEST_F(ScribeTest, WhatCannotBeWrittenIsToldToWhoeverWaits) {
  Ledger writing = ledger();
  Journal told = journal();
  {
    auto other = store::Database::open(folder_ / "ledger.db", false);
    ASSERT_TRUE(other);
    ASSERT_TRUE(other->execute("DROP TABLE decision"));
  }
  Result<void> heard;
  {
    Scribe scribe(writing, told, folder_);
    ASSERT_TRUE(scribe.write(held("left"), true, [&](const Result<void>& written) { heard = written; }));
  }
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().code, ErrorCode::system);
}

}  // namespace
}  // namespace cordon::gate
