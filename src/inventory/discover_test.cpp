#include "inventory/discover.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::inventory {
namespace {

namespace fs = std::filesystem;

// A folder of its own for each test, removed at its end.
class Discover : public ::testing::Test {
 protected:
  Discover() {
    std::string pattern = (fs::temp_directory_path() / "cordon-discover-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~Discover() override { fs::remove_all(root_); }
  void put(const std::string& path, const std::string& content = "{}") {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << content;
  }
  Discovery run(const DiscoverLimits& limits = {}) {
    auto tree = open_directory(root_.string());
    EXPECT_TRUE(tree);
    return discover(**tree, limits, {});
  }
  static std::vector<std::string> codes(const Discovery& found) {
    std::vector<std::string> out;
    for (const auto& unread : found.unread)
      out.push_back(unread.path + " " + unread.code + (unread.incomplete ? "!" : ""));
    return out;
  }
  fs::path root_;
};

TEST_F(Discover, FindsEveryLockfileWhateverIgnoreFilesSay) {
  put(".gitignore", "*\n");
  put("package-lock.json");
  put("a/yarn.lock");
  put("a/b/pnpm-lock.yaml");
  put("a/b/pnpm-lock.feature.yaml");
  put(".hidden/bun.lock");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 4u);
  EXPECT_EQ(found.projects[0].directory, "");
  EXPECT_EQ(found.projects[1].directory, ".hidden");
  EXPECT_EQ(found.projects[2].directory, "a");
  EXPECT_EQ(found.projects[3].lockfile_names, (std::vector<std::string>{"pnpm-lock.feature.yaml", "pnpm-lock.yaml"}));
  EXPECT_TRUE(found.unread.empty());
}

TEST_F(Discover, InstalledPackagesOfPythonAreOneProjectAndWhatTheyBringIsTheirs) {
  put("venv/lib/site-packages/a-1.dist-info/METADATA", "Name: a\n");
  put("venv/lib/site-packages/a/requirements.txt", "b==1\n");
  put("venv/lib/site-packages/b.egg-info", "Name: b\n");
  put("old/dist-packages/c.egg-info/PKG-INFO", "Name: c\n");
  put("target/d-1.dist-info/METADATA", "Name: d\n");
  put("target/d/requirements.txt", "e==1\n");
  put("source/f.egg-info/PKG-INFO", "Name: f\n");
  std::string out;
  for (const Project& project : run().projects)
    out += project.directory + (project.has_installed_tree ? " installed\n" : "\n");
  EXPECT_EQ(out, "old/dist-packages installed\ntarget installed\ntarget/d\nvenv/lib/site-packages installed\n");
  DiscoverLimits limits;
  limits.root = (root_ / "old/dist-packages").string();
  auto tree = open_directory(limits.root);
  EXPECT_EQ(discover(**tree, limits, {}).projects.size(), 1u);
}

TEST_F(Discover, AManifestOfPythonBelongsToTheLockfileBesideIt) {
  put("pyproject.toml", "");
  put("uv.lock", "");
  put("requirements.txt", "");
  put("a/pyproject.toml", "");
  put("a/requirements.txt", "");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 2u);
  EXPECT_EQ(found.projects[0].lockfile_names, (std::vector<std::string>{"requirements.txt", "uv.lock"}));
  EXPECT_EQ(found.projects[1].lockfile_names, (std::vector<std::string>{"pyproject.toml", "requirements.txt"}));
  EXPECT_EQ(codes(found), std::vector<std::string>{});
}

TEST_F(Discover, AFolderHasAProjectForEachEcosystem) {
  put("Cargo.lock");
  put("Cargo.toml");
  put("go.mod");
  put("go.sum");
  put("package.json");
  put("yarn.lock");
  put(".github/workflows/ci.yml");
  put(".github/workflows/release.yaml");
  put(".github/dependabot.yml");
  put("action.yml");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 5u);
  EXPECT_EQ(found.projects[0].ecosystem, "npm");
  EXPECT_TRUE(found.projects[0].has_manifest);
  EXPECT_EQ(found.projects[1].ecosystem, "crates");
  EXPECT_EQ(found.projects[1].lockfile_names, std::vector<std::string>{"Cargo.lock"});
  EXPECT_FALSE(found.projects[1].has_manifest);
  EXPECT_EQ(found.projects[2].lockfile_names, std::vector<std::string>{"action.yml"});
  EXPECT_EQ(found.projects[3].lockfile_names, std::vector<std::string>{"go.mod"});
  EXPECT_EQ(found.projects[4].directory, ".github/workflows");
  EXPECT_EQ(found.projects[4].lockfile_names, (std::vector<std::string>{"ci.yml", "release.yaml"}));
  EXPECT_TRUE(found.unread.empty());  // go.sum is read with go.mod
}

TEST_F(Discover, CargoTomlAloneIsNoLockfile) {
  put("Cargo.toml");
  put("b/package.json");
  put("c/Cargo.lock");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 3u);
  EXPECT_FALSE(found.projects[0].has_lockfile());
  EXPECT_FALSE(found.projects[1].has_lockfile());
  EXPECT_TRUE(found.projects[2].has_lockfile());
}

