#include "intel/index/explain.h"

#include <gtest/gtest.h>

#include "intel/index/index_write.h"

namespace cordon::intel {
namespace {

Advisory record(std::string id, std::vector<std::string> aliases, std::string name, std::vector<VersionRange> ranges,
                std::vector<std::string> versions = {}) {
  Advisory out;
  out.id = std::move(id);
  out.modified = 1000;
  out.aliases = std::move(aliases);
  out.summary = "said of " + name;
  out.affected = {{"npm", std::move(name), std::move(ranges), std::move(versions), false}};
  return out;
}
VersionRange below(std::string version) {
  return {{{EventKind::introduced, "0"}, {EventKind::fixed, std::move(version)}}};
}

class Explain : public ::testing::Test {
 protected:
  void build(std::vector<Advisory> records) {
    IndexBuilder builder;
    ASSERT_TRUE(builder.add(*pack_batch(std::move(records))));
    bytes_ = *builder.finish("[]");
  }
  std::vector<ExplainedRecord> run(std::string_view id, std::string_view name, std::string_view version) const {
    const auto index = AdvisoryIndex::open(bytes_);
    auto out = explain(*index, id, "npm", name, version);
    EXPECT_TRUE(out) << out.error().describe();
    return std::move(*out);
  }
  std::string bytes_;
};

TEST_F(Explain, NamesTheRangeOrListThatDecided) {
  build({record("CVE-2026-1", {}, "a", {{{{EventKind::introduced, "3.0.0"}}}, below("2.0.0")}, {"9.9.9"})});
  const auto by_range = run("CVE-2026-1", "a", "1.0.0");
  ASSERT_EQ(by_range.size(), 1u);
  EXPECT_EQ(by_range[0].advisory.summary, "said of a");
  ASSERT_EQ(by_range[0].entries.size(), 1u);
  EXPECT_EQ(by_range[0].entries[0].judgement.decider, Decider::range);
  EXPECT_EQ(by_range[0].entries[0].judgement.range, 1u);
  const auto by_list = run("CVE-2026-1", "a", "9.9.9");
  EXPECT_EQ(by_list[0].entries[0].judgement.decider, Decider::version_list);
  EXPECT_EQ(standing_of(by_list), Standing::affected);
  EXPECT_EQ(standing_of(run("CVE-2026-1", "a", "2.5.0")), Standing::not_affected);
  EXPECT_EQ(standing_of(run("CVE-2026-1", "a", "latest")), Standing::unknown);
}

TEST_F(Explain, RecordsThatHaveTheIdAsAnAliasSpeakToo) {
  build({record("CVE-2026-1", {}, "a", {below("1.0.0")}),
         record("GHSA-2222-2222-2222", {"CVE-2026-1"}, "a", {below("2.0.0")}),
         record("GHSA-3333-3333-3333", {"CVE-2026-1"}, "b", {below("2.0.0")})});
  const auto both = run("CVE-2026-1", "a", "1.5.0");
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].advisory.id, "CVE-2026-1");
  EXPECT_EQ(both[1].advisory.id, "GHSA-2222-2222-2222");
  EXPECT_EQ(standing_of(both), Standing::affected);
}

TEST_F(Explain, ARecordOfAnotherPackageIsSaidToBeOne) {
  build({record("CVE-2026-1", {}, "a", {below("1.0.0")})});
  const auto other = run("CVE-2026-1", "b", "1.0.0");
  ASSERT_EQ(other.size(), 1u);
  EXPECT_TRUE(other[0].entries.empty());
  EXPECT_EQ(standing_of(other), Standing::unknown);
  EXPECT_TRUE(run("CVE-2026-2", "a", "1.0.0").empty());
}

TEST_F(Explain, AWithdrawnRecordCountsForNothing) {
  Advisory withdrawn = record("CVE-2026-1", {}, "a", {below("1.0.0")});
  withdrawn.withdrawn = 2000;
  build({withdrawn});
  const auto found = run("CVE-2026-1", "a", "0.5.0");
  EXPECT_EQ(found[0].entries[0].judgement.standing, Standing::affected);
  EXPECT_EQ(standing_of(found), Standing::not_affected);
}

}  // namespace
}  // namespace cordon::intel
