#include "inventory/npm/installed_tree.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "inventory/npm/scratch_tree_test.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using model::InstallScript;
using model::Origin;

Result<InstalledTree> try_read(const FileTree& tree, std::string_view directory = {},
                               const InstalledLimits& limits = {}) {
  static const model::Registries registries;
  static const ClientConfig client;
  ReadContext context;
  context.display_path = directory.empty() ? "node_modules" : std::string(directory) + "/node_modules";
  context.tree = &tree;
  context.directory = directory;
  context.registries = &registries;
  context.client = &client;
  return read_installed_tree(tree, directory, context, limits);
}

InstalledTree read(const ScratchTree& scratch, std::string_view directory = {}) {
  const auto tree = scratch.open();
  return try_read(*tree, directory).value();
}

// Locations of all components, in order.
std::vector<std::string> locations(const InstalledTree& tree) {
  std::vector<std::string> out;
  for (const auto& component : tree.inventory.components)
    out.push_back(component.id.substr(component.id.find('#') + 1));
  return out;
}

const model::Component* at(const InstalledTree& tree, std::string_view location) {
  for (const auto& component : tree.inventory.components)
    if (component.id.ends_with("#" + std::string(location))) return &component;
  return nullptr;
}

// "from > to" for all edges, sorted.
std::vector<std::string> edges(const InstalledTree& tree) {
  std::vector<std::string> out;
  const auto place = [&](std::uint32_t node) {
    const std::string& id = tree.inventory.node_id(node);
    return id.substr(id.find('#') + 1);
  };
  for (const auto& edge : tree.inventory.edges) out.push_back(place(edge.from) + " > " + place(edge.to));
  std::ranges::sort(out);
  return out;
}

using Texts = std::vector<std::string>;

TEST(InstalledTree, ReadsNestedAndScopedPackagesByNodesLookup) {
  ScratchTree scratch;
  scratch
      .package("app", "demo", "1.0.0",
               R"(, "dependencies": {"a": "^1", "short": "npm:real@2"}, "devDependencies": {"@s/c": "*"})")
      .package("app/node_modules/a", "a", "1.1.0",
               R"(, "dependencies": {"b": "^2"}, "devDependencies": {"not-installed": "1"})")
      .package("app/node_modules/a/node_modules/b", "b", "2.0.0")
      .package("app/node_modules/b", "b", "1.0.0")
      .package("app/node_modules/@s/c", "@s/c", "3.0.0",
               R"(, "dependencies": {"b": "^1"}, "optionalDependencies": {"gone": "1"})")
      .package("app/node_modules/short", "real", "2.0.1");
  const InstalledTree tree = read(scratch, "app");
  EXPECT_EQ(locations(tree), (Texts{"node_modules/@s/c", "node_modules/a", "node_modules/a/node_modules/b",
                                    "node_modules/b", "node_modules/short"}));
  EXPECT_EQ(tree.inventory.components[1].id, "app/node_modules#node_modules/a");
  EXPECT_EQ(tree.directories[2], "app/node_modules/a/node_modules/b");
  EXPECT_EQ(edges(tree),
            (Texts{" > node_modules/@s/c", " > node_modules/a", " > node_modules/short",
                   "node_modules/@s/c > node_modules/b", "node_modules/a > node_modules/a/node_modules/b"}));
  EXPECT_EQ(at(tree, "node_modules/short")->name, "real");
  EXPECT_EQ(at(tree, "node_modules/short")->alias, "short");
  EXPECT_EQ(at(tree, "node_modules/b")->scope, model::Scope::development);
  ASSERT_EQ(tree.inventory.unresolved.size(), 1u);
  EXPECT_EQ(tree.inventory.unresolved[0].name, "gone");
  EXPECT_EQ(tree.inventory.unresolved[0].kind, EdgeKind::optional);
  ASSERT_EQ(tree.inventory.roots.size(), 1u);
  EXPECT_EQ(tree.inventory.roots[0].name, "demo");
  EXPECT_EQ(tree.inventory.roots[0].declared.size(), 3u);
  EXPECT_TRUE(tree.inventory.unread.empty());
}

