#include "inventory/go/go_mod.h"

#include <gtest/gtest.h>

namespace cordon::inventory::go {
namespace {

const std::string kOne = "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const std::string kTwo = "h1:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

class GoMod : public ::testing::Test {
 protected:
  model::Inventory read(const std::string& text, std::map<std::string, std::string, std::less<>> files = {}) {
    const MemoryTree tree(std::move(files));
    ReadContext context;
    context.display_path = "app/go.mod";
    context.directory = "app";
    context.registries = &registries_;
    context.tree = &tree;
    auto inventory = read_go_mod(text, context);
    EXPECT_TRUE(inventory) << inventory.error().describe();
    return inventory ? std::move(*inventory) : model::Inventory();
  }
  // "path:line code" of every unread entry; a '!' where it leaves the answer incomplete.
  static std::string said(const model::Inventory& inventory) {
    std::string out;
    for (const model::FileUnread& each : inventory.unread)
      out += each.path + ":" + std::to_string(each.line) + " " + each.code + (each.incomplete ? "!\n" : "\n");
    return out;
  }
  model::Registries registries_;
};

TEST_F(GoMod, EveryRequiredModuleIsAComponentWithItsDigest) {
  const model::Inventory inventory = read(
      "module example.test/app\n\ngo 1.22\n\nrequire (\n\texample.test/A/v2 v2.0.0\n\texample.test/b v1.0.0 // "
      "indirect\n"
      "\texample.test/c v1.0.0\n)\n",
      {{"app/go.sum", "example.test/A/v2 v2.0.0 " + kOne + "\nexample.test/A/v2 v2.0.0/go.mod " + kTwo +
                          "\nexample.test/b v1.0.0/go.mod " + kTwo + "\nexample.test/old v0.1.0 " + kOne + "\n"}});
  EXPECT_EQ(inventory.format, "go.mod 1.22");
  ASSERT_EQ(inventory.components.size(), 3u);  // what stands in go.sum alone is none
  const model::Component& a = inventory.components[0];
  EXPECT_EQ(a.id, "app/go.mod#example.test/A/v2@v2.0.0");
  EXPECT_EQ(a.purl, "pkg:golang/example.test/A/v2@v2.0.0");
  EXPECT_EQ(a.checksum, kOne);
  EXPECT_TRUE(a.integrity.empty());  // it is no digest of the archive
  EXPECT_EQ(a.registry, (model::Registry{"go", model::RegistryClass::public_}));
  EXPECT_EQ(a.install_script, model::InstallScript::no);
  EXPECT_EQ(a.scope, model::Scope::runtime);
  EXPECT_EQ(a.place.line, 6u);
  EXPECT_EQ(inventory.components[1].checksum, "go.mod " + kTwo);
  EXPECT_FALSE(inventory.components[2].checksum);
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].name, "example.test/app");
  EXPECT_EQ(inventory.roots[0].declared.size(), 2u);  // the direct ones
  EXPECT_EQ(inventory.edges.size(), 3u);
  EXPECT_EQ(said(inventory), "");
}

TEST_F(GoMod, AReplacementByAModuleKeepsBothNames) {
  const model::Inventory inventory = read(
      "module m.test\ngo 1.20\nrequire a.test v1.0.0\nrequire b.test v1.0.0\nrequire c.test v1.0.0\n"
      "replace a.test => fork.test v1.1.0\nreplace b.test v1.0.0 => b.test v1.0.1\nreplace b.test => x.test v9.0.0\n"
      "replace c.test v2.0.0 => x.test v9.0.0\n",
      {{"app/go.sum", "fork.test v1.1.0 " + kOne + "\n"}});
  EXPECT_EQ(inventory.components[0].name, "fork.test");
  EXPECT_EQ(inventory.components[0].version, "v1.1.0");
  EXPECT_EQ(inventory.components[0].alias, "a.test");
  EXPECT_EQ(inventory.components[0].id, "app/go.mod#a.test@v1.0.0");
  EXPECT_EQ(inventory.components[0].checksum, kOne);
  EXPECT_EQ(inventory.components[1].name, "b.test");
  EXPECT_EQ(inventory.components[1].version, "v1.0.1");
  EXPECT_FALSE(inventory.components[1].alias);
  EXPECT_EQ(inventory.components[2].name, "c.test");
  ASSERT_EQ(inventory.overrides.size(), 4u);
  EXPECT_EQ(inventory.overrides[1].pattern, "b.test@v1.0.0");
  EXPECT_EQ(inventory.overrides[1].replacement, "b.test@v1.0.1");
}

