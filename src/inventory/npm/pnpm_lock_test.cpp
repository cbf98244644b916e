#include "inventory/npm/pnpm_lock.h"

#include "inventory/npm/pnpm_lock_fixture.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;
using model::Scope;

class PnpmLock9 : public PnpmLockFixture {};

TEST_F(PnpmLock9, GivesEveryInstanceItsOwnComponentAndEdges) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(b@1.0.0)}
    devDependencies:
      a2: {specifier: 'npm:a@^1', version: 'a@1.0.0(b@2.0.0)'}
packages:
  a@1.0.0:
    resolution: {integrity: sha512-AAAA sha1-BBBB}
    peerDependencies: {b: '*'}
  b@1.0.0: {resolution: {integrity: sha512-CCCC}}
  b@2.0.0: {resolution: {integrity: sha512-DDDD}}
snapshots:
  a@1.0.0(b@1.0.0):
    dependencies: {b: 1.0.0}
  a@1.0.0(b@2.0.0):
    dependencies: {b: 2.0.0}
  b@1.0.0: {}
  b@2.0.0: {}
)");
  EXPECT_EQ(inventory.format, "pnpm-lock 9.0");
  ASSERT_EQ(inventory.components.size(), 4u);
  EXPECT_EQ(edges(inventory), (Texts{"a@1.0.0(b@1.0.0) -> b@1.0.0 peer *", "a@1.0.0(b@2.0.0) -> b@2.0.0 peer *",
                                     "importers/. -> a@1.0.0(b@1.0.0) runtime ^1.0.0",
                                     "importers/. -> a@1.0.0(b@2.0.0) development npm:a@^1"}));
  const auto first = component(inventory, "a@1.0.0(b@1.0.0)");
  EXPECT_EQ(first.name, "a");
  EXPECT_EQ(first.version, "1.0.0");
  EXPECT_EQ(first.purl, "pkg:npm/a@1.0.0");
  EXPECT_EQ(first.integrity, (Texts{"sha512-AAAA", "sha1-BBBB"}));
  EXPECT_EQ(first.place, (model::Place{"p/pnpm-lock.yaml", 15}));
  EXPECT_EQ(first.scope, Scope::runtime);
  EXPECT_EQ(first.install_script, model::InstallScript::unknown);
  EXPECT_FALSE(first.alias);
  const auto second = component(inventory, "a@1.0.0(b@2.0.0)");
  EXPECT_EQ(second.alias, "a2");
  EXPECT_EQ(second.scope, Scope::development);
  EXPECT_TRUE(component(inventory, "b@2.0.0").peer);
  EXPECT_TRUE(inventory.unread.empty());
}

TEST_F(PnpmLock9, ConnectsWorkspacePackagesByTheirLinks) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers:
  packages/a:
    dependencies:
      b: {specifier: 'workspace:*', version: link:../b}
      out: {specifier: 'link:../../../out', version: link:../../../out}
  packages/b:
    devDependencies:
      out: {specifier: 'link:../../../out', version: link:../../../out}
  .: {}
)");
  ASSERT_EQ(inventory.roots.size(), 3u);
  EXPECT_EQ(inventory.roots[0].id, id("importers/."));
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::project);
  EXPECT_EQ(inventory.roots[1].kind, model::RootKind::workspace);
  EXPECT_EQ(inventory.roots[1].declared.at(0).range, "workspace:*");
  EXPECT_EQ(inventory.roots[1].declared.at(0).place.line, 5u);
  EXPECT_EQ(edges(inventory), (Texts{"importers/packages/a -> importers/packages/b runtime workspace:*",
                                     "importers/packages/a -> link:../out runtime link:../../../out",
                                     "importers/packages/b -> link:../out development link:../../../out"}));
  EXPECT_EQ(component(inventory, "link:../out").origin, Origin::link);
}