TEST_F(Discover, AVendoredCrateIsNoRoot) {
  put("Cargo.lock");
  put("vendor/a/Cargo.toml");
  put("vendor/a/Cargo.lock");
  put("vendor/a/.cargo-checksum.json");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 1u);
  EXPECT_EQ(codes(found), (std::vector<std::string>{"vendor/a/Cargo.lock vendored", "vendor/a/Cargo.toml vendored"}));
}

TEST_F(Discover, ACrateThatNothingAboveListsIsReadWhateverItSaysOfItself) {
  put("Cargo.lock");
  put(".cargo-checksum.json");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 1u);
  EXPECT_EQ(found.projects[0].lockfile_names, std::vector<std::string>{"Cargo.lock"});
}

TEST_F(Discover, FormatsKnownByTheirFolderAreFoundFromWithinIt) {
  put("workflows/ci.yml");
  auto tree = open_directory(root_.string());
  ASSERT_TRUE(tree);
  EXPECT_TRUE(discover(**tree, {}, {}).projects.empty());
  DiscoverLimits limits;
  limits.root = "/somewhere/.github";
  const Discovery found = discover(**tree, limits, {});
  ASSERT_EQ(found.projects.size(), 1u);
  EXPECT_EQ(found.projects[0].directory, "workflows");
}

TEST_F(Discover, DigestsWithoutTheirModulesAndWorkspacesOfGoAreUnread) {
  put("a/go.sum");
  put("b/go.work");
  EXPECT_EQ(codes(run()), (std::vector<std::string>{"a/go.sum unsupported_format!", "b/go.work unsupported_format!"}));
}

TEST_F(Discover, OfTwoActionsInAFolderOneCounts) {
  put("action.yml");
  put("action.yaml");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 1u);
  EXPECT_EQ(found.projects[0].lockfile_names, std::vector<std::string>{"action.yml"});
  EXPECT_EQ(codes(found), std::vector<std::string>{"action.yaml superseded"});
}

TEST_F(Discover, ALockfileInsideAnInstalledPackageIsNoRoot) {
  put("package-lock.json");
  put("node_modules/a/package-lock.json");
  put("node_modules/a/node_modules/b/yarn.lock");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 1u);
  EXPECT_TRUE(found.projects[0].has_installed_tree);
}

TEST_F(Discover, ShrinkwrapWins) {
  put("package-lock.json");
  put("npm-shrinkwrap.json");
  const Discovery found = run();
  EXPECT_EQ(found.projects.at(0).lockfile_names, std::vector<std::string>{"npm-shrinkwrap.json"});
  EXPECT_EQ(codes(found), std::vector<std::string>{"package-lock.json superseded"});
}

TEST_F(Discover, AFifoOrFolderInPlaceOfALockfileIsSaid) {
  ASSERT_EQ(::mkfifo((root_ / "package-lock.json").c_str(), 0600), 0);
  fs::create_directories(root_ / "x" / "yarn.lock");
  const auto said = codes(run());
  EXPECT_EQ(said,
            (std::vector<std::string>{"package-lock.json not_a_regular_file!", "x/yarn.lock not_a_regular_file!"}));
}

TEST_F(Discover, LinksAreNotFollowedAndLoopsAreSaid) {
  put("project/package-lock.json");
  fs::create_directory_symlink("project", root_ / "again");
  fs::create_directory_symlink("..", root_ / "project" / "up");
  fs::create_symlink("yarn.lock", root_ / "yarn.lock");
  fs::create_directory_symlink("/", root_ / "outside");
  fs::create_symlink("/etc/hostname", root_ / "bun.lock");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 1u);
  auto said = codes(found);
  std::sort(said.begin(), said.end());
  EXPECT_EQ(said, (std::vector<std::string>{"bun.lock outside_root!", "outside outside_root!",
                                            "project/up symlink_loop!", "yarn.lock symlink_loop!"}));
}

TEST_F(Discover, ALinkOutIsUnreadWhereItCanHideSomething) {
  const fs::path venv = root_ / "venv";
  put("venv/pyvenv.cfg");
  put("venv/lib/x");
  fs::create_directory(venv / "bin");
  fs::create_directory_symlink("lib", venv / "lib64");
  fs::create_directory_symlink(venv / "lib", venv / "absolute");
  fs::create_symlink("/bin/sh", venv / "bin" / "python");
  fs::create_symlink("/nonexistent/python3", venv / "bin" / "python3");
  fs::create_symlink("/bin/sh", root_ / "tool");
  fs::create_symlink("/nonexistent/folder", root_ / "gone");
  fs::create_symlink("/bin/sh", root_ / "package.json");
  fs::create_symlink("/bin/sh", root_ / "package.yaml");
  fs::create_symlink("loop", root_ / "loop");
  fs::create_directory_symlink("/", venv / "bin" / "root");
  fs::create_directory_symlink(root_, venv / "above");
  auto said = codes(run());
  std::sort(said.begin(), said.end());
  EXPECT_EQ(said, (std::vector<std::string>{"gone outside_root!", "loop symlink_loop", "package.json outside_root!",
                                            "package.yaml unsupported_format!", "venv/above symlink_loop!",
                                            "venv/bin/root outside_root!"}));
}

