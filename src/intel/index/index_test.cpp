#include <gtest/gtest.h>

#include "intel/index/index_read.h"
#include "intel/index/index_write.h"

namespace cordon::intel {
namespace {

Advisory advisory(std::string id, std::vector<Affected> affected, std::uint32_t modified = 1000) {
  Advisory out;
  out.id = std::move(id);
  out.modified = modified;
  out.affected = std::move(affected);
  return out;
}
Affected every_version(std::string name) {
  return {"npm", std::move(name), {{{{EventKind::introduced, "0"}}}}, {}, false};
}
Affected listed(std::string name, std::vector<std::string> versions) {
  return {"npm", std::move(name), {}, std::move(versions), false};
}

Advisory rich() {
  Advisory out =
      advisory("GHSA-2222-2222-2222", {{"npm",
                                        "a",
                                        {{{{EventKind::introduced, "0"}, {EventKind::fixed, "1.2.3"}}},
                                         {{{EventKind::introduced, "2.0.0"}, {EventKind::last_affected, "2.1.0"}}}},
                                        {"9.9.9"},
                                        true},
                                       {"pypi", "a", {}, {"1.0"}, false},
                                       listed("a", {"0.0.1", "9.9.9"})});
  out.published = 900;
  out.withdrawn = 2000;
  out.aliases = {"CVE-2026-1", "SNYK-JS-A-1"};
  out.summary = "GHSA-2222-2222-2222 in a";
  out.details = "details";
  out.cvss = {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"};
  out.severity = SeverityWord::critical;
  out.malware = out.disputed = true;
  out.cwes = {79};
  out.references = {{"WEB", "https://example.test"}};
  return out;
}

std::string built(IndexBuilder builder) {
  auto bytes = builder.finish("{}");
  EXPECT_TRUE(bytes);
  return bytes ? *bytes : std::string();
}
void add(IndexBuilder& builder, std::vector<Advisory> advisories) {
  const auto batch = pack_batch(std::move(advisories));
  ASSERT_TRUE(batch);
  ASSERT_TRUE(builder.add(*batch));
}
std::string index_of(std::vector<Advisory> advisories) {
  IndexBuilder builder;
  add(builder, std::move(advisories));
  return built(std::move(builder));
}

AdvisoryIndex opened(const std::string& bytes) {
  auto index = AdvisoryIndex::open(bytes);
  EXPECT_TRUE(index) << index.error().describe();
  return std::move(*index);
}
Advisory whole(const AdvisoryIndex& index, std::string_view id) {
  const auto number = index.find_record(id);
  EXPECT_TRUE(number && *number) << id;
  if (!number || !*number) return {};
  auto out = index.record(**number, true);
  EXPECT_TRUE(out) << out.error().describe();
  const auto filled = index.fill_text(**number, *out);
  EXPECT_TRUE(filled) << filled.error().describe();
  return *out;
}
std::vector<std::string> ids_of(const AdvisoryIndex& index, std::string_view ecosystem, std::string_view name) {
  std::vector<std::string> out;
  const auto found = index.find(ecosystem, name);
  EXPECT_TRUE(found) << found.error().describe();
  for (const IndexedAffected& entry : *found) out.push_back(index.record(entry.record)->id);
  return out;
}
using Words = std::vector<std::string>;

TEST(Index, GivesBackWhatItWasBuiltFrom) {
  const std::vector<Advisory> all = {rich(), advisory("MAL-2026-1", {every_version("evil")}),
                                     advisory("OTHER_1", {listed("evil", {"1.0.0"})}), advisory("CVE-2026-7", {})};
  const std::string bytes = index_of(all);
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(index.record_count(), 4u);
  EXPECT_EQ(index.name_count(), 3u);
  for (const Advisory& expected : all) EXPECT_EQ(whole(index, expected.id), expected) << expected.id;
  EXPECT_TRUE(index.verify());
}

TEST(Index, FindsPackagesByEcosystemAndName) {
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

TEST(Index, FindsEveryOneOfManyNames) {
  std::vector<Advisory> all;
  for (int i = 0; i < 3000; ++i)
    all.push_back(advisory("MAL-2026-" + std::to_string(i + 1), {every_version("package-" + std::to_string(i))}));
  const std::string bytes = index_of(all);
  const AdvisoryIndex index = opened(bytes);
  for (int i = 0; i < 3000; ++i)
    EXPECT_EQ(ids_of(index, "npm", "package-" + std::to_string(i)), Words{"MAL-2026-" + std::to_string(i + 1)});
  EXPECT_EQ(ids_of(index, "npm", "package-3000"), Words{});
}

TEST(Index, AnEmptyOneHoldsNothing) {
  const std::string bytes = index_of({});
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(ids_of(index, "npm", "a"), Words{});
  EXPECT_EQ(*index.find_record("MAL-2026-1"), std::nullopt);
  EXPECT_EQ(*index.find_record("no id"), std::nullopt);
  EXPECT_TRUE(index.verify());
}

TEST(Index, ALaterRecordReplacesAnEarlierOneWithItsId) {
  const std::string bytes =
      index_of({advisory("MAL-2026-1", {every_version("a")}, 10), advisory("MAL-2026-1", {every_version("b")}, 20),
                advisory("MAL-2026-1", {every_version("c")}, 15)});
  const AdvisoryIndex index = opened(bytes);
  EXPECT_EQ(index.record_count(), 1u);
  EXPECT_EQ(ids_of(index, "npm", "a"), Words{});
  EXPECT_EQ(ids_of(index, "npm", "b"), Words{"MAL-2026-1"});
}

TEST(Index, AChangedIndexGivesWhatANewOneWould) {
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

TEST(Index, KnowsHowLikelyACveIsUsedWhereARecordNamesIt) {
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

TEST(Index, TheSameRecordsGiveTheSameBytes) { EXPECT_EQ(index_of({rich()}), index_of({rich()})); }

TEST(Index, ATruncatedIndexIsRefused) {
  const std::string bytes = index_of({rich()});
  for (std::size_t length = 0; length < bytes.size(); length += length < 100 ? 1 : 97)
    EXPECT_FALSE(AdvisoryIndex::open(std::string_view(bytes).substr(0, length))) << length;
  EXPECT_FALSE(AdvisoryIndex::open(bytes + "x"));
}

TEST(Index, EveryFlippedBitOfContentIsFound) {
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
