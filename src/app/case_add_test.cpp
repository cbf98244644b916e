#include "app/case_add.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "response/case_folder.h"
#include "response/verify_case.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEvent =
    R"({"schema":"cordon.event/1","id":"h/b/watch/1","wall_ns":1774917000000000000,"mono_ns":1,"host":"h","boot":"b",)"
    R"("sensor":"watch","seq":1,"kind":"usage","payload":{"cpu_ns":1,"elapsed_ns":2}})";
constexpr const char* kReport = R"({"schema": "cordon.scan/1", "answer": {"headline": "clean"}, "findings": [],
  "coverage": {"read": [], "unread": [], "knowledge": []}})";

class CaseAdd : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-case-add-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    ASSERT_TRUE(response::CaseFolder::create(case_path(), "", "0.1.0", clock_));
  }
  void TearDown() override { fs::remove_all(root_); }
  std::string case_path() const { return (root_ / "case").string(); }
  std::string write(const std::string& name, const std::string& content) const {
    const std::string path = (root_ / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  model::CaseAddReport add(std::vector<std::string> paths, std::string note = {}) const {
    const Result<model::CaseAddReport> report = case_add({case_path(), std::move(paths), std::move(note)}, clock_);
    EXPECT_TRUE(report) << (report ? "" : report.error().describe());
    return report.value_or(model::CaseAddReport());
  }
  // Kinds of the records, in order.
  std::string kinds() const {
    std::string out;
    response::VerifyOptions options;
    options.visit = [&](const response::Record& record) { out += std::string(to_string(record.kind())) + " "; };
    const Result<model::CaseVerifyReport> verified = response::verify_case(case_path(), options);
    EXPECT_TRUE(verified && verified->state == model::CaseState::holds);
    return out;
  }
  FixedClock clock_{1'774'917'000};
  fs::path root_;
};

TEST_F(CaseAdd, TakesFilesInByWhatTheyHold) {
  const model::CaseAddReport report =
      add({write("a.txt", kReport), write("b.txt", std::string(kEvent) + "\n"), write("c.json", "plain")}, "by Kim");
  ASSERT_EQ(report.added.size(), 3u);
  EXPECT_EQ(report.added[0].kind, model::CaseFileKind::report);
  EXPECT_EQ(report.added[1].kind, model::CaseFileKind::events);
  EXPECT_EQ(report.added[1].events, 1u);
  EXPECT_EQ(report.added[2].kind, model::CaseFileKind::other);
  EXPECT_EQ(kinds(), "file note coverage file event file note ");
  EXPECT_EQ(report.records, 7u);
  EXPECT_FALSE(is_incomplete(report));
}

TEST_F(CaseAdd, TakesInTheOthersWhenOneCannotBe) {
  const model::CaseAddReport report = add({(root_ / "absent").string(), write("c", "plain"), root_.string()});
  EXPECT_EQ(report.added.size(), 1u);
  ASSERT_EQ(report.refused.size(), 2u);
  EXPECT_EQ(report.refused[0].code, "not_found");
  EXPECT_EQ(report.refused[1].code, "not_a_regular_file");
  EXPECT_TRUE(is_incomplete(report));
  EXPECT_EQ(kinds(), "file ");
}

TEST_F(CaseAdd, KeepsTheEventsBeforeACutAndSaysThatTheRestIsMissing) {
  const model::CaseAddReport report =
      add({write("events", std::string(kEvent) + "\n" + std::string(kEvent).substr(0, 80))});
  ASSERT_EQ(report.added.size(), 1u);
  EXPECT_EQ(report.added[0].events, 1u);
  ASSERT_EQ(report.added[0].unread.size(), 1u);
  EXPECT_EQ(report.added[0].unread[0].code, "truncated");
  EXPECT_EQ(report.added[0].unread[0].line, 2u);
  EXPECT_TRUE(is_incomplete(report));
  EXPECT_EQ(kinds(), "file event coverage ");
}

TEST_F(CaseAdd, ReadsTheSameContentOnce) {
  add({write("events", std::string(kEvent) + "\n")});
  const model::CaseAddReport report = add({write("copy", std::string(kEvent) + "\n")});
  ASSERT_EQ(report.added.size(), 1u);
  EXPECT_TRUE(report.added[0].again);
  EXPECT_EQ(kinds(), "file event file note ");
}

// Fifty events, of which a power cut left ten and the end of the eleventh's line unwritten.
TEST_F(CaseAdd, ReadsAFileToItsEndOfWhichAnInterruptedAdditionLeftAPart) {
  std::string events;
  for (int line = 0; line < 50; ++line) {
    std::string event = kEvent;
    event.replace(event.find("watch/1"), 7, "watch/" + std::to_string(line));
    events += event + "\n";
  }
  const std::string path = write("events", events), records = response::records_path(case_path());
  for (const bool other_in_between : {false, true}) {
    fs::remove_all(case_path());
    ASSERT_TRUE(response::CaseFolder::create(case_path(), "", "0.1.0", clock_));
    fs::copy_file(case_path() + "/end.json", root_ / "end", fs::copy_options::overwrite_existing);
    add({path});
    std::ifstream all(records);
    std::string left, line;
    for (int i = 0; i < 11 && std::getline(all, line); ++i) left += line + "\n";
    std::ofstream(records) << left << "{\"seq\":12";
    fs::copy_file(root_ / "end", case_path() + "/end.json", fs::copy_options::overwrite_existing);
    if (other_in_between) add({}, "by Kim");  // from then on, end.json counts what was left
    const model::CaseAddReport report = add({path});
    ASSERT_EQ(report.added.size(), 1u);
    EXPECT_FALSE(report.added[0].again);
    const std::string all_kinds = kinds();
    std::size_t count = 0;
    for (std::size_t at = all_kinds.find("event "); at != std::string::npos; at = all_kinds.find("event ", at + 1))
      ++count;
    EXPECT_EQ(count, 50u) << all_kinds;
    EXPECT_TRUE(add({path}).added.at(0).again);  // it is whole now
  }
}

TEST_F(CaseAdd, PutsBackACopyThatWasDamaged) {
  const std::string path = write("c", "plain");
  const std::string digest = add({path}).added.at(0).sha256;
  const std::string copy = response::copy_path(case_path(), digest);
  fs::permissions(copy, fs::perms::owner_all);
  std::ofstream(copy) << "other";
  add({path});
  EXPECT_EQ(kinds(), "file file note ");
}

TEST_F(CaseAdd, FailsWhereThereIsNoCase) {
  const Result<model::CaseAddReport> report = case_add({root_.string(), {}, "note"}, clock_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::app