TEST_F(Discover, AnAbsoluteLinkIntoTheTreeIsEnteredWhereTheWalkDoesNotComeBy) {
  put(".git/app/package-lock.json");
  put("project/package-lock.json");
  fs::create_directory_symlink(root_ / ".git" / "app", root_ / "app");
  fs::create_directory_symlink(root_ / "project", root_ / "again");
  const Discovery found = run();
  ASSERT_EQ(found.projects.size(), 2u);
  EXPECT_EQ(found.projects[0].directory, ".git/app");
  EXPECT_TRUE(found.unread.empty());
}

TEST_F(Discover, ALinkToAFolderThatTheWalkPassesOverIsEnteredOnce) {
  put(".git/app/package-lock.json");
  put(".git/other/package-lock.json");
  put("node_modules/z/app/yarn.lock");
  put("node_modules/z/package-lock.json");
  fs::create_directory_symlink(".git/app", root_ / "app");
  fs::create_directory_symlink("app", root_ / "again");
  fs::create_directory_symlink(".git", root_ / "git");
  fs::create_directory_symlink("node_modules/z/app", root_ / "z");
  fs::create_directory_symlink("node_modules/z", root_ / "package");
  std::vector<std::string> folders;
  const Discovery found = run();
  for (const Project& project : found.projects) folders.push_back(project.directory);
  EXPECT_EQ(folders, (std::vector<std::string>{"", ".git/app", ".git/other", "node_modules/z/app"}));
  EXPECT_TRUE(found.unread.empty());
}

TEST_F(Discover, WhatAnotherFileReplacesLosesNothing) {
  for (const char* folder : {"alone/", "beside/"})
    for (const char* name : {".pnp.cjs", "deno.json", "package.yaml", "shrinkwrap.yaml"})
      put(std::string(folder) + name);
  for (const char* name : {"yarn.lock", "deno.lock", "pnpm-lock.yaml"}) put(std::string("beside/") + name);
  const auto said = codes(run());
  EXPECT_EQ(said, (std::vector<std::string>{
                      "alone/.pnp.cjs unsupported_format!", "alone/deno.json unsupported_format!",
                      "alone/package.yaml unsupported_format!", "alone/shrinkwrap.yaml unsupported_format!",
                      "beside/.pnp.cjs unsupported_format", "beside/deno.json unsupported_format",
                      "beside/package.yaml unsupported_format", "beside/shrinkwrap.yaml unsupported_format"}));
}

TEST_F(Discover, ALinkToALockfileInsideTheFolderIsRead) {
  put("locks/real.json");
  fs::create_symlink("locks/real.json", root_ / "package-lock.json");
  EXPECT_EQ(run().projects.at(0).lockfile_names, std::vector<std::string>{"package-lock.json"});
}

TEST_F(Discover, LimitsAreSaid) {
  put("a/b/c/package-lock.json");
  EXPECT_EQ(codes(run({.entries = 5'000, .depth = 2})), std::vector<std::string>{"a/b/c too_deep!"});
  EXPECT_EQ(codes(run({.entries = 2, .depth = 100})), std::vector<std::string>{"a/b too_many!"});
}

TEST_F(Discover, ScriptsOfTheTreeAreListedWithoutThoseOfInstalledPackages) {
  for (const char* name : {"z.js", "a/b.MJS", "a/c.cjs", "a/d.ts", "node_modules/x/y.js", ".git/hook.js",
                           "venv/lib/site-packages/a-1.dist-info/METADATA", "venv/lib/site-packages/a/static/q.js"})
    put(name);
  fs::create_symlink("a/d.ts", root_ / "link.js");
  fs::create_symlink("/nowhere/at/all.js", root_ / "out.js");
  fs::create_symlink("a", root_ / "folder.js");
  ASSERT_EQ(::mkfifo((root_ / "fifo.js").c_str(), 0600), 0);
  EXPECT_EQ(run().scripts, (std::vector<std::string>{"a/b.MJS", "a/c.cjs", "fifo.js", "link.js", "out.js", "z.js"}));
}

TEST_F(Discover, EveryDocumentIsAProjectOfItsOwn) {
  for (const char* name :
       {"a.cdx.json", "a.spdx.json", "bom.json", "bom.xml", "sbom.xml", "x.bom.json", ".cdx.json", "package-lock.json"})
    put(name);
  const Discovery found = run();
  std::vector<std::string> files;
  for (const Project& project : found.projects) files.push_back(project.ecosystem + " " + project.lockfile_names.at(0));
  EXPECT_EQ(files, (std::vector<std::string>{"npm package-lock.json", "generic a.cdx.json", "generic a.spdx.json",
                                             "generic bom.json", "generic x.bom.json"}));
  EXPECT_EQ(codes(found), (std::vector<std::string>{"bom.xml unsupported_format", "sbom.xml unsupported_format!"}));
}

}  // namespace
}  // namespace cordon::inventory