TEST_F(PnpmLock9, TellsOriginsByTheResolution) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers: {., packages/own: {}}
packages:
  git@git+https://example.invalid/u/r.git#0f1e:
    resolution: {type: git, repo: 'https://example.invalid/u/r.git', commit: 0f1e}
    version: 1.0.0
  archive@https://codeload.github.com/u/r/tar.gz/0123456789012345678901234567890123456789:
    resolution: {tarball: https://codeload.github.com/u/r/tar.gz/0123456789012345678901234567890123456789}
    version: 2.0.0
  web@https://example.invalid/x.tgz: {resolution: {tarball: https://example.invalid/x.tgz}, version: 3.0.0}
  reg@4.0.0: {resolution: {integrity: sha512-AAAA, tarball: https://registry.example.test/reg/-/reg-4.0.0.tgz}}
  dir@file:vendor/dir: {resolution: {directory: vendor/dir, type: directory}}
  own@file:packages/own: {resolution: {directory: packages/own, type: directory}}
  node@runtime:22.0.0:
    resolution:
      type: variations
      variants:
        - resolution: {type: binary, integrity: sha256-AAAA, url: https://example.invalid/x64.tar.gz}
        - resolution: {type: binary, integrity: sha256-BBBB, url: https://example.invalid/arm.tar.gz}
    version: 22.0.0
  plug@5.0.0: {resolution: {type: 'custom:cdn', cdnUrl: x}}
)");
  const auto git = component(inventory, "git@git+https://example.invalid/u/r.git#0f1e");
  EXPECT_EQ(git.origin, Origin::git);
  EXPECT_EQ(git.version, "1.0.0");
  EXPECT_EQ(git.resolved, "https://example.invalid/u/r.git#0f1e");
  EXPECT_EQ(inventory.components[1].origin, Origin::git);
  EXPECT_EQ(component(inventory, "web@https://example.invalid/x.tgz").origin, Origin::http);
  const auto registry = component(inventory, "reg@4.0.0");
  EXPECT_EQ(registry.origin, Origin::registry);
  EXPECT_EQ(registry.registry, (model::Registry{"npm", model::RegistryClass::public_}));
  EXPECT_EQ(component(inventory, "dir@file:vendor/dir").origin, Origin::file);
  EXPECT_EQ(component(inventory, "own@file:packages/own").origin, Origin::workspace);
  const auto node = component(inventory, "node@runtime:22.0.0");
  EXPECT_EQ(node.ecosystem, "generic");
  EXPECT_EQ(node.origin, Origin::http);
  EXPECT_EQ(node.version, "22.0.0");
  EXPECT_EQ(node.integrity, (Texts{"sha256-AAAA", "sha256-BBBB"}));
  EXPECT_EQ(unread(inventory), (Texts{"21 unsupported_format", "4 disagreement"}));
}

TEST_F(PnpmLock9, WhatARegistryServesIsItsReleaseWhateverTheEntryCallsIt) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
packages:
  a@1.0.0: {resolution: {gitHosted: true, tarball: https://registry.example.test/a/-/a-1.0.0.tgz}}
  b@1.0.0: {resolution: {gitHosted: true, tarball: https://git.example.invalid/u/b/archive/main.tar.gz}}
  c@1.0.0: {resolution: {tarball: 'file:x'}}
snapshots: {a@1.0.0: {}, b@1.0.0: {}, c@1.0.0: {}}
)");
  EXPECT_EQ(component(inventory, "a@1.0.0").origin, Origin::registry);
  EXPECT_EQ(component(inventory, "b@1.0.0").origin, Origin::git);
  EXPECT_EQ(component(inventory, "c@1.0.0").origin, Origin::registry);
  EXPECT_EQ(unread(inventory), Texts{"6 invalid_value!"});
}

TEST_F(PnpmLock9, KnowsPatchedPackages) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
patchedDependencies:
  a@1.0.0: {hash: 0f1e, path: patches/a.patch}
importers:
  .:
    dependencies:
      a: {specifier: 1.0.0, version: 1.0.0(patch_hash=0f1e)}
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}}
snapshots:
  a@1.0.0(patch_hash=0f1e): {}
)");
  const auto patched = component(inventory, "a@1.0.0(patch_hash=0f1e)");
  EXPECT_EQ(patched.origin, Origin::patch);
  EXPECT_EQ(patched.integrity, Texts{"sha512-AAAA"});
  EXPECT_EQ(inventory.edges.size(), 1u);
  EXPECT_TRUE(inventory.unread.empty());
}

TEST_F(PnpmLock9, KeepsOverridesAsWritten) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
overrides:
  axios@>=1.14.1: 1.14.0
  axios@1.14.1: '-'
  parent@1>child: npm:other@^2
  plain: 3
  own: $own
  broken: {a: b}
)");
  ASSERT_EQ(inventory.overrides.size(), 5u);
  const auto rule = [&](std::size_t i) { return inventory.overrides[i]; };
  EXPECT_EQ(rule(0), (model::Override{"axios@>=1.14.1", "1.14.0", {"p/pnpm-lock.yaml", 3}}));
  EXPECT_EQ(rule(1).replacement, "-");
  EXPECT_EQ(rule(2), (model::Override{"parent@1>child", "npm:other@^2", {"p/pnpm-lock.yaml", 5}}));
  EXPECT_EQ(rule(3).replacement, "3");
  EXPECT_EQ(rule(4).replacement, "$own");
  EXPECT_EQ(unread(inventory), Texts{"8 wrong_type!"});
}

