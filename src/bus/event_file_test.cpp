#include "bus/event_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "bus/event_reader.h"
#include "bus/testing.h"

namespace cordon::bus {
namespace {

class EventFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string form = ::testing::TempDir() + "event_file_XXXXXX";
    folder_ = ::mkdtemp(form.data());
    path_ = folder_ / "events.ndjson";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static model::Event numbered(std::uint64_t seq) { return exec_event(seq, "/bin/true", {"true"}); }

  std::vector<std::uint64_t> read(const std::string& path) {
    Result<EventReader> reader = EventReader::open(path);
    if (!reader) return {};
    MemorySink sink;
    while (*reader->poll(std::chrono::milliseconds(0), sink) == SourceState::open) {
    }
    unread_ = reader->unread();
    std::vector<std::uint64_t> seqs;
    for (const model::Event& event : sink.events) seqs.push_back(event.seq);
    return seqs;
  }

  std::filesystem::path folder_;
  std::string path_;
  std::vector<model::FileUnread> unread_;
};

TEST_F(EventFileTest, AppendsToWhatIsThere) {
  for (std::uint64_t seq = 0; seq < 3; ++seq) {
    EventFile file = *EventFile::open(path_);
    ASSERT_TRUE(file.put(numbered(seq)));
    ASSERT_TRUE(file.flush());
  }
  EXPECT_EQ(read(path_), (std::vector<std::uint64_t>{0, 1, 2}));
  struct stat state{};
  ASSERT_EQ(::stat(path_.c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777u, 0600u);  // events tell what people do
}

TEST_F(EventFileTest, AHalfLineOfACrashCostsItselfOnly) {
  std::ofstream(path_) << to_line(numbered(0)) << "\n{\"schema\":\"cordon.ev";
  {
    EventFile file = *EventFile::open(path_);
    ASSERT_TRUE(file.put(numbered(1)));
  }
  EXPECT_EQ(read(path_), (std::vector<std::uint64_t>{0, 1}));
  ASSERT_EQ(unread_.size(), 1u);
  EXPECT_EQ(unread_[0].line, 2u);
}

TEST_F(EventFileTest, KeepsTheYoungestFiles) {
  const std::uint64_t line = to_line(numbered(9)).size() + 1;
  {
    EventFile file = *EventFile::open(path_, {line * 2, 2});
    for (std::uint64_t seq = 0; seq < 9; ++seq) ASSERT_TRUE(file.put(numbered(seq)));
  }
  EXPECT_EQ(read(path_), (std::vector<std::uint64_t>{8}));
  EXPECT_EQ(read(path_ + ".1"), (std::vector<std::uint64_t>{6, 7}));
  EXPECT_EQ(read(path_ + ".2"), (std::vector<std::uint64_t>{4, 5}));
  EXPECT_FALSE(std::filesystem::exists(path_ + ".3"));
}

TEST_F(EventFileTest, KeepingNoneEmptiesTheFile) {
  const std::uint64_t line = to_line(numbered(9)).size() + 1;
  {
    EventFile file = *EventFile::open(path_, {line, 0});
    for (std::uint64_t seq = 0; seq < 3; ++seq) ASSERT_TRUE(file.put(numbered(seq)));
  }
  EXPECT_EQ(read(path_), (std::vector<std::uint64_t>{2}));
}

TEST_F(EventFileTest, WhatIsNoFileIsRefused) {
  EXPECT_FALSE(EventFile::open(folder_));
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  const auto fifo = EventFile::open(path_);
  ASSERT_FALSE(fifo);
  EXPECT_EQ(fifo.error().code, ErrorCode::not_a_regular_file);
}

// In a process of its own, whose files may not grow: whether that was told, and left no half of a line.
[[noreturn]] void write_beyond_the_limit(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit most{200, 200};
  ::setrlimit(RLIMIT_FSIZE, &most);
  EventFile file = *EventFile::open(path);
  (void)file.put(exec_event(0, "/bin/true", {std::string(300, 'x')}));
  const bool told = !file.flush();
  std::_Exit(told && std::filesystem::file_size(path) == 0 ? 7 : 1);
}

TEST_F(EventFileTest, AFileThatCannotGrowIsToldAndKeepsNoHalfLine) {
  EXPECT_EXIT(write_beyond_the_limit(path_), ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace cordon::bus