TEST_F(GoMod, AReplacementByAFolderKeepsTheNameAndHasNoVersion) {
  const model::Inventory inventory = read(
      "module m.test\ngo 1.20\nrequire a.test v1.0.0\nrequire b.test v1.0.0\nrequire c.test v1.0.0\n"
      "replace a.test => ./a\nreplace b.test => ../b\nreplace c.test => ../../c\n");
  for (const model::Component& component : inventory.components) EXPECT_EQ(component.version, "");
  EXPECT_EQ(inventory.components[0].name, "a.test");
  EXPECT_EQ(inventory.components[0].resolved, "./a");
  EXPECT_EQ(inventory.components[0].origin, model::Origin::workspace);
  EXPECT_EQ(inventory.components[1].origin, model::Origin::workspace);  // still inside the tree
  EXPECT_EQ(inventory.components[2].origin, model::Origin::file);
}

TEST_F(GoMod, BeforeGo117IndirectModulesMayBeMissing) {
  EXPECT_EQ(said(read("module m.test\ngo 1.16\nrequire a.test v1.0.0\n")), "app/go.mod:0 indirect_missing!\n");
  EXPECT_EQ(said(read("module m.test\nrequire a.test v1.0.0\n")), "app/go.mod:0 indirect_missing!\n");
  EXPECT_EQ(said(read("module m.test\n")), "");  // nothing is required
  const model::Inventory vendored =
      read("module m.test\ngo 1.16\nrequire a.test v1.0.0\n",
           {{"app/vendor/modules.txt", "# a.test v1.0.0\n## explicit\na.test\n# b.test v2.0.0\nb.test\n"}});
  EXPECT_EQ(said(vendored), "");
  ASSERT_EQ(vendored.components.size(), 2u);
  EXPECT_EQ(vendored.components[1].name, "b.test");
  EXPECT_EQ(vendored.components[1].place, (model::Place{"app/vendor/modules.txt", 4}));
}

TEST_F(GoMod, WhatVendorHasOtherwiseIsSaid) {
  const model::Inventory inventory = read(
      "module m.test\ngo 1.20\nrequire a.test v1.0.0\nrequire b.test v1.0.0\nrequire c.test v1.0.0\nrequire d.test "
      "v1.0.0\n"
      "replace d.test => ./d\n",
      {{"app/vendor/modules.txt",
        "# a.test v1.1.0\n## explicit\n# b.test v1.0.0 => x.test v1.0.0\n# d.test v1.0.0 => ./d\n# extra.test v1.0.0\n"
        "# d.test => ./d\nnot a module\n# ?\n"}});
  EXPECT_EQ(said(inventory),
            "app/vendor/modules.txt:8 invalid_value!\napp/vendor/modules.txt:1 vendor_drift!\n"
            "app/vendor/modules.txt:3 vendor_drift!\napp/vendor/modules.txt:5 vendor_drift!\n"
            "app/vendor/modules.txt:0 vendor_drift!\n");
  ASSERT_EQ(inventory.components.size(), 7u);
  EXPECT_EQ(inventory.components[4].id, "app/go.mod#a.test@v1.1.0");
  EXPECT_EQ(inventory.components[5].id, "app/go.mod#b.test@v1.0.0 in vendor");
  EXPECT_EQ(inventory.components[5].name, "x.test");  // what is built
  EXPECT_EQ(inventory.components[6].name, "extra.test");
}

TEST_F(GoMod, OneModuleRequiredTwiceIsOneComponent) {
  const model::Inventory inventory =
      read("module m.test\ngo 1.20\nrequire a.test v1.0.0\nrequire a.test v1.0.0\nrequire a.test v1.1.0\nbad\n");
  EXPECT_EQ(inventory.components.size(), 2u);
  EXPECT_EQ(said(inventory), "app/go.mod:6 invalid_value!\napp/go.mod:4 invalid_value\n");
}

TEST_F(GoMod, ASumFileThatMeansNothingIsSaid) {
  EXPECT_EQ(said(read("module m.test\n", {{"app/go.sum", "nonsense\n"}})), "app/go.sum:1 invalid_value!\n");
  EXPECT_EQ(said(read("module m.test\n", {{"app/go.sum", "\xFF"}})), "app/go.sum:1 invalid_utf8!\n");
}

}  // namespace
}  // namespace cordon::inventory::go
