#include "intel/pack_compile.h"

#include <gtest/gtest.h>

#include <array>

#include "intel/pack_read.h"
#include "intel/pack_table.h"
#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

IncidentPack example(std::string_view id) { return read_pack(test_pack(kTestPackage, {}, id), "test.yaml").value(); }

TEST(PackCompile, TheOrderOfPacksDoesNotMatter) {
  const std::array forwards = {example("a-2026"), example("b-2026")};
  const std::array backwards = {example("b-2026"), example("a-2026")};
  EXPECT_EQ(compile_packs(forwards).value(), compile_packs(backwards).value());
}

TEST(PackCompile, TwoPacksOfOneIdAreRefused) {
  const std::array packs = {example("a-2026"), example("a-2026")};
  EXPECT_EQ(compile_packs(packs).error().code, ErrorCode::invalid_value);
}

TEST(PackCompile, NoPackIsABlockToo) {
  const std::string block = compile_packs({}).value();
  const auto table = PackTable::open(block);
  ASSERT_TRUE(table.has_value()) << table.error().describe();
  EXPECT_EQ(table->count(layout::packs), 0u);
  EXPECT_EQ(table->find("npm", "example-package").count, 0u);
}

TEST(PackCompile, ReleasesThatDifferInVersionOnlyShareOneEntry) {
  const std::array packs = {
      read_pack(test_pack(std::string(kTestPackage) +
                          "  - {ecosystem: npm, name: example-package, versions: [\"2.0.0\"]}\n"
                          "  - {ecosystem: npm, name: example-package, versions: [\"3.0.0\"], note: N}\n"),
                "test.yaml")
          .value()};
  const std::string block = compile_packs(packs).value();
  const PackTable table = PackTable::open(block).value();
  EXPECT_EQ(table.count(layout::entries), 2u);
  EXPECT_EQ(table.count(layout::releases), 4u);
}

TEST(PackCompile, EqualTextsAreStoredOnce) {
  const std::array one = {example("a-2026")};
  const std::array two = {example("a-2026"), example("b-2026")};
  const std::string small = compile_packs(one).value(), large = compile_packs(two).value();
  const PackTable first = PackTable::open(small).value(), second = PackTable::open(large).value();
  EXPECT_EQ(second.count(layout::texts), first.count(layout::texts) + 1);  // the second id
}

}  // namespace
}  // namespace cordon::intel
