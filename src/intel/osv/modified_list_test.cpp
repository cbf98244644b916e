#include "intel/osv/modified_list.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(ModifiedList, EachLineIsATimeAndAnId) {
  const auto list =
      read_modified_list("2026-03-31T03:00:00.123456Z,MAL-2026-2307\n2026-03-30T00:00:00Z,GHSA-a_b.c\r\n", false);
  ASSERT_TRUE(list) << list.error().describe();
  ASSERT_EQ(list->rows.size(), 2u);
  EXPECT_EQ(list->rows[0].id, "MAL-2026-2307");
  EXPECT_EQ(list->rows[0].modified, 1'774'926'000u);
  EXPECT_EQ(list->rows[1].id, "GHSA-a_b.c");
  EXPECT_TRUE(list->sorted);
  EXPECT_TRUE(read_modified_list("", false)->rows.empty());
}

TEST(ModifiedList, TheCutLineOfAPartIsLeftOutAndOfAWholeListIsAnError) {
  EXPECT_EQ(read_modified_list("2026-03-31T03:00:00Z,A\n2026-03-3", true)->rows.size(), 1u);
  EXPECT_EQ(read_modified_list("2026-03-31T03:00:00Z,A\n2026-03-3", false).error().code, ErrorCode::syntax);
  EXPECT_EQ(read_modified_list("2026-03-31T03:00:00Z,A\n2026-03-31T02:00:00Z,B", false)->rows.size(), 2u);
}

TEST(ModifiedList, AListOutOfOrderSaysSo) {
  EXPECT_FALSE(read_modified_list("2026-03-30T00:00:00Z,A\n2026-03-31T00:00:00Z,B\n", false)->sorted);
}

TEST(ModifiedList, AFewLinesWithoutATimeAreNoReasonToRefuseTheOthers) {
  std::string csv;
  for (int i = 0; i < 19; ++i) csv += "2026-03-31T03:00:00Z,A-" + std::to_string(i) + "\n";
  csv.insert(csv.find("2026", 200), "1-01-01T00:00:00Z,PYSEC-2024-55\n");
  const auto list = read_modified_list(csv, false);
  ASSERT_TRUE(list) << list.error().describe();
  EXPECT_EQ(list->rows.size(), 20u);
  EXPECT_TRUE(list->sorted);
  csv += "0001-01-01T00:00:00Z,B\nx,C\n";
  EXPECT_EQ(read_modified_list(csv, false).error().code, ErrorCode::syntax);
}

TEST(ModifiedList, WhatIsNoTimeOrNoIdIsRefusedWithItsLine) {
  for (const char* id : {"", "../x", "a/b", "a b", "\x1b[2J", ".hidden"}) {
    const auto list =
        read_modified_list(std::string("2026-03-31T03:00:00Z,A\n2026-03-31T03:00:00Z,") + id + "\n", false);
    ASSERT_FALSE(list) << id;
    EXPECT_EQ(list.error().code, ErrorCode::invalid_value) << id;
    EXPECT_EQ(list.error().line, 2u);
  }
  for (const char* line : {"nonsense", "2026-13-31T03:00:00Z,A", "1960-01-01T00:00:00Z,A", "<html>,x"})
    EXPECT_EQ(read_modified_list(std::string(line) + "\n", false).error().code, ErrorCode::syntax) << line;
}

}  // namespace
}  // namespace cordon::intel
