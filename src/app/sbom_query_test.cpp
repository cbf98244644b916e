#include "app/sbom_query.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using Texts = std::vector<std::string>;

// app -> a -> x
InventoryReport report() {
  InventoryReport out;
  model::Inventory& inventory = out.inventories.emplace_back();
  for (const char* name : {"a", "x"}) {
    model::Component& component = inventory.components.emplace_back();
    component.ecosystem = "npm";
    component.name = name;
    component.version = "1.0.0";
    component.purl = std::string("pkg:npm/") + name + "@1.0.0";
  }
  model::Root& root = inventory.roots.emplace_back();
  root.id = "package-lock.json#";
  root.name = "app";
  root.version = "2.0.0";
  inventory.edges = {{0, 1, model::EdgeKind::runtime, ""}, {2, 0, model::EdgeKind::runtime, ""}};
  return out;
}

model::SbomQueryReport run(std::string_view text, const InventoryReport& read) {
  return sbom_query(text, sbom::parse_query(text).value(), read);
}

TEST(SbomQuery, GivesEveryMatchWithItsPath) {
  const auto found = run("name=x", report());
  EXPECT_EQ(found.schema, "cordon.sbom-query/1");
  EXPECT_EQ(found.query, "name=x");
  ASSERT_EQ(found.matches.size(), 1u);
  EXPECT_EQ(found.matches[0].component.name, "x");
  EXPECT_EQ(found.matches[0].paths, std::vector<Texts>({{"pkg:npm/app@2.0.0", "pkg:npm/a@1.0.0", "pkg:npm/x@1.0.0"}}));
  EXPECT_FALSE(found.matches[0].roots);
}

TEST(SbomQuery, ARootIsNamedAsWellAsItCanBe) {
  InventoryReport workflow = report();
  workflow.inventories[0].ecosystem = "github-actions";
  EXPECT_EQ(run("name=a", workflow).matches.at(0).paths.at(0).at(0), "app 2.0.0");
  InventoryReport nameless = report();
  nameless.inventories[0].roots[0].name.clear();
  EXPECT_EQ(run("name=a", nameless).matches.at(0).paths.at(0).at(0), "package-lock.json#");
}

TEST(SbomQuery, NothingIsAnAnswerToo) { EXPECT_TRUE(run("name=y", report()).matches.empty()); }

}  // namespace
}  // namespace cordon::app
