#include "inventory/npm/pnpm_store_names.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

std::string named(std::string_view location) {
  const auto found = store_name(location);
  return found ? found->name + " " + found->version : "-";
}

model::Inventory inventory(std::string path, std::vector<std::pair<std::string, std::string>> ids_and_versions) {
  model::Inventory out;
  out.path = std::move(path);
  for (auto& [id, version] : ids_and_versions) {
    model::Component& component = out.components.emplace_back();
    component.id = out.path + "#" + id;
    component.name = "a";
    component.version = version;
  }
  return out;
}

TEST(PnpmStoreNames, SayWhatWasPutIntoAFolder) {
  const std::string store = "node_modules/.pnpm/";
  EXPECT_EQ(named(store + "a@1.0.0/node_modules/a"), "a 1.0.0");
  EXPECT_EQ(named(store + "@s+a@1.0.0-rc.1_b@2.0.0/node_modules/@s/a"), "@s/a 1.0.0-rc.1");
  EXPECT_EQ(named(store + "a@1.0.0(b@2.0.0)/node_modules/a"), "a 1.0.0");
  EXPECT_EQ(named(store + "a@1.0.0/node_modules/a/node_modules/b"), "-") << "bundled";
  EXPECT_EQ(named(store + "a@1.0.0/node_modules/b"), "-");
  EXPECT_EQ(named(store + "a@file+vendor+a/node_modules/a"), "-");
  EXPECT_EQ(named(store + "a@1.0.0_" + std::string(112, 'x') + "/node_modules/a"), "-") << "cut";
  EXPECT_EQ(named("node_modules/x.pnpm/a@1.0.0/node_modules/a"), "-");
  EXPECT_EQ(named("node_modules/a"), "-");
}

TEST(PnpmStoreNames, CompleteWhatPnpmRecorded) {
  const std::string place = "node_modules/.pnpm/a@1.0.0/node_modules/a";
  const auto installed = inventory("node_modules", {{place, "1.0.1"}});
  const auto both = add_store_names(inventory("lock.yaml", {{"a@1.0.0", "1.0.0"}}), installed, "store").value();
  ASSERT_EQ(both.components.size(), 1u);
  EXPECT_EQ(both.components[0].id, "lock.yaml#" + place);
  EXPECT_EQ(both.components[0].version, "1.0.0");
  const auto alone = add_store_names({}, installed, "store").value();
  EXPECT_EQ(alone.components.at(0).id, "store#" + place);
  EXPECT_EQ(alone.components[0].version, "1.0.0");
  EXPECT_EQ(add_store_names(inventory("lock.yaml", {{"b", "2.0.0"}}), installed, "store")->components.size(), 2u);
  EXPECT_FALSE(add_store_names({}, inventory("node_modules", {{"node_modules/a", "1.0.0"}}), "store"));
}

TEST(PnpmStoreNames, ASpellingIsNoOtherVersion) {
  const auto installed = inventory("node_modules", {{"node_modules/.pnpm/a@1.0.0/node_modules/a", "v1.0.0+build"}});
  EXPECT_EQ(add_store_names({}, installed, "store")->components.at(0).version, "v1.0.0+build");
}

}  // namespace
}  // namespace cordon::inventory::npm