TEST(InstalledTree, ReadsPnpmByTheFoldersThatLinksLeadTo) {
  ScratchTree scratch;
  scratch.package(".", "demo", "1.0.0", R"(, "dependencies": {"a": "1"})")
      .package("node_modules/.pnpm/a@1.0.0/node_modules/a", "a", "1.0.0",
               R"(, "dependencies": {"b": "2", "hoisted": "1"})")
      .link("node_modules/.pnpm/a@1.0.0/node_modules/b", "../../b@2.0.0/node_modules/b")
      .package("node_modules/.pnpm/b@2.0.0/node_modules/b", "b", "2.0.0")
      .package("node_modules/.pnpm/hoisted@1.0.0/node_modules/hoisted", "hoisted", "1.0.0")
      .link("node_modules/.pnpm/node_modules/hoisted", "../hoisted@1.0.0/node_modules/hoisted")
      .link("node_modules/a", ".pnpm/a@1.0.0/node_modules/a")
      .file("node_modules/.modules.yaml", R"({"packageManager": "pnpm@10.0.0", "pendingBuilds": ["b@2.0.0"]})");
  const InstalledTree tree = read(scratch);
  const std::string store = "node_modules/.pnpm/";
  EXPECT_EQ(locations(tree), (Texts{store + "a@1.0.0/node_modules/a", store + "b@2.0.0/node_modules/b",
                                    store + "hoisted@1.0.0/node_modules/hoisted"}));
  EXPECT_EQ(edges(tree), (Texts{" > " + store + "a@1.0.0/node_modules/a",
                                store + "a@1.0.0/node_modules/a > " + store + "b@2.0.0/node_modules/b",
                                store + "a@1.0.0/node_modules/a > " + store + "hoisted@1.0.0/node_modules/hoisted"}));
  EXPECT_EQ(tree.client, "pnpm");
  ASSERT_TRUE(tree.state);
  EXPECT_EQ(tree.state->pending_builds, Texts{"b@2.0.0"});
  EXPECT_FALSE(tree.inventory.components[0].alias);
}

TEST(InstalledTree, ReadsTheStoresOfBunYarnAndLinkedNpm) {
  ScratchTree scratch;
  scratch.package("node_modules/.bun/a@1.0.0+0011223344556677/node_modules/a", "a", "1.0.0")
      .link("node_modules/a", ".bun/a@1.0.0+0011223344556677/node_modules/a")
      .package("node_modules/.store/y-npm-1.0.0-0011223344/package", "y", "1.0.0", R"(, "dependencies": {"a": "1"})")
      .link("node_modules/.store/y-npm-1.0.0-0011223344/node_modules/a",
            "../../../.bun/a@1.0.0+0011223344556677/node_modules/a")
      .package("node_modules/.store/@s/n@1.0.0-hash/node_modules/@s/n", "@s/n", "1.0.0");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(locations(tree), (Texts{"node_modules/.bun/a@1.0.0+0011223344556677/node_modules/a",
                                    "node_modules/.store/@s/n@1.0.0-hash/node_modules/@s/n",
                                    "node_modules/.store/y-npm-1.0.0-0011223344/package"}));
  EXPECT_EQ(tree.client, "bun");
  EXPECT_EQ(edges(tree)[2],
            "node_modules/.store/y-npm-1.0.0-0011223344/package > "
            "node_modules/.bun/a@1.0.0+0011223344556677/node_modules/a");
  EXPECT_EQ(tree.inventory.roots[0].kind, model::RootKind::inferred);
}

