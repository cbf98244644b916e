#include "response/chain.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

using model::CaseBreakCode;

const std::string kHead = sha256_hex("case.json");

// Lines as CaseFolder writes them.
std::vector<std::string> chain_of(std::size_t count) {
  std::vector<std::string> lines;
  std::string previous = kHead;
  for (std::size_t i = 1; i <= count; ++i) {
    const Record record{i, "2026-03-31T01:00:00Z", previous, std::nullopt,
                        model::CaseNote{"note", "number " + std::to_string(i)}};
    lines.push_back(write_record(record));
    previous = sha256_hex(lines.back());
  }
  return lines;
}

model::CaseEnd end_of(const std::vector<std::string>& lines) {
  return {"cordon.case-end/1", lines.size(), lines.empty() ? kHead : sha256_hex(lines.back())};
}

struct First {
  std::uint64_t record = 0, line = 0;
  CaseBreakCode code = CaseBreakCode::head;
  bool operator==(const First&) const = default;
};

ChainCheck checked(const std::vector<std::string>& lines, std::optional<model::CaseEnd> end, std::string noted = {},
                   const std::string& head = kHead) {
  ChainCheck check(head, std::move(end), std::move(noted));
  for (const std::string& line : lines) check.add(line);
  check.finish();
  return check;
}

std::optional<First> first_break(const ChainCheck& check) {
  if (check.holds()) return std::nullopt;
  const model::CaseBreak& first = check.breaks().front();
  return First{first.record, first.line, first.code};
}

std::string changed(std::string line) {
  line.replace(line.find("number"), 6, "nvmber");
  return line;
}

TEST(Chain, HoldsWhenNothingWasChanged) {
  const std::vector<std::string> lines = chain_of(4);
  const ChainCheck check = checked(lines, end_of(lines));
  EXPECT_TRUE(check.holds());
  EXPECT_EQ(check.lines(), 4u);
  EXPECT_EQ(check.last_digest(), sha256_hex(lines.back()));
}

TEST(Chain, HoldsWithoutRecords) { EXPECT_TRUE(checked({}, end_of({})).holds()); }

TEST(Chain, NamesCaseJsonWhenItIsAnotherAndNoRecordIsThere) {
  const ChainCheck check = checked({}, end_of({}), {}, sha256_hex("another"));
  EXPECT_EQ(first_break(check), (First{0, 0, CaseBreakCode::head}));
  EXPECT_EQ(check.breaks().size(), 1u);
}

// Case and records were written anew, and end.json was forgotten.
TEST(Chain, NamesCaseJsonWhenAnUnfinishedFirstRecordIsChainedToAnother) {
  const std::vector<std::string> lines = chain_of(1);
  const ChainCheck check = checked(lines, model::CaseEnd{"cordon.case-end/1", 0, sha256_hex("another")});
  EXPECT_EQ(first_break(check), (First{0, 0, CaseBreakCode::head}));
}

TEST(Chain, NamesTheRecordThatWasChangedWhereverItStands) {
  for (std::size_t at = 0; at < 5; ++at) {
    std::vector<std::string> lines = chain_of(5);
    const model::CaseEnd end = end_of(lines);
    lines[at] = changed(lines[at]);
    EXPECT_EQ(first_break(checked(lines, end)), (First{at + 1, at + 1, CaseBreakCode::previous})) << at;
    EXPECT_EQ(checked(lines, end).breaks().size(), 1u) << at;
  }
}

TEST(Chain, NamesTheRecordWhoseLinkWasChanged) {
  for (std::size_t at = 0; at < 5; ++at) {
    std::vector<std::string> lines = chain_of(5);
    const model::CaseEnd end = end_of(lines);
    const std::size_t digit = lines[at].find("\"previous\":\"") + 12;
    lines[at][digit] = lines[at][digit] == 'a' ? 'b' : 'a';
    EXPECT_EQ(first_break(checked(lines, end)), (First{at + 1, at + 1, CaseBreakCode::previous})) << at;
  }
}

TEST(Chain, NamesCaseJsonWhenItIsAnother) {
  const std::vector<std::string> lines = chain_of(3);
  const ChainCheck check = checked(lines, end_of(lines), {}, sha256_hex("another"));
  EXPECT_EQ(first_break(check), (First{0, 0, CaseBreakCode::head}));
}

