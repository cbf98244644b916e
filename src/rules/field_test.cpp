#include "rules/field.h"

#include <gtest/gtest.h>

#include "rules/testing.h"

namespace cordon::rules {
namespace {

TEST(FieldTable, FindsFieldsByTheirWholeName) {
  EXPECT_EQ(testing::kTable.find("connect.port"), std::optional<std::size_t>(2));
  EXPECT_FALSE(testing::kTable.find("connect.por"));
  EXPECT_EQ(testing::kTable.names().size(), testing::kTable.size());
}

TEST(Record, HasOnlyWhatWasSet) {
  Record record(testing::kTable.size());
  for (std::size_t i = 0; i < testing::kTable.size(); ++i) EXPECT_FALSE(record.exists(i));
  record.add(0, "sh");
  record.add(0, "dash");
  record.set_number(2, 0);
  record.set_flag(4, false);
  EXPECT_EQ(record.texts(0).size(), 2u);
  EXPECT_TRUE(record.exists(2) && record.exists(4));
  EXPECT_EQ(record.number(2), 0);
  EXPECT_EQ(record.flag(4), false);
}

}  // namespace
}  // namespace cordon::rules
