#include "response/read_evidence.h"

#include <gtest/gtest.h>

#include "response/testing.h"

namespace cordon::response {
namespace {

using testing::event;
using testing::event_line;
using testing::finding;

struct Got {
  EvidenceRead read;
  std::vector<RecordPayload> payloads;
  std::vector<std::optional<std::uint64_t>> lines;
};

Got got_of(std::string_view content, model::CaseFileKind kind) {
  const testing::TemporaryFolder folder;
  model::CaseFile file;
  file.path = "given";
  file.kind = kind;
  Got got;
  const Result<EvidenceRead> read =
      read_evidence(folder.write("copy", content), file,
                    [&](RecordPayload payload, std::optional<std::uint64_t> line) -> Result<void> {
                      got.payloads.push_back(std::move(payload));
                      got.lines.push_back(line);
                      return {};
                    });
  EXPECT_TRUE(read);
  if (read) got.read = *read;
  return got;
}

std::vector<std::string> codes_of(const EvidenceRead& read) {
  std::vector<std::string> codes;
  for (const model::FileUnread& each : read.unread) codes.push_back(std::to_string(each.line) + " " + each.code);
  return codes;
}

TEST(ReadEvidence, GivesEveryEventWithItsLine) {
  const model::Event first = event(1, model::ExecPayload{"/bin/sh", {"sh"}, std::nullopt});
  const model::Event second = event(2, model::UsagePayload{5, 6});
  const Got got = got_of(event_line(first) + "\n" + event_line(second), model::CaseFileKind::events);
  EXPECT_EQ(got.payloads, (std::vector<RecordPayload>{first, second}));
  EXPECT_EQ(got.lines, (std::vector<std::optional<std::uint64_t>>{1u, 3u}));
  EXPECT_EQ(got.read.events, 2u);
  EXPECT_TRUE(got.read.unread.empty());
}

// A file that is cut at any byte gives every event before that, and tells what is left.
TEST(ReadEvidence, KeepsWhatStandsBeforeACutWhereverItIs) {
  const model::Event first = event(1, model::UsagePayload{1, 2}), second = event(2, model::UsagePayload{3, 4});
  const std::string line = event_line(first), whole = line + event_line(second);
  for (std::size_t cut = line.size(); cut < whole.size() - 1; ++cut) {
    const Got got = got_of(whole.substr(0, cut), model::CaseFileKind::events);
    const bool nothing_left = cut == line.size();
    const bool only_line_feed_lost = cut == whole.size() - 1;
    EXPECT_EQ(got.read.events, only_line_feed_lost ? 2u : 1u) << cut;
    EXPECT_EQ(codes_of(got.read), nothing_left ? std::vector<std::string>() : std::vector<std::string>{"2 truncated"})
        << cut;
  }
  EXPECT_EQ(got_of(whole.substr(0, whole.size() - 1), model::CaseFileKind::events).read.events, 2u);
}

TEST(ReadEvidence, TellsEachLineThatIsNoEventAndReadsTheOthers) {
  std::string other = event_line(event(3, model::UsagePayload{1, 2}));
  other.replace(other.find("cordon.event/1"), 14, "nodroc.event/1");
  const Got got = got_of("nonsense\n" + event_line(event(1, model::UsagePayload{1, 2})) + "{\"schema\": 1}\n" + other,
                         model::CaseFileKind::events);
  EXPECT_EQ(got.read.events, 1u);
  EXPECT_EQ(codes_of(got.read), (std::vector<std::string>{"1 syntax", "3 wrong_type", "4 unsupported_version"}));
  // What was not understood is a record, too.
  ASSERT_EQ(got.payloads.size(), 2u);
  const auto* coverage = std::get_if<model::Coverage>(&got.payloads.back());
  ASSERT_NE(coverage, nullptr);
  EXPECT_EQ(coverage->unread, got.read.unread);
  EXPECT_TRUE(coverage->unread.front().incomplete);
}

TEST(ReadEvidence, CountsWhatItDoesNotList) {
  std::string content;
  for (int i = 0; i < 150; ++i) content += "nonsense\n";
  const Got got = got_of(content, model::CaseFileKind::events);
  ASSERT_EQ(got.read.unread.size(), 101u);
  EXPECT_EQ(got.read.unread.back().code, "too_many");
}

TEST(ReadEvidence, GivesTheAnswerTheFindingsAndTheCoverageOfAReport) {
  const model::Finding one = finding("watch.downloader", model::Severity::high, "host-1/boot-1/watch/1");
  const Got got = got_of(testing::report_text({one}, "the answer"), model::CaseFileKind::report);
  EXPECT_EQ(got.payloads,
            (std::vector<RecordPayload>{model::CaseNote{"answer", "the answer"}, one, model::Coverage()}));
  EXPECT_EQ(got.read.findings, 1u);
  EXPECT_TRUE(got.read.unread.empty());
}

TEST(ReadEvidence, TellsAFindingThatIsNoneAndKeepsTheOthers) {
  const model::Finding one = finding("watch.downloader", model::Severity::high, "host-1/boot-1/watch/1");
  std::string text = testing::report_text({one, one}, "x");
  text.replace(text.rfind("\"severity\": \"high\""), 18, "\"severity\": \"vast\"");
  const Got got = got_of(text, model::CaseFileKind::report);
  EXPECT_EQ(got.read.findings, 1u);
  ASSERT_EQ(got.read.unread.size(), 1u);
  EXPECT_EQ(got.read.unread[0].code, "wrong_type");
}

TEST(ReadEvidence, TakesNoFindingWithoutEvidence) {
  model::Finding one = finding("watch.downloader", model::Severity::high, "host-1/boot-1/watch/1");
  one.evidence.clear();
  const Got got = got_of(testing::report_text({one}, "x"), model::CaseFileKind::report);
  EXPECT_EQ(got.read.findings, 0u);
  ASSERT_EQ(got.read.unread.size(), 1u);
  EXPECT_EQ(got.read.unread[0].code, "missing_field");
}

TEST(ReadEvidence, TellsAReportThatWasCut) {
  const std::string text = testing::report_text({}, "x");
  const Got got = got_of(text.substr(0, text.size() / 2), model::CaseFileKind::report);
  ASSERT_EQ(got.read.unread.size(), 1u);
  EXPECT_EQ(got.read.unread[0].code, "truncated");
}

TEST(ReadEvidence, TellsAReportThatDoesNotSayWhatItLookedAt) {
  EXPECT_EQ(codes_of(got_of("{\"findings\": []}", model::CaseFileKind::report).read),
            (std::vector<std::string>{"0 missing_field"}));
  EXPECT_EQ(codes_of(got_of("{\"schema\": \"cordon.scan/1\"}", model::CaseFileKind::report).read),
            (std::vector<std::string>{"0 missing_field", "0 missing_field"}));
}

TEST(ReadEvidence, SaysWhatOfAReportNoStoryIsToldFrom) {
  const Got got = got_of(R"({"schema":"cordon.traffic/1","findings":[],"conversations":[{},{}],"archives":[],
    "coverage":{"read":[],"unread":[],"knowledge":[]}})",
                         model::CaseFileKind::report);
  ASSERT_EQ(got.read.unread.size(), 1u);
  EXPECT_EQ(got.read.unread[0].code, "only_kept");
  EXPECT_FALSE(got.read.unread[0].incomplete);
  EXPECT_TRUE(got.read.unread[0].reason.starts_with("2 conversations"));
}

TEST(ReadEvidence, DoesNotLookIntoAnythingElse) {
  for (const model::CaseFileKind kind : {model::CaseFileKind::capture, model::CaseFileKind::other})
    EXPECT_TRUE(got_of(testing::report_text({}, "x"), kind).payloads.empty());
}

TEST(ReadEvidence, StopsWhenARecordCannotBeKept) {
  const testing::TemporaryFolder folder;
  model::CaseFile file;
  file.kind = model::CaseFileKind::events;
  const Result<EvidenceRead> read =
      read_evidence(folder.write("copy", event_line(event(1, model::UsagePayload{1, 2}))), file,
                    [](RecordPayload, std::optional<std::uint64_t>) -> Result<void> {
                      return fail(ErrorCode::io, "the disk is full");
                    });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::io);
}

}  // namespace
}  // namespace cordon::response
