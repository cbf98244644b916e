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

TEST(IndexWrite, RecordsThatASourceDoesNotHaveAnyMoreAreRemovedUnlessTheySpeakOfOtherEcosystems) {
  IndexBuilder builder;
  add(builder, {advisory("MAL-2026-1", {every_version("a")}), advisory("MAL-2026-2", {every_version("b")}),
                advisory("OTHER_1", {every_version("c")}), advisory("OTHER_2", {every_version("d")}), rich(),
                advisory("MAL-2026-3", {{"pypi", "e", {}, {"1.0"}, false}})});
  EXPECT_EQ(*builder.record_count("npm"), 5u);
  EXPECT_EQ(*builder.record_count("pypi"), 2u);
  EXPECT_EQ(*builder.record_count("go"), 0u);
  EXPECT_EQ(*builder.retain("npm", {"MAL-2026-2", "OTHER_2"}), 2u);
  EXPECT_EQ(*builder.retain("go", {}), 0u);
  const std::string bytes = built(std::move(builder));
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(index.record_count(), 4u);
  for (const char* id : {"MAL-2026-2", "OTHER_2", "GHSA-2222-2222-2222", "MAL-2026-3"})
    EXPECT_TRUE(index.find_record(id)->has_value()) << id;
  EXPECT_TRUE(index.verify());
}

TEST(IndexWrite, TellsWhenARecordWasModified) {
  IndexBuilder builder;
  add(builder, {advisory("MAL-2026-1", {every_version("a")}, 70), advisory("OTHER_1", {every_version("c")}, 80)});
  EXPECT_EQ(builder.modified("MAL-2026-1"), 70u);
  EXPECT_EQ(builder.modified("OTHER_1"), 80u);
  EXPECT_EQ(builder.modified("MAL-2026-9"), 0u);
  EXPECT_EQ(builder.modified("OTHER_9"), 0u);
}

TEST(IndexWrite, TextsOfRecordsThatAreGoneDoNotPileUp) {
  const auto texted = [](int number, std::uint32_t modified) {
    Advisory out =
        advisory("MAL-2026-" + std::to_string(number), {every_version("p" + std::to_string(number))}, modified);
    for (int i = 0; i < 40; ++i) out.details += std::to_string(number * 7919 + i * static_cast<int>(modified)) + " ";
    return out;
  };
  std::vector<Advisory> all;
  for (int i = 0; i < 200; ++i) all.push_back(texted(i, 10));
  std::string bytes = index_of(all);
  const std::size_t fresh = bytes.size();
  for (std::uint32_t round = 11; round < 31; ++round) {
    auto builder = IndexBuilder::from(opened(bytes));
    ASSERT_TRUE(builder);
    std::vector<Advisory> changed;
    for (int i = 0; i < 50; ++i) changed.push_back(texted(i, round));
    for (int i = 0; i < 50; ++i) all[static_cast<std::size_t>(i)] = changed[static_cast<std::size_t>(i)];
    add(*builder, std::move(changed));
    bytes = built(std::move(*builder));
  }
  EXPECT_LT(bytes.size(), fresh * 3 / 2);
  const AdvisoryIndex index = opened(bytes);
  EXPECT_TRUE(index.verify());
  for (const Advisory& expected : all) EXPECT_EQ(whole(index, expected.id), expected) << expected.id;
}

TEST(IndexWrite, OtherSourcesChangeNothingElse) {
  const std::string bytes = index_of({rich(), advisory("MAL-2026-1", {every_version("evil")})});
  const auto again = with_sources(opened(bytes), "[]");
  ASSERT_TRUE(again);
  const AdvisoryIndex index = opened(*again);
  EXPECT_TRUE(index.verify());
  EXPECT_EQ(*index.sources(), "[]");
  EXPECT_EQ(whole(index, "GHSA-2222-2222-2222"), rich());
  const std::string original(*opened(bytes).sources());
  EXPECT_EQ(*with_sources(index, original), bytes);
}

}  // namespace
}  // namespace cordon::intel
