#include "inventory/npm/location.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(Location, LocationsAreSeenFromTheProject) {
  EXPECT_EQ(location_from("", "node_modules/a"), "node_modules/a");
  EXPECT_EQ(location_from("app", "app/node_modules/a"), "node_modules/a");
  EXPECT_EQ(location_from("app", "app"), "");
  EXPECT_EQ(location_from("app", "application"), "../application");
  EXPECT_EQ(location_from("libs/w", "node_modules/.pnpm/a"), "../../node_modules/.pnpm/a");
  EXPECT_EQ(location_from("libs/w", "libs"), "..");
  EXPECT_EQ(location_from("libs/w", ""), "../..");
  EXPECT_EQ(location_from("", ""), "");
}

TEST(Location, WhatStandsInNodeModulesIsDisplayedBelowIt) {
  EXPECT_EQ(display_from("x/node_modules", "", "node_modules/a"), "x/node_modules/a");
  EXPECT_EQ(display_from("node_modules", "app", "app/node_modules"), "node_modules");
  EXPECT_EQ(display_from("copy", "", "node_modules/a"), "copy/a") << "given by itself";
  EXPECT_EQ(display_from(".", "", "node_modules/a"), "a");
  EXPECT_EQ(display_from("x/node_modules", "", "packages/w"), "x/packages/w");
  EXPECT_EQ(display_from("node_modules", "", ""), "");
}

}  // namespace
}  // namespace cordon::inventory::npm
