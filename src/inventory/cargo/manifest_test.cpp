#include "inventory/cargo/manifest.h"

#include <gtest/gtest.h>

namespace cordon::inventory::cargo {
namespace {

std::string listed(const std::vector<ManifestDependency>& dependencies) {
  std::string out;
  for (const ManifestDependency& each : dependencies)
    out += each.key + "=" + each.specification() + ":" + std::string(to_string(each.kind)) + "@" +
           std::to_string(each.line) + "\n";
  return out;
}

TEST(CargoManifest, ReadsEveryTableOfDependencies) {
  const auto manifest = parse_manifest(R"([package]
name = "app"
version = "0.1.0"
[dependencies]
a = "1.0"
b = { version = "2", optional = true }
c2 = { package = "c", version = "=3.1.0" }
d = { path = "../d", version = "1" }
[dev-dependencies]
e = { git = "https://git.example.test/e", branch = "main" }
[build-dependencies]
f = { version = "1", registry = "corp" }
[target.'cfg(windows)'.dependencies]
g = "4"
[target.x86_64-unknown-linux-gnu.dev-dependencies.h]
version = "5"
)",
                                       {});
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->name, "app");
  EXPECT_EQ(manifest->version, "0.1.0");
  EXPECT_EQ(manifest->line, 2u);
  EXPECT_TRUE(manifest->problems.empty());
  EXPECT_EQ(listed(manifest->dependencies),
            "a=1.0:runtime@5\nb=2:optional@6\nc2=c@=3.1.0:runtime@7\nd=path+../d:runtime@8\n"
            "f=1 (registry corp):runtime@12\ne=git+https://git.example.test/e?branch=main:development@10\n"
            "g=4:runtime@14\nh=5:development@15\n");
}

TEST(CargoManifest, InheritsFromItsWorkspace) {
  auto workspace = parse_manifest(R"([workspace]
members = ["crates/*", "tool"]
exclude = ["crates/old"]
[workspace.package]
version = "3.0.0"
[workspace.dependencies]
a = "1.2"
b2 = { package = "b", git = "https://git.example.test/b", rev = "0123" }
)",
                                  {});
  auto member = parse_manifest(R"([package]
name = "m"
version.workspace = true
[dependencies]
a.workspace = true
b2 = { workspace = true, optional = true }
[dev-dependencies]
missing = { workspace = true }
)",
                               {});
  ASSERT_TRUE(workspace && member);
  ASSERT_EQ(workspace->members.size(), 2u);
  EXPECT_EQ(workspace->members[1].text, "tool");
  EXPECT_EQ(workspace->excluded[0].text, "crates/old");
  EXPECT_FALSE(workspace->has_package);
  member->inherit(*workspace);
  EXPECT_EQ(member->version, "3.0.0");
  EXPECT_EQ(listed(member->dependencies),
            "a=1.2:runtime@5\nb2=b@git+https://git.example.test/b?rev=0123:optional@6\n"
            "missing=workspace:development@8\n");
}

TEST(CargoManifest, PatchesAndReplacementsAreKept) {
  const auto manifest = parse_manifest(R"([workspace]
[patch.registry-name]
a = { path = "vendor/a" }
[patch."https://git.example.test/b"]
b = { git = "https://git.example.test/fork", tag = "v1" }
[replace]
"c:1.0.0" = { path = "c" }
)",
                                       {});
  ASSERT_TRUE(manifest);
  ASSERT_EQ(manifest->patches.size(), 3u);
  EXPECT_EQ(manifest->patches[0].pattern, "a");
  EXPECT_EQ(manifest->patches[0].replacement, "path+vendor/a");
  EXPECT_EQ(manifest->patches[1].replacement, "git+https://git.example.test/fork?tag=v1");
  EXPECT_EQ(manifest->patches[2].pattern, "c:1.0.0");
  EXPECT_EQ(manifest->patches[2].line, 7u);
}

TEST(CargoManifest, WhatIsNotOfTheTypeExpectedIsAProblem) {
  const auto manifest = parse_manifest(R"([package]
name = 1
[dependencies]
a = 1
b = { version = 2 }
[workspace]
members = "x"
exclude = [1]
[target]
x = 1
)",
                                       {});
  ASSERT_TRUE(manifest);
  std::vector<std::uint32_t> lines;
  for (const Error& problem : manifest->problems) lines.push_back(problem.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{2, 7, 8, 4, 5, 10}));
}

TEST(CargoManifest, IsNoneWithoutPackageAndWorkspace) {
  EXPECT_EQ(parse_manifest("[dependencies]\na = \"1\"\n", {}).error().code, ErrorCode::missing_field);
  EXPECT_EQ(parse_manifest("a = = 1\n[b]\n", {}).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::inventory::cargo
