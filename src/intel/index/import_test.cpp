#include "intel/index/import.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

std::string record(std::size_t number) {
  return R"({"id": "MAL-2026-)" + std::to_string(number) + R"(", "modified": "2026-03-31T01:02:03Z", "affected": [)" +
         R"({"package": {"ecosystem": "npm", "name": "p)" + std::to_string(number) + R"("}, "versions": ["1.0.0"]}]})";
}

RecordTexts many(std::size_t count) {
  RecordTexts texts;
  for (std::size_t i = 0; i < count; ++i) texts.names.push_back(std::to_string(1'000'000 - i) + ".json");
  texts.read = [](std::size_t i) -> Result<std::string> {
    if (i == 7) return fail(ErrorCode::io, "cannot be read");
    return i % 1000 == 8 ? "{" : record(i + 1);
  };
  return texts;
}

std::string imported(unsigned threads, ImportReport& report) {
  IndexBuilder builder;
  std::atomic<std::uint64_t> done{0};
  auto result = import_records(many(3000), threads, builder, done);
  EXPECT_TRUE(result);
  EXPECT_EQ(done, 3000u);
  report = std::move(*result);
  return *builder.finish("{}");
}

TEST(Import, WhatIsNoAdvisoryIsRefusedAndTheOthersStay) {
  ImportReport report;
  const std::string bytes = imported(1, report);
  EXPECT_EQ(report.records, 2996u);
  EXPECT_EQ(report.refused_count, 4u);
  ASSERT_EQ(report.refused.size(), 4u);
  EXPECT_EQ(report.refused.back().name, "999993.json");
  EXPECT_EQ(report.refused.back().error.code, ErrorCode::io);
  EXPECT_EQ(report.newest, 1'774'918'923u);
  const auto index = AdvisoryIndex::open(bytes);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->record_count(), 2996u);
}

TEST(Import, ASourceIsAsNewAsWhatWasPublishedWhereNothingSaysWhenItChanged) {
  RecordTexts texts;
  texts.names = {"GO-2026-0001.json"};
  texts.read = [](std::size_t) -> Result<std::string> {
    return std::string(
        R"({"id": "GO-2026-0001", "modified": "0001-01-01T00:00:00Z", "published": "2026-03-31T01:02:03Z",
        "affected": [{"package": {"ecosystem": "Go", "name": "example.test/a"}, "versions": ["1.0.0"]}]})");
  };
  IndexBuilder builder;
  std::atomic<std::uint64_t> done{0};
  const auto report = import_records(texts, 1, builder, done);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->newest, 1'774'918'923u);
}

TEST(Import, TheNumberOfThreadsDoesNotChangeTheBytes) {
  ImportReport one, many_threads;
  EXPECT_EQ(imported(1, one), imported(4, many_threads));
}

}  // namespace
}  // namespace cordon::intel