TEST(Chain, NamesRecordsThatAreGoneFromTheMiddle) {
  std::vector<std::string> lines = chain_of(6);
  const model::CaseEnd end = end_of(lines);
  lines.erase(lines.begin() + 2, lines.begin() + 4);
  EXPECT_EQ(first_break(checked(lines, end)), (First{3, 0, CaseBreakCode::missing}));
}

TEST(Chain, NamesRecordsThatAreGoneFromTheEnd) {
  std::vector<std::string> lines = chain_of(6);
  const model::CaseEnd end = end_of(lines);
  lines.resize(4);
  EXPECT_EQ(first_break(checked(lines, end)), (First{5, 0, CaseBreakCode::missing_end}));
}

TEST(Chain, NamesALineThatIsNoJson) {
  std::vector<std::string> lines = chain_of(4);
  const model::CaseEnd end = end_of(lines);
  lines[1] = "# " + lines[1];
  const ChainCheck check = checked(lines, end);
  EXPECT_EQ(first_break(check), (First{2, 2, CaseBreakCode::syntax}));
  EXPECT_EQ(check.breaks().size(), 1u);
}

TEST(Chain, NamesALineThatIsNoRecord) {
  std::vector<std::string> lines = chain_of(4);
  const model::CaseEnd end = end_of(lines);
  lines[3] = R"({"seq": 4})";
  EXPECT_EQ(first_break(checked(lines, end)), (First{4, 4, CaseBreakCode::form}));
}

TEST(Chain, NamesARecordThatStandsTwice) {
  std::vector<std::string> lines = chain_of(4);
  const model::CaseEnd end = end_of(lines);
  lines.insert(lines.begin() + 2, lines[1]);
  EXPECT_EQ(first_break(checked(lines, end)), (First{3, 3, CaseBreakCode::sequence}));
}

TEST(Chain, NamesRecordsThatChangedPlaces) {
  std::vector<std::string> lines = chain_of(5);
  const model::CaseEnd end = end_of(lines);
  std::swap(lines[1], lines[2]);
  EXPECT_EQ(first_break(checked(lines, end)), (First{2, 0, CaseBreakCode::missing}));
}

TEST(Chain, CountsRecordsOfAnAdditionThatWasNotFinished) {
  const std::vector<std::string> lines = chain_of(5);
  const ChainCheck check = checked(lines, end_of(chain_of(3)));
  EXPECT_TRUE(check.holds());
  EXPECT_EQ(check.unfinished(), 2u);
}

TEST(Chain, ReachesADigestThatWasNotedEarlier) {
  const std::vector<std::string> lines = chain_of(5);
  EXPECT_TRUE(checked(lines, end_of(lines), sha256_hex(lines[2])).holds());
  EXPECT_TRUE(checked(lines, end_of(lines), kHead).holds());
}

// Whoever writes everything anew makes a chain that holds by itself.
TEST(Chain, DoesNotReachANotedDigestWhenEverythingWasWrittenAnew) {
  const std::string noted = sha256_hex(chain_of(5)[4]);
  std::vector<std::string> lines;
  std::string previous = kHead;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    lines.push_back(write_record({i, "2026-03-31T01:00:00Z", previous, std::nullopt, model::CaseNote{"note", "new"}}));
    previous = sha256_hex(lines.back());
  }
  EXPECT_TRUE(checked(lines, end_of(lines)).holds());
  const ChainCheck check = checked(lines, end_of(lines), noted);
  ASSERT_FALSE(check.holds());
  EXPECT_EQ(check.breaks().back().code, CaseBreakCode::not_reached);
}

TEST(Chain, ListsBreaksInTheOrderOfTheRecordsAndCountsWhatItDoesNotList) {
  ChainCheck check(kHead, std::nullopt);
  for (std::uint64_t record = 150; record > 0; --record)
    check.note_break(record, record, CaseBreakCode::file_missing, "gone");
  check.finish();
  ASSERT_EQ(check.breaks().size(), kShownBreaks);
  EXPECT_EQ(check.breaks().front().record, 1u);
  EXPECT_EQ(check.breaks().back().record, 100u);
  EXPECT_EQ(check.more_breaks(), 50u);
}

}  // namespace
}  // namespace cordon::response
