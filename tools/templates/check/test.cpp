#include "@INCLUDE@"

#include <gtest/gtest.h>

namespace cordon::checks {
namespace {

model::Inventory with_one_component() {
  model::Inventory inventory;
  model::Component component;
  component.id = "package-lock.json#node_modules/a";
  component.name = "a";
  component.version = "1.0.0";
  component.place.path = "package-lock.json";
  component.place.line = 3;
  inventory.components.push_back(component);
  return inventory;
}

// Give the component what makes it suspect.
TEST(@TYPE@, FindsWhatItIsFor) {
  std::vector<model::Finding> findings;
  check_@NAME@(with_one_component(), findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule_id, "@RULE@");
  EXPECT_EQ(findings[0].evidence[0].locator, "package-lock.json:3");
}

TEST(@TYPE@, FindsNothingInAnEmptyInventory) {
  std::vector<model::Finding> findings;
  check_@NAME@(model::Inventory{}, findings);
  EXPECT_TRUE(findings.empty());
}

}  // namespace
}  // namespace cordon::checks
