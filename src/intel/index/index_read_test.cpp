#include "intel/index/index_read.h"

#include <gtest/gtest.h>

#include "intel/index/index_testing.h"

namespace cordon::intel {
namespace {

using namespace index_testing;

TEST(IndexRead, FindsPackagesByEcosystemAndName) {
  const std::string bytes = index_of(
      {rich(), advisory("MAL-2026-1", {every_version("evil")}), advisory("MAL-2025-9", {listed("evil", {"1.0.0"})})});
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(ids_of(index, "npm", "evil"), (Words{"MAL-2025-9", "MAL-2026-1"}));
  EXPECT_EQ(ids_of(index, "npm", "a"), (Words{"GHSA-2222-2222-2222", "GHSA-2222-2222-2222"}));
  EXPECT_EQ(ids_of(index, "pypi", "a"), Words{"GHSA-2222-2222-2222"});
  EXPECT_EQ(ids_of(index, "pypi", "evil"), Words{});
  EXPECT_EQ(ids_of(index, "go", "evil"), Words{});
  EXPECT_EQ(ids_of(index, "npm", ""), Words{});
}

TEST(IndexRead, FindsEveryOneOfManyNames) {
  std::vector<Advisory> all;
  for (int i = 0; i < 3000; ++i)
    all.push_back(advisory("MAL-2026-" + std::to_string(i + 1), {every_version("package-" + std::to_string(i))}));
  const std::string bytes = index_of(all);
  const AdvisoryIndex index = opened(bytes);
  for (int i = 0; i < 3000; ++i)
    EXPECT_EQ(ids_of(index, "npm", "package-" + std::to_string(i)), Words{"MAL-2026-" + std::to_string(i + 1)});
  EXPECT_EQ(ids_of(index, "npm", "package-3000"), Words{});
}

TEST(IndexRead, KnowsHowLikelyACveIsUsedWhereARecordNamesIt) {
  IndexBuilder builder;
  add(builder, {rich()});
  builder.set_threats(
      {{*key_of("CVE-2026-2"), 1, 2, 0, index_layout::kHasProbability},
       {*key_of("CVE-2026-1"), 94'254, 99'900, 20'543, index_layout::kHasProbability | index_layout::kRansomware}});
  const std::string bytes = built(std::move(builder));
  const AdvisoryIndex index = opened(bytes);
  const auto known = index.threat("CVE-2026-1");
  ASSERT_TRUE(known && known->probability);
  EXPECT_DOUBLE_EQ(*known->probability, 0.94254);
  EXPECT_EQ(known->exploited_day, 20'543u);
  EXPECT_TRUE(known->ransomware);
  EXPECT_FALSE(index.threat("CVE-2026-2")->probability);  // of no package here
  EXPECT_FALSE(index.threat("nothing")->probability);
}

TEST(IndexRead, ATruncatedIndexIsRefused) {
  const std::string bytes = index_of({rich()});
  for (std::size_t length = 0; length < bytes.size(); length += length < 100 ? 1 : 97)
    EXPECT_FALSE(AdvisoryIndex::open(std::string_view(bytes).substr(0, length))) << length;
  EXPECT_FALSE(AdvisoryIndex::open(bytes + "x"));
}

TEST(IndexRead, EveryFlippedBitOfContentIsFound) {
  const std::string bytes = index_of({rich(), advisory("MAL-2026-1", {every_version("evil")})});
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (at == sizeof(index_layout::Header)) at = index_layout::kBodyOffset;  // padding holds nothing
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
    const auto index = AdvisoryIndex::open(flipped);
    EXPECT_TRUE(!index || !index->verify()) << at;
  }
}

}  // namespace
}  // namespace cordon::intel