TEST_F(PnpmLock9, MakesWhatIsMissingUnresolved) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      gone: {specifier: ^1.0.0, version: 1.2.3}
      a: {specifier: ^1.0.0, version: 1.0.0}
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}}
snapshots:
  a@1.0.0:
    optionalDependencies: {other: 2.0.0}
)");
  ASSERT_EQ(inventory.unresolved.size(), 2u);
  EXPECT_EQ(inventory.unresolved[0], (model::Unresolved{0, "other", "2.0.0", model::EdgeKind::optional}));
  EXPECT_EQ(inventory.unresolved[1], (model::Unresolved{1, "gone", "^1.0.0", model::EdgeKind::runtime}));
}

TEST_F(PnpmLock9, KeepsPackagesWithoutSnapshotsAndSnapshotsWithoutPackages) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}}
  b@1.0.0: {resolution: {integrity: sha512-BBBB}}
  c@1.0.0: {resolution: {integrity: sha512-CCCC}}
snapshots:
  d@1.0.0: {}
  a@1.0.0: {}
)");
  ASSERT_EQ(inventory.components.size(), 4u);
  EXPECT_EQ(inventory.components[0].id, id("d@1.0.0"));
  EXPECT_TRUE(inventory.components[0].integrity.empty());
  EXPECT_EQ(inventory.components[2].id, id("b@1.0.0"));
  EXPECT_EQ(inventory.components[2].scope, Scope::unknown);
  EXPECT_EQ(unread(inventory), (Texts{"4 disagreement", "7 disagreement"}));
}

TEST_F(PnpmLock9, TakesTheVersionThatPnpmWouldFetchAndTellsTheContradiction) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}, version: 6.6.6}
snapshots:
  a@1.0.0: {}
)");
  EXPECT_EQ(component(inventory, "a@1.0.0").version, "6.6.6");
  EXPECT_EQ(unread(inventory), Texts{"3 disagreement"});
}

TEST_F(PnpmLock9, ReadsBothDocumentsOfOneFile) {
  const auto inventory = read(R"(---
lockfileVersion: '9.0'
importers:
  .:
    configDependencies:
      tool: {specifier: 1.0.0, version: 1.0.0}
    packageManagerDependencies:
      pnpm: {specifier: 12.0.0, version: 12.0.0}
packages:
  pnpm@12.0.0: {resolution: {integrity: sha512-AAAA}}
  tool@1.0.0: {resolution: {integrity: sha512-BBBB}}
snapshots:
  pnpm@12.0.0: {}
  tool@1.0.0: {}
---
lockfileVersion: '9.1'
importers:
  .:
    dependencies:
      tool: {specifier: ^1.0.0, version: 1.0.0}
packages:
  tool@1.0.0: {resolution: {integrity: sha512-CCCC}}
snapshots:
  tool@1.0.0: {}
)");
  EXPECT_EQ(inventory.format, "pnpm-lock 9.1");
  ASSERT_EQ(inventory.roots.size(), 2u);
  EXPECT_EQ(inventory.roots[0].id, id("importers/."));
  EXPECT_EQ(inventory.roots[1].id, id("env/importers/."));
  EXPECT_EQ(edges(inventory),
            (Texts{"importers/. -> tool@1.0.0 runtime ^1.0.0", "env/importers/. -> env/tool@1.0.0 development 1.0.0",
                   "env/importers/. -> env/pnpm@12.0.0 development 12.0.0"}));
  EXPECT_EQ(component(inventory, "env/tool@1.0.0").integrity, Texts{"sha512-BBBB"});
  EXPECT_EQ(component(inventory, "env/pnpm@12.0.0").scope, Scope::development);
  EXPECT_EQ(component(inventory, "tool@1.0.0").place.line, 24u);
}

TEST_F(PnpmLock9, ReadsTheOtherDocumentWhenOneIsNotUnderstood) {
  const auto inventory = read("--- nonsense\n---\nlockfileVersion: '9.0'\nsnapshots: {a@1.0.0: {}}\n");
  EXPECT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(unread(inventory), (Texts{"1 wrong_type!", "4 disagreement"}));
}

TEST_F(PnpmLock9, AnOptionalPeerThatIsThereIsNotOptional) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: 1.0.0, version: 1.0.0(b@1.0.0)}
packages:
  a@1.0.0:
    resolution: {integrity: sha512-AAAA}
    peerDependencies: {b: ^1.0.0}
    peerDependenciesMeta: {b: {optional: true}}
  b@1.0.0: {resolution: {integrity: sha512-BBBB}}
