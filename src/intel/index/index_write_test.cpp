#include "intel/index/index_write.h"

#include <gtest/gtest.h>

#include "intel/index/index_testing.h"

namespace cordon::intel {
namespace {

using namespace index_testing;

TEST(IndexWrite, GivesBackWhatItWasBuiltFrom) {
  const std::vector<Advisory> all = {rich(), advisory("MAL-2026-1", {every_version("evil")}),
                                     advisory("OTHER_1", {listed("evil", {"1.0.0"})}), advisory("CVE-2026-7", {})};
  const std::string bytes = index_of(all);
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(index.record_count(), 4u);
  EXPECT_EQ(index.name_count(), 3u);
  for (const Advisory& expected : all) EXPECT_EQ(whole(index, expected.id), expected) << expected.id;
  EXPECT_TRUE(index.verify());
}

TEST(IndexWrite, AnEmptyOneHoldsNothing) {
  const std::string bytes = index_of({});
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(ids_of(index, "npm", "a"), Words{});
  EXPECT_EQ(*index.find_record("MAL-2026-1"), std::nullopt);
  EXPECT_EQ(*index.find_record("no id"), std::nullopt);
  EXPECT_TRUE(index.verify());
}

TEST(IndexWrite, ALaterRecordReplacesAnEarlierOneWithItsId) {
  const std::string bytes =
      index_of({advisory("MAL-2026-1", {every_version("a")}, 10), advisory("MAL-2026-1", {every_version("b")}, 20),
                advisory("MAL-2026-1", {every_version("c")}, 15)});
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(index.record_count(), 1u);
  EXPECT_EQ(ids_of(index, "npm", "a"), Words{});
  EXPECT_EQ(ids_of(index, "npm", "b"), Words{"MAL-2026-1"});
}

TEST(IndexWrite, AChangedIndexGivesWhatANewOneWould) {
  std::vector<Advisory> old = {rich(), advisory("MAL-2026-1", {every_version("evil")}),
                               advisory("OTHER_1", {listed("evil", {"1.0.0"})}),
                               advisory("MAL-2026-3", {every_version("x")})};
  const std::string old_bytes = index_of(old);
  auto builder = IndexBuilder::from(opened(old_bytes));
  ASSERT_TRUE(builder) << builder.error().describe();
  Advisory changed = advisory("MAL-2026-1", {listed("evil", {"2.0.0"}), every_version("evil-2")}, 5000);
  changed.summary = "now two";
  add(*builder, {changed, advisory("MAL-2026-2", {every_version("new")}), advisory("OTHER_2", {listed("a", {"3"})})});
  EXPECT_TRUE(builder->remove("MAL-2026-3"));
  EXPECT_FALSE(builder->remove("MAL-2026-3"));
  EXPECT_FALSE(builder->remove("never"));
  const std::string bytes = built(std::move(*builder));
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(index.record_count(), 5u);
  EXPECT_EQ(whole(index, "MAL-2026-1"), changed);
  EXPECT_EQ(whole(index, "GHSA-2222-2222-2222"), rich());
  EXPECT_EQ(ids_of(index, "npm", "evil"), (Words{"OTHER_1", "MAL-2026-1"}));
  EXPECT_EQ(ids_of(index, "npm", "x"), Words{});
  EXPECT_EQ(ids_of(index, "npm", "new"), Words{"MAL-2026-2"});
  EXPECT_EQ(ids_of(index, "npm", "a").size(), 3u);
  EXPECT_TRUE(index.verify());
}

TEST(IndexWrite, TheSameRecordsGiveTheSameBytes) { EXPECT_EQ(index_of({rich()}), index_of({rich()})); }

}  // namespace
}  // namespace cordon::intel
