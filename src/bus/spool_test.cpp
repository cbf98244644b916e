#include "bus/spool.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "bus/testing.h"

namespace cordon::bus {
namespace {

class SpoolTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string form = ::testing::TempDir() + "spool_XXXXXX";
    folder_ = ::mkdtemp(form.data());
    path_ = folder_ / "spool.ndjson";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static model::Event numbered(std::uint64_t seq) { return exec_event(seq, "/bin/true", {"true"}); }
  std::vector<std::uint64_t> seqs() const {
    std::vector<std::uint64_t> out;
    for (const model::Event& event : sink_.events) out.push_back(event.seq);
    return out;
  }

  std::filesystem::path folder_;
  std::string path_;
  FailingSink sink_;
};

TEST_F(SpoolTest, KeepsTheOrderAcrossAFailure) {
  Spool spool = *Spool::open(sink_, path_);
  ASSERT_TRUE(spool.put(numbered(0)));
  sink_.failing = true;
  for (std::uint64_t seq = 1; seq < 5; ++seq) ASSERT_TRUE(spool.put(numbered(seq)));
  EXPECT_EQ(spool.kept(), 4u);
  EXPECT_FALSE(spool.flush());
  sink_.failing = false;
  ASSERT_TRUE(spool.flush());
  ASSERT_TRUE(spool.put(numbered(5)));
  EXPECT_EQ(seqs(), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(spool.kept(), 0u);
  EXPECT_EQ(std::filesystem::file_size(path_), 0u);
}

TEST_F(SpoolTest, ASinkThatStopsHalfWayGetsNothingTwice) {
  Spool spool = *Spool::open(sink_, path_);
  sink_.failing = true;
  for (std::uint64_t seq = 0; seq < 6; ++seq) ASSERT_TRUE(spool.put(numbered(seq)));
  sink_.failing = false;
  sink_.most = 2;
  EXPECT_FALSE(spool.flush());
  sink_.most = 0;
  ASSERT_TRUE(spool.flush());
  EXPECT_EQ(seqs(), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
}

TEST_F(SpoolTest, AnotherProcessGoesOnWithWhatWasKept) {
  sink_.failing = true;
  {
    Spool spool = *Spool::open(sink_, path_);
    for (std::uint64_t seq = 0; seq < 3; ++seq) ASSERT_TRUE(spool.put(numbered(seq)));
  }
  sink_.failing = false;
  Spool spool = *Spool::open(sink_, path_);
  ASSERT_TRUE(spool.put(numbered(3)));
  EXPECT_EQ(seqs(), (std::vector<std::uint64_t>{0, 1, 2, 3}));
}

TEST_F(SpoolTest, WhatItCannotKeepIsToldExactly) {
  const std::uint64_t line = to_line(numbered(9)).size() + 1;
  Spool spool = *Spool::open(sink_, path_, 2 * line);
  sink_.failing = true;
  for (std::uint64_t seq = 0; seq < 7; ++seq) ASSERT_TRUE(spool.put(numbered(seq)));
  EXPECT_EQ(spool.kept(), 2u);
  EXPECT_EQ(spool.lost(), 5u);
  sink_.failing = false;
  ASSERT_TRUE(spool.flush());
  ASSERT_EQ(sink_.events.size(), 3u);
  const auto* loss = std::get_if<model::LossPayload>(&sink_.events.back().payload);
  ASSERT_NE(loss, nullptr);
  EXPECT_EQ(loss->count, 5u);
  EXPECT_EQ(spool.lost(), 0u);
  EXPECT_NE(sink_.events.back().id, sink_.events.front().id);
}

}  // namespace
}  // namespace cordon::bus