snapshots:
  a@1.0.0(b@1.0.0): {dependencies: {b: 1.0.0}}
  b@1.0.0: {}
)");
  EXPECT_EQ(edges(inventory)[0], "a@1.0.0(b@1.0.0) -> b@1.0.0 peer_optional ^1.0.0");
  EXPECT_EQ(component(inventory, "b@1.0.0").scope, Scope::runtime);
}

TEST_F(PnpmLock9, ReadsRegistryNamesInKeys) {
  const MemoryTree tree({{"p/pnpm-workspace.yaml", "namedRegistries:\n  work: https://packages.example.test/npm/\n"}});
  context_.tree = &tree;
  context_.directory = "p";
  const auto inventory = read(R"(lockfileVersion: '9.0'
packages:
  a@work:1.0.0: {resolution: {integrity: sha512-AAAA}}
  a@other:1.0.0: {resolution: {integrity: sha512-AAAA}}
  '@jsr/s__a@1.0.0': {resolution: {integrity: sha512-AAAA}}
snapshots: {a@work:1.0.0: {}, a@other:1.0.0: {}, '@jsr/s__a@1.0.0': {}}
)");
  const auto registry = [&](const char* key) { return component(inventory, key).registry; };
  EXPECT_EQ(registry("a@work:1.0.0"), (model::Registry{"npm", model::RegistryClass::public_}));
  EXPECT_EQ(registry("a@other:1.0.0"), (model::Registry{"other", model::RegistryClass::unknown}));
  EXPECT_EQ(registry("@jsr/s__a@1.0.0"), (model::Registry{"jsr", model::RegistryClass::public_}));
}

TEST_F(PnpmLock9, OverridesOfTheWorkspaceFileThatTheLockfileDoesNotHaveAreNewerThanIt) {
  const MemoryTree tree({{"p/pnpm-workspace.yaml", "overrides:\n  a: 1.0.0\n  b: 2.0.1\n  c: [1]\n"}});
  context_.tree = &tree;
  context_.directory = "p";
  context_.display_path = "shown/p/pnpm-lock.yaml";
  const auto inventory = read("lockfileVersion: '9.0'\noverrides:\n  a: 1.0.0\n  b: 2.0.0\n");
  EXPECT_EQ(inventory.overrides, (std::vector<model::Override>{{"a", "1.0.0", {"shown/p/pnpm-lock.yaml", 3}},
                                                               {"b", "2.0.0", {"shown/p/pnpm-lock.yaml", 4}},
                                                               {"b", "2.0.1", {"shown/p/pnpm-workspace.yaml", 3}}}));
  ASSERT_EQ(inventory.unread.size(), 1u);
  EXPECT_EQ(inventory.unread[0].path, "shown/p/pnpm-workspace.yaml");
}

TEST_F(PnpmLock9, SaysThatTheRegistriesOfABrokenWorkspaceFileAreNotKnown) {
  const MemoryTree tree({{"p/pnpm-workspace.yaml", "namedRegistries: [\n"}});
  context_.tree = &tree;
  context_.directory = "p";
  const auto inventory = read("lockfileVersion: '9.0'\n");
  ASSERT_EQ(inventory.unread.size(), 1u);
  EXPECT_TRUE(inventory.unread[0].path.ends_with("pnpm-workspace.yaml"));
  EXPECT_TRUE(inventory.unread[0].incomplete);
}

TEST_F(PnpmLock9, NamesRootsByTheirManifests) {
  const MemoryTree tree({{"p/package.json", R"({"name": "shop", "version": "1.0.0"})"},
                         {"p/packages/a/package.json", R"({"name": "@shop/a"})"},
                         {"p/packages/b/package.json", "{"}});
  context_.tree = &tree;
  context_.directory = "p";
  const auto inventory =
      read("lockfileVersion: '9.0'\nimporters: {.: {}, packages/a: {}, packages/b: {}, ../../up: {}}\n");
  EXPECT_EQ(inventory.roots[0].name, "shop");
  EXPECT_EQ(inventory.roots[0].version, "1.0.0");
  EXPECT_EQ(inventory.roots[1].name, "@shop/a");
  EXPECT_EQ(inventory.roots[2].name, "");
  EXPECT_EQ(inventory.roots[3].name, "");
  ASSERT_EQ(inventory.unread.size(), 1u);
  EXPECT_EQ(inventory.unread[0].path, "p/packages/b/package.json");
}

}  // namespace
}  // namespace cordon::inventory::npm
