#include "inventory/cargo/cargo_toml.h"

#include <gtest/gtest.h>

namespace cordon::inventory::cargo {
namespace {

TEST(CargoToml, AloneItSaysWhatIsAskedForAndThatNothingIsPinned) {
  ReadContext context;
  context.display_path = "app/Cargo.toml";
  const auto inventory = read_cargo_toml(
      "[package]\nname = \"app\"\nversion = \"1.0.0\"\n[dependencies]\na2 = { package = \"a\", version = \"1\" }\n"
      "[patch.x]\na = { path = \"a\" }\n",
      context);
  ASSERT_TRUE(inventory);
  EXPECT_TRUE(inventory->components.empty());
  ASSERT_EQ(inventory->roots.size(), 1u);
  EXPECT_EQ(inventory->roots[0].name, "app");
  ASSERT_EQ(inventory->roots[0].declared.size(), 1u);
  EXPECT_EQ(inventory->roots[0].declared[0].name, "a2");
  EXPECT_EQ(inventory->roots[0].declared[0].range, "a@1");
  EXPECT_EQ(inventory->roots[0].declared[0].place.line, 5u);
  ASSERT_EQ(inventory->unread.size(), 1u);
  EXPECT_EQ(inventory->unread[0].code, "ranges_only");
  EXPECT_TRUE(inventory->unread[0].incomplete);
  EXPECT_EQ(inventory->overrides.at(0).replacement, "path+a");
}

TEST(CargoToml, WithoutDependenciesNothingIsMissing) {
  ReadContext context;
  context.display_path = "Cargo.toml";
  const auto inventory = read_cargo_toml("[workspace]\nmembers = [\"a\"]\n", context);
  ASSERT_TRUE(inventory);
  EXPECT_TRUE(inventory->unread.empty());
}

TEST(CargoToml, AMemberInheritsFromTheWorkspaceAbove) {
  const MemoryTree tree(
      {{"Cargo.toml", "[workspace.dependencies]\na = \"=1.2.3\"\n[workspace.package]\nversion = \"7.0.0\"\n"}});
  ReadContext context;
  context.display_path = "b/Cargo.toml";
  context.directory = "b";
  context.tree = &tree;
  const auto inventory = read_cargo_toml(
      "[package]\nname = \"b\"\nversion.workspace = true\n[dependencies]\na.workspace = true\n", context);
  ASSERT_TRUE(inventory);
  EXPECT_EQ(inventory->roots[0].version, "7.0.0");
  EXPECT_EQ(inventory->roots[0].declared.at(0).range, "=1.2.3");
}

}  // namespace
}  // namespace cordon::inventory::cargo
