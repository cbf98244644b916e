#include "response/verify_case.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "response/case_folder.h"
#include "response/collect_file.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

namespace fs = std::filesystem;
using model::CaseBreakCode;
using model::CaseState;

class VerifyCase : public ::testing::Test {
 protected:
  // A note, a file, a note.
  void SetUp() override {
    const FixedClock clock(1'774'917'000);
    ASSERT_TRUE(CaseFolder::create(case_, "", "0.1.0", clock));
    Result<CaseFolder> folder = CaseFolder::open(case_, clock);
    ASSERT_TRUE(folder);
    ASSERT_TRUE(folder->append(model::CaseNote{"note", "before"}, std::nullopt));
    const Result<model::CaseFile> file =
        collect_file(temporary_.write("evidence", "what was there"), files_path(case_));
    ASSERT_TRUE(file);
    copy_ = copy_path(case_, file->sha256);
    ASSERT_TRUE(folder->append(*file, std::nullopt));
    ASSERT_TRUE(folder->append(model::CaseNote{"note", "after"}, std::nullopt));
    ASSERT_TRUE(folder->finish());
  }
  model::CaseVerifyReport verified(VerifyOptions options = {}) const {
    const Result<model::CaseVerifyReport> report = verify_case(case_, options);
    EXPECT_TRUE(report);
    return report.value_or(model::CaseVerifyReport());
  }
  // The first break as "record line code".
  std::string first_break() const {
    const model::CaseVerifyReport report = verified();
    if (report.breaks.empty()) return "none";
    const model::CaseBreak& first = report.breaks.front();
    EXPECT_EQ(report.state, CaseState::broken);
    return std::to_string(first.record) + " " + std::to_string(first.line) + " " + std::string(to_string(first.code));
  }
  testing::TemporaryFolder temporary_;
  std::string case_ = temporary_ / "case", copy_;
};

TEST_F(VerifyCase, HoldsAsItWasWritten) {
  const model::CaseVerifyReport report = verified();
  EXPECT_EQ(report.state, CaseState::holds);
  EXPECT_EQ(report.records, 3u);
  EXPECT_EQ(report.files, 1u);
  EXPECT_EQ(report.end, read_end(case_).value_or(model::CaseEnd()).digest);
  EXPECT_TRUE(report.remarks.empty());
}

TEST_F(VerifyCase, NamesAFileThatIsGone) {
  fs::remove(copy_);
  EXPECT_EQ(first_break(), "2 2 file_missing");
}

TEST_F(VerifyCase, NamesAFileOfWhichOneByteIsAnother) {
  testing::overwrite(copy_, "what was There");
  EXPECT_EQ(first_break(), "2 2 file_digest");
}

TEST_F(VerifyCase, NamesAFileThatIsShorter) {
  testing::overwrite(copy_, "what was");
  EXPECT_EQ(first_break(), "2 2 file_digest");
}

TEST_F(VerifyCase, DoesNotLookAtFilesWhenToldSo) {
  fs::remove(copy_);
  VerifyOptions options;
  options.files = false;
  EXPECT_EQ(verified(options).state, CaseState::holds);
}

// Whatever byte of the records is another one: something is named, and no record before the one it stands in.
TEST_F(VerifyCase, NamesARecordForEveryByteThatIsChanged) {
  const std::string records = testing::read(records_path(case_));
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < records.size(); ++at) {
    std::string changed = records;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    testing::overwrite(records_path(case_), changed);
    const model::CaseVerifyReport report = verified();
    const bool last_line_feed = at + 1 == records.size();
    ASSERT_TRUE(!report.breaks.empty()) << at;
    EXPECT_EQ(report.breaks.front().record, line) << at << " " << report.breaks.front().reason << last_line_feed;
    if (records[at] == '\n') ++line;
  }
}

TEST_F(VerifyCase, NamesCaseJsonWhenAByteOfItIsChanged) {
  std::string head = testing::read(case_ + "/case.json");
  head.replace(head.find("2026"), 4, "2027");
  testing::overwrite(case_ + "/case.json", head);
  EXPECT_EQ(first_break(), "0 0 head");
}

TEST_F(VerifyCase, NamesCaseJsonWhenItIsGone) {
  fs::remove(case_ + "/case.json");
  EXPECT_EQ(first_break(), "0 0 head");
}

TEST_F(VerifyCase, TellsThatTheEndCannotBeCheckedWithoutItsFile) {
  fs::remove(case_ + "/end.json");
  EXPECT_EQ(first_break(), "4 0 end");
}

TEST_F(VerifyCase, NamesRecordsThatAreGoneFromTheEnd) {
  const std::string records = testing::read(records_path(case_));
  testing::overwrite(records_path(case_), records.substr(0, records.rfind('\n', records.size() - 2) + 1));
  EXPECT_EQ(first_break(), "3 0 missing_end");
}

// The third record is counted by end.json, and is no longer whole: that is no addition that was interrupted.
TEST_F(VerifyCase, IsBrokenWhenARecordThatWasCountedIsNotWhole) {
  const std::string records = testing::read(records_path(case_));
  testing::overwrite(records_path(case_), records.substr(0, records.size() - 10));
  EXPECT_EQ(first_break(), "3 0 missing_end");
}

TEST_F(VerifyCase, RemarksWhatNoRecordNames) {
  testing::overwrite(files_path(case_) + "/stray\x1b[31m", "x");
  const model::CaseVerifyReport report = verified();
  EXPECT_EQ(report.state, CaseState::unfinished);
  ASSERT_EQ(report.remarks.size(), 1u);
  EXPECT_EQ(report.remarks[0].find('\x1b'), std::string::npos);
}

TEST_F(VerifyCase, ReachesADigestThatWasNoted) {
  VerifyOptions options;
  options.noted = verified().end;
  EXPECT_EQ(verified(options).state, CaseState::holds);
  options.noted = std::string(64, '0');
  const model::CaseVerifyReport report = verified(options);
  ASSERT_EQ(report.state, CaseState::broken);
  EXPECT_EQ(report.breaks.front().code, CaseBreakCode::not_reached);
}

TEST_F(VerifyCase, FailsWhereThereIsNoCase) {
  EXPECT_EQ(verify_case(temporary_ / "absent").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::response