TEST(InstalledTree, ReadsWorkspacePackagesAndTheirOwnNodeModules) {
  ScratchTree scratch;
  scratch.package(".", "demo", "1.0.0", R"(, "workspaces": ["packages/*"])")
      .package("packages/w", "w", "0.1.0", R"(, "dependencies": {"x": "1"}, "devDependencies": {"y": "1"})")
      .package("packages/w/node_modules/x", "x", "1.0.0")
      .package("node_modules/x", "x", "2.0.0")
      .package("node_modules/y", "y", "1.0.0")
      .link("node_modules/w", "../packages/w");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(locations(tree),
            (Texts{"node_modules/w", "node_modules/x", "node_modules/y", "packages/w/node_modules/x"}));
  EXPECT_EQ(at(tree, "node_modules/w")->origin, Origin::link);
  EXPECT_EQ(at(tree, "node_modules/w")->version, "0.1.0");
  EXPECT_EQ(tree.directories[0], "packages/w");
  ASSERT_EQ(tree.inventory.roots.size(), 2u);
  EXPECT_EQ(tree.inventory.roots[1].kind, model::RootKind::workspace);
  const Texts found = edges(tree);
  EXPECT_TRUE(std::ranges::count(found, " > node_modules/w")) << "the project asks for its workspace package";
  EXPECT_TRUE(std::ranges::count(found, "packages/w > packages/w/node_modules/x"));
  EXPECT_TRUE(std::ranges::count(found, "packages/w > node_modules/y"));
}

TEST(InstalledTree, FindsPnpmsWorkspacePackages) {
  ScratchTree scratch;
  scratch.package(".", "demo", "1.0.0")
      .file("pnpm-workspace.yaml", "packages:\n  - 'libs/*'\n  - '!libs/old'\n")
      .package("libs/new", "new", "1.0.0")
      .package("libs/old", "old", "1.0.0")
      .package("node_modules/.pnpm/x@1.0.0/node_modules/x", "x", "1.0.0")
      .link("libs/new/node_modules/x", "../../../node_modules/.pnpm/x@1.0.0/node_modules/x");
  const InstalledTree tree = read(scratch);
  ASSERT_EQ(tree.inventory.roots.size(), 2u);
  EXPECT_EQ(tree.inventory.roots[1].name, "new");
  EXPECT_EQ(tree.modules, (Texts{"libs/new/node_modules", "node_modules", "node_modules/.pnpm/x@1.0.0/node_modules"}));
}

TEST(InstalledTree, ReadsAWorkspacePackageGivenAloneThroughItsLinks) {
  ScratchTree scratch;
  scratch.package("libs/w", "w", "1.0.0", R"(, "dependencies": {"x": "1"})")
      .package("node_modules/.pnpm/x@1.0.0/node_modules/x", "x", "1.0.0", R"(, "dependencies": {"y": "1"})")
      .package("node_modules/.pnpm/y@1.0.0/node_modules/y", "y", "1.0.0")
      .link("node_modules/.pnpm/x@1.0.0/node_modules/y", "../../y@1.0.0/node_modules/y")
      .package("node_modules/.pnpm/other@1.0.0/node_modules/other", "other", "1.0.0")
      .link("libs/w/node_modules/x", "../../../node_modules/.pnpm/x@1.0.0/node_modules/x");
  const InstalledTree tree = read(scratch, "libs/w");
  EXPECT_EQ(locations(tree), (Texts{"../../node_modules/.pnpm/x@1.0.0/node_modules/x",
                                    "../../node_modules/.pnpm/y@1.0.0/node_modules/y"}));
  EXPECT_EQ(edges(tree).size(), 2u);
}

TEST(InstalledTree, NeverFollowsALinkOutOfTheTree) {
  ScratchTree scratch;
  scratch.package(".", "demo", "1.0.0")
      .link("node_modules/absolute", "/etc")
      .link("node_modules/up", "../../..")
      .link("node_modules/loop", "loop")
      .link("node_modules/dangling", "../nowhere");
  const InstalledTree tree = read(scratch);
  std::vector<std::pair<std::string, bool>> codes;
  for (const auto& unread : tree.inventory.unread)
    codes.emplace_back(unread.path + " " + unread.code, unread.incomplete);
  EXPECT_EQ(codes, (std::vector<std::pair<std::string, bool>>{{"node_modules/absolute outside_root", true},
                                                              {"node_modules/dangling not_found", false},
                                                              {"node_modules/loop symlink_loop", true},
                                                              {"node_modules/up outside_root", true}}));
  ASSERT_EQ(tree.inventory.components.size(), 4u) << "each is a link that stands there";
  EXPECT_EQ(tree.inventory.components[0].origin, Origin::link);
  EXPECT_EQ(tree.inventory.components[0].version, "");
}

TEST(InstalledTree, EndsOnLinksThatMakeAnEndlessTree) {
  ScratchTree scratch;
  scratch.package(".", "demo", "1.0.0", R"(, "workspaces": ["w"])")
      .package("w", "w", "1.0.0")
      .link("w/node_modules/self", "..")
      .link("w/node_modules/root", "../..")
      .link("node_modules/w", "../w")
      .link("node_modules/a", "../w/node_modules/self/node_modules/root/node_modules/w");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(tree.inventory.components.size(), 4u);
  EXPECT_EQ(at(tree, "node_modules/a")->name, "w");
}

TEST(InstalledTree, SaysWhichFoldersHaveNoManifest) {
  ScratchTree scratch;
  scratch.package("node_modules/good", "good", "1.0.0")
      .file("node_modules/broken/package.json", "{\"name\": ")
      .file("node_modules/wrong/package.json", "[]")
      .file("node_modules/none/index.js", "")
      .folder("node_modules/empty")
      .folder("node_modules/@scope")
      .file("node_modules/version/package.json", R"({"name": "version", "version": 3})");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(locations(tree), (Texts{"node_modules/good", "node_modules/version"}));
  EXPECT_EQ(tree.without_manifest,
            (Texts{"node_modules/broken", "node_modules/empty", "node_modules/none", "node_modules/wrong"}));
  std::vector<std::string> codes;
  for (const auto& unread : tree.inventory.unread)
    codes.push_back(unread.path + " " + unread.code + (unread.incomplete ? " incomplete" : ""));
  EXPECT_EQ(codes,
            (Texts{"node_modules/broken/package.json truncated incomplete", "node_modules/empty not_found",
                   "node_modules/none not_found incomplete", "node_modules/version/package.json wrong_type incomplete",
                   "node_modules/wrong/package.json wrong_type incomplete"}));
}

TEST(InstalledTree, ReadsWhatAnInterruptedOrReplacedInstallLeft) {
  ScratchTree scratch;
  scratch.package("node_modules/.left-Ab12Cd34", "left", "1.0.0")
      .package("node_modules/@s/.right-Ab12Cd34", "@s/right", "1.0.0")
      .package("node_modules/.ignored/moved", "moved", "1.0.0")
      .file("node_modules/.cache/x/package.json", "{}")
      .file("node_modules/.bin/tool", "")
      .file("node_modules/loose.js", "");
  EXPECT_EQ(locations(read(scratch)),
            (Texts{"node_modules/.ignored/moved", "node_modules/.left-Ab12Cd34", "node_modules/@s/.right-Ab12Cd34"}));
}

TEST(InstalledTree, WhatYarnRecordedIsSaidToBeUnread) {
  ScratchTree scratch;
  scratch.package("node_modules/a", "a", "1.0.0").file("node_modules/.yarn-state.yml", "__metadata:\n");
  const InstalledTree tree = read(scratch);
  ASSERT_EQ(tree.inventory.unread.size(), 1u);
  EXPECT_EQ(tree.inventory.unread[0].path, "node_modules/.yarn-state.yml");
  EXPECT_FALSE(tree.inventory.unread[0].incomplete);
}

TEST(InstalledTree, FindsNodeModulesInSubfoldersOfPackages) {
  ScratchTree scratch;
  scratch.package("node_modules/foo", "foo", "1.0.0")
      .package("node_modules/foo/dist/deep/node_modules/x", "x", "1.0.0")
      .package("node_modules/foo/dist/deep/node_modules/x/lib/node_modules/y", "y", "1.0.0")
      .file("node_modules/foo/test/node_modules/fixture/index.js", "")
      .file("node_modules/foo/test/node_modules/broken/package.json", "{")
      .package("node_modules/.hidden/node_modules/z", "z", "1.0.0")
      .package("node_modules/.pnpm/a@1.0.0/other/node_modules/w", "w", "1.0.0")
      .package("node_modules/.pnpm/a@1.0.0/node_modules/a", "a", "1.0.0");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(locations(tree), (Texts{"node_modules/.hidden/node_modules/z", "node_modules/.pnpm/a@1.0.0/node_modules/a",
                                    "node_modules/.pnpm/a@1.0.0/other/node_modules/w", "node_modules/foo",
                                    "node_modules/foo/dist/deep/node_modules/x",
                                    "node_modules/foo/dist/deep/node_modules/x/lib/node_modules/y"}));
  EXPECT_TRUE(at(tree, "node_modules/foo/dist/deep/node_modules/x")->bundled) << "it came with the package";
  EXPECT_FALSE(at(tree, "node_modules/foo")->bundled);
  ASSERT_EQ(tree.inventory.unread.size(), 1u);
  EXPECT_FALSE(tree.inventory.unread[0].incomplete) << "a fixture of a package's tests";
  EXPECT_TRUE(tree.without_manifest.empty());
}

TEST(InstalledTree, KnowsWhichPackagesRunCodeWhenInstalled) {
  ScratchTree scratch;
  scratch.package("node_modules/script", "script", "1.0.0", R"(, "scripts": {"postinstall": "node x"})")
      .package("node_modules/plain", "plain", "1.0.0", R"(, "scripts": {"test": "x", "install": ""})")
      .package("node_modules/native", "native", "1.0.0")
      .file("node_modules/native/binding.gyp", "{}")
      .package("node_modules/off", "off", "1.0.0", R"(, "gypfile": false)")
      .file("node_modules/off/binding.gyp", "{}")
      .package("node_modules/own", "own", "1.0.0", R"(, "scripts": {"install": "node build"})")
      .file("node_modules/own/binding.gyp", "{}");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(at(tree, "node_modules/script")->install_script, InstallScript::yes);
  EXPECT_EQ(at(tree, "node_modules/plain")->install_script, InstallScript::no);
  EXPECT_EQ(at(tree, "node_modules/native")->install_script, InstallScript::yes);
  EXPECT_EQ(at(tree, "node_modules/off")->install_script, InstallScript::no);
  EXPECT_EQ(at(tree, "node_modules/own")->install_script, InstallScript::yes);
  EXPECT_TRUE(tree.details[0].native_build);
  EXPECT_FALSE(tree.details[2].native_build) << "its own script builds it";
}

TEST(InstalledTree, KeepsTheRecordsOfOldNpm) {
  ScratchTree scratch;
  scratch
      .package("node_modules/old", "old", "1.0.0",
               R"(, "_resolved": "https://registry.example.test/old/-/old-1.0.0.tgz", "_integrity": "sha512-AA==",
                      "_requested": {"raw": "old@^1.0.0"}, "bundleDependencies": ["in"])")
      .package("node_modules/old/node_modules/in", "in", "1.0.0")
      .package("node_modules/old/node_modules/in/node_modules/deep", "deep", "1.0.0")
      .package("node_modules/old/node_modules/not", "not", "1.0.0")
      .package("node_modules/git", "git", "1.0.0", R"(, "_resolved": "git+ssh://git@example.invalid/git.git#abc")");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(at(tree, "node_modules/old")->integrity, Texts{"sha512-AA=="});
  EXPECT_EQ(at(tree, "node_modules/old")->resolved, "https://registry.example.test/old/-/old-1.0.0.tgz");
  EXPECT_EQ(tree.details[1].requested, "old@^1.0.0");
  EXPECT_EQ(at(tree, "node_modules/git")->origin, Origin::git);
  EXPECT_TRUE(at(tree, "node_modules/old/node_modules/in")->bundled);
  EXPECT_TRUE(at(tree, "node_modules/old/node_modules/in/node_modules/deep")->bundled);
  EXPECT_FALSE(at(tree, "node_modules/old/node_modules/not")->bundled);
}

TEST(InstalledTree, TakesTheOriginFromPnpmsFolderNames) {
  ScratchTree scratch;
  const std::string store = "node_modules/.pnpm/";
  const std::pair<std::string, Origin> cases[] = {{"a@1.0.0_react@18.0.0", Origin::registry},
                                                  {"@s+a@1.0.0", Origin::registry},
                                                  {"file+vendor+a", Origin::file},
                                                  {"a@file+vendor+a", Origin::file},
                                                  {"example.invalid+user+a@0123456789", Origin::git},
                                                  {"a@git+https+++example.invalid+user+a+0123", Origin::git},
                                                  {"a@https+++example.invalid+user+a+tar.gz+0123", Origin::git}};
  for (const auto& [key, origin] : cases) scratch.package(store + key + "/node_modules/a", "a", "1.0.0");
  const InstalledTree tree = read(scratch);
  for (const auto& [key, origin] : cases) {
    const model::Component* component = at(tree, store + key + "/node_modules/a");
    ASSERT_NE(component, nullptr) << key;
    EXPECT_EQ(component->origin, origin) << key;
  }
}

TEST(InstalledTree, StopsAtItsLimitsAndSaysSo) {
  ScratchTree scratch;
  scratch.package("node_modules/a", "a", "1.0.0")
      .package("node_modules/b", "b", "1.0.0")
      .package("node_modules/c", "c", "1.0.0");
  const auto tree = scratch.open();
  InstalledLimits limits;
  limits.packages = 2;
  InstalledTree read = try_read(*tree, {}, limits).value();
  EXPECT_EQ(read.inventory.components.size(), 2u);
  ASSERT_EQ(read.inventory.unread.size(), 1u);
  EXPECT_EQ(read.inventory.unread[0].code, "too_many");
  EXPECT_TRUE(read.inventory.unread[0].incomplete);
  limits = {};
  limits.manifest_bytes = 10;
  read = try_read(*tree, {}, limits).value();
  EXPECT_EQ(read.inventory.unread.size(), 3u);
  EXPECT_EQ(read.inventory.unread[0].code, "too_large");
}

TEST(InstalledTree, StopsAtADepthThatNoClientMakes) {
  ScratchTree scratch;
  std::string path;
  for (int i = 0; i < 8; ++i)
    scratch.package(path += (path.empty() ? "node_modules/d" : "/node_modules/d"), "d", "1.0.0");
  const auto tree = scratch.open();
  InstalledLimits limits;
  limits.nesting = 4;
  const InstalledTree read = try_read(*tree, {}, limits).value();
  EXPECT_EQ(read.inventory.components.size(), 5u);
  EXPECT_EQ(read.inventory.unread[0].code, "too_deep");
}

TEST(InstalledTree, FailsWhereThereIsNone) {
  ScratchTree scratch;
  scratch.file("package.json", "{}").file("file/node_modules", "").link("out/node_modules", "../../..");
  const auto tree = scratch.open();
  EXPECT_EQ(try_read(*tree).error().code, ErrorCode::not_found);
  EXPECT_EQ(try_read(*tree, "file").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(try_read(*tree, "out").error().code, ErrorCode::outside_root);
}

TEST(InstalledTree, ReadsANodeModulesThatIsALinkInsideTheTree) {
  ScratchTree scratch;
  scratch.package("app", "demo", "1.0.0", R"(, "dependencies": {"a": "1"})")
      .package("shared/node_modules/a", "a", "1.0.0")
      .link("app/node_modules", "../shared/node_modules");
  const InstalledTree tree = read(scratch, "app");
  EXPECT_EQ(locations(tree), Texts{"../shared/node_modules/a"});
  EXPECT_EQ(edges(tree), Texts{" > ../shared/node_modules/a"});
}

TEST(InstalledTree, NotesTheHiddenLockfile) {
  ScratchTree scratch;
  scratch.file("node_modules/.package-lock.json", "{}").package("node_modules/a", "a", "1.0.0");
  const InstalledTree tree = read(scratch);
  EXPECT_EQ(tree.hidden_lockfile, "node_modules/.package-lock.json");
  EXPECT_EQ(tree.inventory.format, "node_modules (npm)");
}

}  // namespace
}  // namespace cordon::inventory::npm
