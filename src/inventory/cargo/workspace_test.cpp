#include "inventory/cargo/workspace.h"

#include <gtest/gtest.h>

namespace cordon::inventory::cargo {
namespace {

std::string manifest(const std::string& name, const std::string& rest = "") {
  return "[package]\nname = \"" + name + "\"\nversion = \"1.0.0\"\n" + rest;
}

class CargoWorkspace : public ::testing::Test {
 protected:
  std::string locations(std::map<std::string, std::string, std::less<>> files, const std::string& directory = "") {
    const MemoryTree tree(std::move(files));
    ReadContext context;
    context.tree = &tree;
    context.directory = directory;
    context.display_path = directory.empty() ? "Cargo.lock" : directory + "/Cargo.lock";
    std::string out;
    for (const WorkspacePackage& package : find_packages(context, unread_))
      out += (package.location.empty() ? "." : package.location) + " ";
    return out;
  }
  std::vector<model::FileUnread> unread_;
};

TEST_F(CargoWorkspace, FindsMembersByNameAndPattern) {
  EXPECT_EQ(locations({{"Cargo.toml",
                        "[workspace]\nmembers = [\"crates/*\", \"./tool\", \"gone\"]\nexclude = "
                        "[\"crates/old\"]\n"},
                       {"crates/a/Cargo.toml", manifest("a")},
                       {"crates/b/Cargo.toml", manifest("b")},
                       {"crates/old/Cargo.toml", manifest("old")},
                       {"crates/README", ""},
                       {"tool/Cargo.toml", manifest("tool")},
                       {"other/Cargo.toml", manifest("other")}}),
            ". crates/a crates/b tool ");
  EXPECT_TRUE(unread_.empty());
}

TEST_F(CargoWorkspace, FollowsPathsFromPackageToPackage) {
  EXPECT_EQ(locations({{"app/Cargo.toml", manifest("app",
                                                   "[dependencies]\na = { path = \"../a\" }\n[patch.x]\n"
                                                   "p = { path = \"patched\" }\n")},
                       {"a/Cargo.toml", manifest("a", "[dev-dependencies]\nb = { path = \"b\" }\n")},
                       {"a/b/Cargo.toml", manifest("b", "[dependencies]\nout = { path = \"../../../out\" }\n")},
                       {"app/patched/Cargo.toml", manifest("p")}},
                      "app"),
            ". ../a patched ../a/b ");
}

TEST_F(CargoWorkspace, AnyDepthIsSearchedWithoutHiddenFolders) {
  EXPECT_EQ(locations({{"Cargo.toml", "[workspace]\nmembers = [\"x/**\"]\n"},
                       {"x/Cargo.toml", manifest("x")},
                       {"x/y/z/Cargo.toml", manifest("z")},
                       {"x/.git/Cargo.toml", manifest("git")}}),
            ". x x/y/z ");
}

TEST_F(CargoWorkspace, WhatCannotBeReadIsSaid) {
  EXPECT_EQ(locations({{"Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"}, {"a/Cargo.toml", "[package"}}), ". ");
  ASSERT_EQ(unread_.size(), 1u);
  EXPECT_EQ(unread_[0].path, "a/Cargo.toml");
  EXPECT_FALSE(unread_[0].incomplete);
}

TEST_F(CargoWorkspace, IsFoundFromBelow) {
  const MemoryTree tree({{"Cargo.toml", "[workspace]\n[workspace.dependencies]\na = \"2\"\n"},
                         {"crates/Cargo.toml", manifest("between")},
                         {"crates/b/Cargo.toml", manifest("b")}});
  ReadContext context;
  context.tree = &tree;
  context.directory = "crates/b";
  const auto workspace = workspace_above(context);
  ASSERT_TRUE(workspace);
  EXPECT_EQ(workspace->workspace_dependencies.at(0).version, "2");
  context.directory = "";
  EXPECT_FALSE(workspace_above(context));
}

}  // namespace
}  // namespace cordon::inventory::cargo
