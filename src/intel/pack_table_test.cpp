#include "intel/pack_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "intel/pack_compile.h"
#include "intel/pack_read.h"
#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kIntegrity = "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=";

// Two packs that both know example-package; the second has something in every list.
std::vector<IncidentPack> two_packs() {
  const std::string second = test_pack(R"(  - {ecosystem: npm, name: example-package, versions: ["1.0.2"]}
  - ecosystem: pypi
    name: example-package
    versions: ["3.0", "3.1"]
    integrity: {"3.1": [sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=]}
    aliases: [MAL-2026-1, MAL-2026-2]
    note: A note.
)",
                                       R"(window: {start: "2026-03-31T00:21:00Z"}
tags: [attack.t1105]
last_good: [{ecosystem: pypi, name: example-package, version: "2.0"}]
traces: [{ecosystem: pypi, name: example-package, version: "3.1", hook_files: [a.js, b.js], version_after: "3.0"}]
indicators: [{kind: address, value: 192.0.2.1, source: S, confidence: low}]
)",
                                       "b-2026");
  return {read_pack(test_pack(kTestPackage, {}, "a-2026"), "a").value(), read_pack(second, "b").value()};
}

std::vector<std::uint32_t> with_integrity(const PackTable& table, std::string_view integrity) {
  std::vector<std::uint32_t> found;
  table.find_integrity(integrity, [&](std::uint32_t release) { found.push_back(release); });
  return found;
}

TEST(PackTable, APackComesOutAsItWentIn) {
  const std::vector<IncidentPack> packs = two_packs();
  const std::string block = compile_packs(packs).value();
  const PackTable table = PackTable::open(block).value();
  ASSERT_EQ(table.count(layout::packs), 2u);
  EXPECT_EQ(table.materialise(0), packs[0]);
  EXPECT_EQ(table.materialise(1), packs[1]);
}

TEST(PackTable, FindsTheEntriesOfAllPacks) {
  const std::string block = compile_packs(two_packs()).value();
  const PackTable table = PackTable::open(block).value();
  const layout::Slice found = table.find("npm", "example-package");
  ASSERT_EQ(found.count, 2u);
  EXPECT_EQ(table.entry(found.first).pack, 0u);
  EXPECT_EQ(table.entry(found.first + 1).pack, 1u);
  EXPECT_EQ(table.find("pypi", "example-package").count, 1u);
  EXPECT_EQ(table.find("crates", "example-package").count, 0u);
  EXPECT_EQ(table.find("npm", "example-packag").count, 0u);
  EXPECT_EQ(table.find("npmexample", "-package").count, 0u);  // the same bytes, cut elsewhere
}

TEST(PackTable, FindsEveryNameAmongMany) {
  IncidentPack pack = two_packs().front();
  pack.packages.clear();
  for (int i = 0; i < 3000; ++i) pack.packages.push_back({"npm", "name-" + std::to_string(i), "1.0.0", {}, {}, {}, {}});
  const std::string block = compile_packs(std::array{pack}).value();
  const PackTable table = PackTable::open(block).value();
  for (int i = 0; i < 3000; ++i) {
    const std::string name = "name-" + std::to_string(i);
    const layout::Slice found = table.find("npm", name);
    ASSERT_EQ(found.count, 1u) << name;
    ASSERT_EQ(table.text(table.entry(found.first).name), name);
  }
  EXPECT_EQ(table.find("npm", "name-3000").count, 0u);
}

TEST(PackTable, FindsReleasesByExactIntegrity) {
  const std::string block = compile_packs(two_packs()).value();
  const PackTable table = PackTable::open(block).value();
  const auto found = with_integrity(table, kIntegrity);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(table.text(table.release(found[0]).version), "3.1");
  EXPECT_TRUE(with_integrity(table, "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMp=").empty());
  EXPECT_TRUE(with_integrity(table, "").empty());
}

TEST(PackTable, OneArchiveMayBeSeveralReleases) {
  std::vector<IncidentPack> packs = two_packs();
  packs[0].packages[0].integrity = {std::string(kIntegrity)};
  const std::string block = compile_packs(packs).value();
  EXPECT_EQ(with_integrity(PackTable::open(block).value(), kIntegrity).size(), 2u);
}

TEST(PackTable, AnEmptyTableHoldsNothing) {
  const PackTable table;
  EXPECT_EQ(table.find("npm", "a").count, 0u);
  EXPECT_TRUE(with_integrity(table, kIntegrity).empty());
}

}  // namespace
}  // namespace cordon::intel
