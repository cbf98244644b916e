#include "checks/pin_command.h"

#include <gtest/gtest.h>

namespace cordon::checks {
namespace {

// Component 0 is declared by the root, component 1 comes through it.
model::Inventory project(const char* format) {
  model::Inventory out;
  out.format = format;
  out.components.resize(2);
  out.components[0].name = "axios";
  out.components[1].name = "plain-crypto-js";
  out.roots.resize(1);
  out.edges = {{2, 0, model::EdgeKind::runtime, "^1.14.0"}, {0, 1, model::EdgeKind::runtime, "^4.2.1"}};
  return out;
}

std::optional<std::string> pin_command(const model::Inventory& inventory, std::uint32_t component,
                                       std::string_view name, std::string_view version) {
  return checks::pin_command(inventory, model::Graph(inventory), component, name, version);
}

TEST(PinCommand, IsThatOfTheProjectsClient) {
  EXPECT_EQ(pin_command(project("package-lock v3"), 0, "axios", "1.14.0"), "npm install --ignore-scripts axios@1.14.0");
  EXPECT_EQ(pin_command(project("pnpm-lock 9.0"), 0, "axios", "1.14.0"), "pnpm add --ignore-scripts axios@1.14.0");
  EXPECT_EQ(pin_command(project("yarn v1"), 0, "axios", "1.14.0"), "yarn add --ignore-scripts axios@1.14.0");
  EXPECT_EQ(pin_command(project("yarn berry 8"), 0, "axios", "1.14.0"), "yarn add --mode=skip-build axios@1.14.0");
  EXPECT_EQ(pin_command(project("bun.lock 1"), 0, "axios", "1.14.0"), "bun add --ignore-scripts axios@1.14.0");
  EXPECT_EQ(pin_command(project("deno.lock 5"), 0, "axios", "1.14.0"), "deno add npm:axios@1.14.0");
}

TEST(PinCommand, NoneForWhatAnotherPackagePullsIn) {
  EXPECT_EQ(pin_command(project("package-lock v3"), 1, "plain-crypto-js", "4.2.0"), std::nullopt);
}

TEST(PinCommand, NoneWhereNoClientIsKnown) {
  EXPECT_EQ(pin_command(project("node_modules"), 0, "axios", "1.14.0"), std::nullopt);
}

TEST(PinCommand, AnAliasStaysOne) {
  model::Inventory aliased = project("package-lock v3");
  aliased.components[0].alias = "http-client";
  EXPECT_EQ(pin_command(aliased, 0, "axios", "1.14.0"), "npm install --ignore-scripts http-client@npm:axios@1.14.0");
}

TEST(PinCommand, OfCargoUvAndGoMovesWhatOthersPullIn) {
  model::Inventory crates = project("Cargo.lock 4");
  crates.ecosystem = "crates";
  crates.components[1].version = "4.2.1";
  EXPECT_EQ(pin_command(crates, 1, "plain-crypto-js", "4.2.0"), "cargo update plain-crypto-js@4.2.1 --precise 4.2.0");
  crates.components[1].origin = model::Origin::git;
  EXPECT_EQ(pin_command(crates, 1, "plain-crypto-js", "4.2.0"), std::nullopt);
  model::Inventory uv = project("uv.lock 1");
  uv.ecosystem = "pypi";
  EXPECT_EQ(pin_command(uv, 1, "plain-crypto-js", "4.2.0"), "uv lock --upgrade-package plain-crypto-js==4.2.0");
  uv.components[1].origin = model::Origin::git;
  EXPECT_EQ(pin_command(uv, 1, "plain-crypto-js", "4.2.0"), std::nullopt);
  model::Inventory go = project("go.mod 1.22");
  go.ecosystem = "go";
  go.components[1].name = "example.test/a/v2";
  EXPECT_EQ(pin_command(go, 1, "example.test/a/v2", "2.0.1"), "go get example.test/a/v2@v2.0.1");
  EXPECT_EQ(pin_command(go, 1, "example.test/a/v2", "v2.0.1"), "go get example.test/a/v2@v2.0.1");
  EXPECT_EQ(pin_command(go, 1, "example.test/a/v2", "v2;id"), std::nullopt);
}

TEST(PinCommand, NothingThatAShellWouldRunIsPutIntoIt) {
  for (const char* hostile : {"x;id", "$(id)", "a b", "`id`", "a\nid", "--prefix=/", ""}) {
    model::Inventory aliased = project("package-lock v3");
    aliased.components[0].alias = hostile;
    EXPECT_EQ(pin_command(aliased, 0, "axios", "1.14.0"), std::nullopt) << hostile;
    EXPECT_EQ(pin_command(project("package-lock v3"), 0, hostile, "1.14.0"), std::nullopt) << hostile;
    EXPECT_EQ(pin_command(project("package-lock v3"), 0, "axios", hostile), std::nullopt) << hostile;
  }
}

}  // namespace
}  // namespace cordon::checks
