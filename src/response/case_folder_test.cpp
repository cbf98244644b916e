#include "response/case_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "base/sha256.h"
#include "response/testing.h"
#include "response/verify_case.h"

namespace cordon::response {
namespace {

namespace fs = std::filesystem;

const FixedClock kClock(1'774'917'000);  // 2026-03-31T00:30:00Z

class CaseFolderTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(CaseFolder::create(case_, "night", "0.1.0", kClock)); }
  // Adds notes with these texts.
  Result<void> add(const std::vector<std::string>& texts, bool finish = true) {
    CaseFolder folder = TRY(CaseFolder::open(case_, kClock));
    for (const std::string& text : texts) TRY(folder.append(model::CaseNote{"note", text}, std::nullopt));
    remarks_ = folder.remarks();
    return finish ? folder.finish() : Result<void>();
  }
  model::CaseVerifyReport verified() const { return verify_case(case_).value_or(model::CaseVerifyReport()); }
  std::vector<std::string> notes() const {
    std::vector<std::string> texts;
    VerifyOptions options;
    options.visit = [&](const Record& record) {
      if (const auto* note = std::get_if<model::CaseNote>(&record.payload)) texts.push_back(note->text);
    };
    EXPECT_TRUE(verify_case(case_, options));
    return texts;
  }
  testing::TemporaryFolder temporary_;
  std::string case_ = temporary_ / "case";
  std::vector<std::string> remarks_;
};

TEST_F(CaseFolderTest, BeginsWithAHeadThatTheFirstRecordIsChainedTo) {
  const Result<HeadRead> head = read_head(case_);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->head.title, "night");
  EXPECT_EQ(head->head.made, "2026-03-31T00:30:00Z");
  EXPECT_EQ(head->head.version, "0.1.0");
  EXPECT_TRUE(head->head.id.starts_with("2026-03-31-")) << head->head.id;
  ASSERT_TRUE(add({"one"}));
  const std::string records = testing::read(records_path(case_));
  const Result<Record> first = read_record(std::string_view(records).substr(0, records.find('\n')));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->previous, sha256_hex(testing::read(case_ + "/case.json")));
  EXPECT_EQ(first->seq, 1u);
}

TEST_F(CaseFolderTest, IsForItsOwnerOnly) {
  EXPECT_EQ(fs::status(case_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(files_path(case_)).permissions(), fs::perms::owner_all);
}

TEST_F(CaseFolderTest, IsNotMadeWhereSomethingStands) {
  const Result<model::CaseHead> again = CaseFolder::create(case_, "", "0.1.0", kClock);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::invalid_value);
  ASSERT_TRUE(fs::create_directory(temporary_ / "empty"));
  EXPECT_TRUE(CaseFolder::create(temporary_ / "empty", "", "0.1.0", kClock));
  EXPECT_EQ(CaseFolder::create(temporary_ / "absent/below", "", "0.1.0", kClock).error().code, ErrorCode::not_found);
}

