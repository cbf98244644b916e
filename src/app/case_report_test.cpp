#include "app/case_report.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "response/case_folder.h"
#include "response/report_markdown.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

class CaseReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-case-report-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    case_ = (root_ / "case").string();
    const FixedClock clock(1'774'917'000);
    ASSERT_TRUE(response::CaseFolder::create(case_, "night", "0.1.0", clock));
    Result<response::CaseFolder> folder = response::CaseFolder::open(case_, clock);
    ASSERT_TRUE(folder);
    ASSERT_TRUE(folder->append(model::CaseNote{"note", "brought by Kim"}, std::nullopt));
    ASSERT_TRUE(folder->finish());
  }
  void TearDown() override { fs::remove_all(root_); }
  fs::path root_;
  std::string case_;
};

TEST_F(CaseReportTest, TellsWhatTheRecordsHold) {
  const Result<CaseReport> report = case_report(case_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verified.state, model::CaseState::holds);
  EXPECT_EQ(report->document.title, "night");
  EXPECT_NE(response::report_markdown(report->document).find("brought by Kim"), std::string::npos);
}

TEST_F(CaseReportTest, SaysFirstThatTheCaseIsBroken) {
  std::ofstream(response::records_path(case_), std::ios::app) << "nonsense\n";
  const Result<CaseReport> report = case_report(case_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verified.state, model::CaseState::broken);
  const auto* first = std::get_if<response::Paragraph>(&report->document.lead.front());
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->tone, response::Tone::bad);
}

TEST_F(CaseReportTest, TellsWhatIsLeftWithoutAHead) {
  fs::remove(case_ + "/case.json");
  const Result<CaseReport> report = case_report(case_);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verified.breaks.front().code, model::CaseBreakCode::head);
}

TEST_F(CaseReportTest, FailsWhereThereIsNoCase) {
  EXPECT_EQ(case_report(root_.string()).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::app
