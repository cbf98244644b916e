#include "bus/event_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "bus/event_file.h"
#include "bus/testing.h"

namespace cordon::bus {
namespace {

constexpr std::chrono::milliseconds kNow{0};

class EventReaderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string form = ::testing::TempDir() + "event_reader_XXXXXX";
    folder_ = ::mkdtemp(form.data());
    path_ = folder_ / "events.ndjson";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& text, std::ios::openmode mode = std::ios::app) { std::ofstream(path_, mode) << text; }
  static std::string line(std::uint64_t seq) { return to_line(exec_event(seq, "/bin/true", {"true"})) + "\n"; }

  std::size_t read_all(EventReader& reader) {
    MemorySink sink;
    while (*reader.poll(kNow, sink) == SourceState::open) {
    }
    return sink.events.size();
  }

  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(EventReaderTest, AFileCutInALineKeepsWhatStandsBefore) {
  write(line(0) + line(1) + line(2).substr(0, 50));
  EventReader reader = *EventReader::open(path_);
  EXPECT_EQ(read_all(reader), 2u);
  ASSERT_EQ(reader.unread().size(), 1u);
  EXPECT_EQ(reader.unread()[0].code, "truncated");
  EXPECT_EQ(reader.unread()[0].line, 3u);
  EXPECT_TRUE(reader.unread()[0].incomplete);
}

TEST_F(EventReaderTest, ALastLineThatOnlyLacksItsEndIsWhole) {
  const std::string both = line(0) + line(1);
  write(both.substr(0, both.size() - 1));
  EventReader reader = *EventReader::open(path_);
  EXPECT_EQ(read_all(reader), 2u);
  EXPECT_TRUE(reader.unread().empty());
}

TEST_F(EventReaderTest, ADamagedLineHidesNoOther) {
  write(line(0) + "no json\n" + "\n" + "{\"schema\":\"cordon.event/9\"}\n" + line(1));
  EventReader reader = *EventReader::open(path_);
  EXPECT_EQ(read_all(reader), 2u);
  ASSERT_EQ(reader.unread().size(), 2u);
  EXPECT_EQ(reader.unread()[0].line, 2u);
  EXPECT_EQ(reader.unread()[1].line, 4u);
  EXPECT_EQ(reader.unread()[1].code, "unsupported_version");
}

TEST_F(EventReaderTest, AnEndlessLineIsPassedOverAndCountedOnce) {
  write(line(0) + std::string(3 * kLineBytes, 'x') + "\n" + line(1));
  EventReader reader = *EventReader::open(path_);
  EXPECT_EQ(read_all(reader), 2u);
  ASSERT_EQ(reader.unread().size(), 1u);
  EXPECT_EQ(reader.unread()[0].code, "too_large");
  EXPECT_EQ(reader.unread()[0].line, 2u);
}

TEST_F(EventReaderTest, ManyDamagedLinesAreCounted) {
  std::string text;
  for (int i = 0; i < 1'500; ++i) text += "x\n";
  write(text);
  EventReader reader = *EventReader::open(path_);
  EXPECT_EQ(read_all(reader), 0u);
  ASSERT_EQ(reader.unread().size(), 1'001u);
  EXPECT_EQ(reader.unread().back().code, "too_many");
}

TEST_F(EventReaderTest, FollowsAFileThatGrowsAndOneThatIsReplaced) {
  write(line(0));
  EventReader reader = *EventReader::open(path_, AtEnd::follow);
  MemorySink sink;
  const auto take = [&] {
    for (int i = 0; i < 4; ++i) ASSERT_EQ(*reader.poll(kNow, sink), SourceState::open);
  };
  take();
  EXPECT_EQ(sink.events.size(), 1u);
  write(line(1).substr(0, 20));
  take();
  EXPECT_EQ(sink.events.size(), 1u);
  write(line(1).substr(20));
  take();
  EXPECT_EQ(sink.events.size(), 2u);
  std::filesystem::rename(path_, path_ + ".1");
  write(line(2) + line(3));
  take();
  ASSERT_EQ(sink.events.size(), 4u);
  EXPECT_EQ(sink.events.back().seq, 3u);
  write(line(4), std::ios::trunc);
  take();
  EXPECT_EQ(sink.events.back().seq, 4u);
  EXPECT_TRUE(reader.unread().empty());
}

// Whoever writes goes on in the old file until the new one stands there.
TEST_F(EventReaderTest, ReadsAFileThatWasReplacedToItsEndFirst) {
  write(line(0));
  EventReader reader = *EventReader::open(path_, AtEnd::follow);
  MemorySink sink;
  ASSERT_TRUE(reader.poll(kNow, sink));
  std::filesystem::rename(path_, path_ + ".1");
  write(line(2));
  ASSERT_TRUE(reader.poll(kNow, sink));  // at the end of the old one, and another one is there
  std::ofstream(path_ + ".1", std::ios::app) << line(1);
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(reader.poll(kNow, sink));
  ASSERT_EQ(sink.events.size(), 3u);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(sink.events[i].seq, i);
}

TEST_F(EventReaderTest, GivesWhatIsUnreadOnceWhileItGoesOn) {
  write("x\n");
  EventReader reader = *EventReader::open(path_, AtEnd::follow);
  MemorySink sink;
  ASSERT_TRUE(reader.poll(kNow, sink));
  ASSERT_EQ(reader.take_unread().size(), 1u);
  EXPECT_TRUE(reader.take_unread().empty());
  write(line(0) + "y\n");
  ASSERT_TRUE(reader.poll(kNow, sink));
  const std::vector<model::FileUnread> unread = reader.take_unread();
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].line, 3u);
}

TEST_F(EventReaderTest, NeverWaitsForAPipeThatNobodyWrites) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  Result<EventReader> reader = EventReader::open(path_);
  ASSERT_TRUE(reader);
  EXPECT_EQ(read_all(*reader), 0u);
}

TEST_F(EventReaderTest, WhatIsNotThereOrAFolderIsAnError) {
  EXPECT_EQ(EventReader::open(path_).error().code, ErrorCode::not_found);
  EXPECT_EQ(EventReader::open(folder_).error().code, ErrorCode::not_a_regular_file);
}

}  // namespace
}  // namespace cordon::bus