TEST_F(CaseFolderTest, GoesOnWhereTheLastAdditionEnded) {
  ASSERT_TRUE(add({"one", "two"}));
  ASSERT_TRUE(add({"three"}));
  EXPECT_EQ(notes(), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(verified().state, model::CaseState::holds);
  EXPECT_EQ(read_end(case_).value_or(model::CaseEnd()).records, 3u);
}

TEST_F(CaseFolderTest, KeepsWholeRecordsOfAnAdditionThatWasInterrupted) {
  ASSERT_TRUE(add({"one"}));
  const std::string end = testing::read(case_ + "/end.json");
  ASSERT_TRUE(add({"two"}));
  testing::overwrite(case_ + "/end.json", end);  // as if the machine had stopped before it was written
  EXPECT_EQ(verified().state, model::CaseState::unfinished);
  ASSERT_TRUE(add({"three"}));
  EXPECT_EQ(remarks_.size(), 1u);
  EXPECT_EQ(notes(), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(verified().state, model::CaseState::holds);
}

// Stopped at any byte of the second record: the first stays, the rest is set aside, and nothing is lost.
TEST_F(CaseFolderTest, SetsARecordAsideThatWasNotWrittenWholeWhereverItEnds) {
  ASSERT_TRUE(add({"one"}));
  const std::string end = testing::read(case_ + "/end.json"), first = testing::read(records_path(case_));
  ASSERT_TRUE(add({"two"}));
  const std::string both = testing::read(records_path(case_));
  for (std::size_t bytes = first.size() + 1; bytes < both.size(); bytes += 17) {
    testing::overwrite(records_path(case_), both.substr(0, bytes));
    testing::overwrite(case_ + "/end.json", end);
    EXPECT_EQ(verified().state, model::CaseState::unfinished);
    ASSERT_TRUE(add({"three"})) << bytes;
    const std::string torn = both.substr(first.size(), bytes - first.size());
    EXPECT_EQ(testing::read(copy_path(case_, sha256_hex(torn))), torn);
    const std::vector<std::string> texts = notes();
    ASSERT_EQ(texts.size(), 3u);
    EXPECT_EQ(texts.front(), "one");
    EXPECT_EQ(texts.back(), "three");
    EXPECT_NE(texts[1].find("was not written whole"), std::string::npos);
    EXPECT_EQ(remarks_.size(), 1u);
    EXPECT_TRUE(verified().breaks.empty());
    fs::remove(copy_path(case_, sha256_hex(torn)));
  }
}

TEST_F(CaseFolderTest, NamesCopiesThatAnInterruptedAdditionLeft) {
  ASSERT_TRUE(add({"one"}));
  const std::string digest = sha256_hex("evidence");
  testing::overwrite(copy_path(case_, digest), "evidence");
  testing::overwrite(files_path(case_) + "/incoming", "evid");
  testing::overwrite(files_path(case_) + "/readme", "not ours");
  testing::overwrite(copy_path(case_, std::string(64, '0')), "not what its name says");
  EXPECT_EQ(verified().state, model::CaseState::unfinished);
  EXPECT_EQ(verified().remarks.size(), 4u);
  ASSERT_TRUE(add({"two"}));
  EXPECT_EQ(remarks_.size(), 2u);
  EXPECT_EQ(verified().remarks.size(), 2u);
  EXPECT_EQ(verified().files, 1u);
  testing::overwrite(copy_path(case_, digest), "3vidence");
  EXPECT_EQ(verified().state, model::CaseState::broken);
}

TEST_F(CaseFolderTest, IsNotAddedToWhenItsChainDoesNotHold) {
  ASSERT_TRUE(add({"one", "two"}));
  std::string records = testing::read(records_path(case_));
  records.replace(records.find("one"), 3, "eno");
  testing::overwrite(records_path(case_), records);
  const Result<void> done = add({"three"});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::invalid_value);
  EXPECT_EQ(testing::read(records_path(case_)), records);
}

TEST_F(CaseFolderTest, IsNotAddedToWithoutItsEnd) {
  ASSERT_TRUE(add({"one"}));
  fs::remove(case_ + "/end.json");
  EXPECT_EQ(add({"two"}).error().code, ErrorCode::not_found);
}

TEST_F(CaseFolderTest, RefusesAHeadOfAnotherSchema) {
  std::string head = testing::read(case_ + "/case.json");
  head.replace(head.find("cordon.case/1"), 13, "cordon.case/9");
  testing::overwrite(case_ + "/case.json", head);
  EXPECT_EQ(read_head(case_).error().code, ErrorCode::unsupported_version);
}

TEST_F(CaseFolderTest, RefusesARecordThatIsTooLarge) {
  Result<CaseFolder> folder = CaseFolder::open(case_, kClock);
  ASSERT_TRUE(folder);
  const Result<void> done = folder->append(model::CaseNote{"note", std::string(kRecordBytes, 'x')}, std::nullopt);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::too_large);
  ASSERT_TRUE(folder->append(model::CaseNote{"note", "small"}, std::nullopt));
  ASSERT_TRUE(folder->finish());
  EXPECT_EQ(verified().state, model::CaseState::holds);
}

TEST_F(CaseFolderTest, RemembersWhatItHolds) {
  Result<CaseFolder> folder = CaseFolder::open(case_, kClock);
  ASSERT_TRUE(folder);
  model::CaseFile file;
  file.sha256 = std::string(64, 'a');
  EXPECT_FALSE(folder->has(file.sha256));
  ASSERT_TRUE(folder->append(file, std::nullopt));
  EXPECT_TRUE(folder->has(file.sha256));
  ASSERT_TRUE(folder->finish());
  {
    const CaseFolder done = std::move(*folder);
  }
  const Result<CaseFolder> again = CaseFolder::open(case_, kClock);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->has(file.sha256));
}

// Eight processes add twenty records each, all at once.
TEST_F(CaseFolderTest, LetsAdditionsWaitForEachOther) {
  constexpr int kProcesses = 8, kNotes = 20;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      bool good = true;
      for (int note = 0; note < kNotes; ++note)
        good &= add({std::to_string(i) + "/" + std::to_string(note)}).has_value();
      ::_exit(good ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(verified().state, model::CaseState::holds);
  std::vector<std::string> texts = notes();
  EXPECT_EQ(texts.size(), static_cast<std::size_t>(kProcesses * kNotes));
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end());
}

// A process that is killed in the middle of adding leaves a case that holds.
TEST_F(CaseFolderTest, HoldsAfterAnAdditionWasKilled) {
  for (int i = 0; i < 5; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      Result<CaseFolder> folder = CaseFolder::open(case_, kClock);
      for (;;)
        if (!folder || !folder->append(model::CaseNote{"note", std::string(5'000, 'x')}, std::nullopt)) ::_exit(1);
    }
    // Until it has written something.
    const auto before = fs::file_size(records_path(case_));
    while (fs::file_size(records_path(case_)) < before + 3'000'000) ::usleep(1'000);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_NE(verified().state, model::CaseState::broken);
    ASSERT_TRUE(add({"after"}));
    EXPECT_EQ(verified().state, model::CaseState::holds);
  }
}

}  // namespace
}  // namespace cordon::response
