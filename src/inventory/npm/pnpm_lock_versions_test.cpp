#include <set>

#include "inventory/npm/pnpm_lock_fixture.h"

namespace cordon::inventory::npm {
namespace {

using model::InstallScript;
using model::Origin;
using model::Scope;

class PnpmLockVersions : public PnpmLockFixture {};

TEST_F(PnpmLockVersions, ReadsASingleProjectOf5) {
  const auto inventory = read(R"(lockfileVersion: 5.3
specifiers:
  a: ^1.0.0
  alias: npm:real@2
  only-asked: ^3.0.0
  local: link:../local
dependencies:
  a: 1.0.0_b@2.0.0
devDependencies:
  alias: /real/2.0.0
packages:
  /a/1.0.0_b@2.0.0:
    resolution: {integrity: sha512-AAAA}
    peerDependencies: {b: '>=1'}
    dependencies: {b: 2.0.0}
    requiresBuild: true
    dev: false
  /b/2.0.0:
    resolution: {integrity: sha512-BBBB}
    dev: false
  /real/2.0.0:
    resolution: {integrity: sha512-CCCC}
    dev: true
)");
  EXPECT_EQ(inventory.format, "pnpm-lock 5.3");
  EXPECT_EQ(edges(inventory),
            (Texts{"/a/1.0.0_b@2.0.0 -> /b/2.0.0 peer >=1", "importers/. -> /a/1.0.0_b@2.0.0 runtime ^1.0.0",
                   "importers/. -> /real/2.0.0 development npm:real@2"}));
  ASSERT_EQ(inventory.unresolved.size(), 1u);
  EXPECT_EQ(inventory.unresolved[0].name, "only-asked");
  ASSERT_EQ(inventory.roots.at(0).declared.size(), 4u);
  EXPECT_EQ(inventory.roots[0].declared[2].name, "only-asked");
  const auto a = component(inventory, "/a/1.0.0_b@2.0.0");
  EXPECT_EQ(a.version, "1.0.0");
  EXPECT_EQ(a.install_script, InstallScript::yes);
  EXPECT_EQ(a.scope, Scope::runtime);
  EXPECT_EQ(component(inventory, "/b/2.0.0").install_script, InstallScript::no);
  const auto real = component(inventory, "/real/2.0.0");
  EXPECT_EQ(real.scope, Scope::development);
  EXPECT_EQ(real.alias, "alias");
}

TEST_F(PnpmLockVersions, ReadsImportersOf5) {
  const auto inventory = read(R"(importers:
  packages/a:
    dependencies: {b: link:../b, c: 1.0.0}
    specifiers: {b: 'workspace:*', c: ^1.0.0}
  packages/b:
    specifiers: {}
lockfileVersion: 5.4
packages:
  /c/1.0.0: {resolution: {integrity: sha512-AAAA}}
)");
  EXPECT_EQ(edges(inventory), (Texts{"importers/packages/a -> importers/packages/b runtime workspace:*",
                                     "importers/packages/a -> /c/1.0.0 runtime ^1.0.0"}));
  EXPECT_EQ(inventory.roots.at(0).declared.at(1).range, "^1.0.0");
  EXPECT_EQ(component(inventory, "/c/1.0.0").scope, Scope::runtime) << "no flags at all: from the edges";
}

TEST_F(PnpmLockVersions, ReadsTheKeysOf5ThatAreNoNames) {
  const auto inventory = read(R"(lockfileVersion: 5.4
dependencies:
  folder: file:folder
  git: github.com/u/r/0123456789012345678901234567890123456789
  hosted: localhost+4873/hosted/1.0.0
packages:
  file:folder:
    resolution: {directory: folder, type: directory}
    name: folder
    version: 0.1.0
  github.com/u/r/0123456789012345678901234567890123456789:
    resolution: {tarball: https://codeload.github.com/u/r/tar.gz/0123456789012345678901234567890123456789}
    name: git
    version: 0.2.0
    prepare: true
  localhost+4873/hosted/1.0.0:
    resolution: {integrity: sha512-AAAA}
  /relative/1.0.0:
    resolution: {integrity: sha512-AAAA, registry: 'https://registry.example.test/', tarball: relative/-/relative.tgz}
  no/name/at/all: {resolution: {integrity: sha512-AAAA}}
)");
  EXPECT_EQ(inventory.edges.size(), 3u);
  const auto folder = component(inventory, "file:folder");
  EXPECT_EQ(folder.name, "folder");
  EXPECT_EQ(folder.version, "0.1.0");
  EXPECT_EQ(folder.origin, Origin::file);
  EXPECT_EQ(folder.install_script, InstallScript::unknown);
  const auto git = component(inventory, "github.com/u/r/0123456789012345678901234567890123456789");
  EXPECT_EQ(git.name, "git");
  EXPECT_EQ(git.origin, Origin::git);
  EXPECT_EQ(git.install_script, InstallScript::yes);
  const auto hosted = component(inventory, "localhost+4873/hosted/1.0.0");
  EXPECT_EQ(hosted.name, "hosted");
  EXPECT_EQ(hosted.registry, (model::Registry{"localhost", model::RegistryClass::unknown}));
  EXPECT_EQ(component(inventory, "/relative/1.0.0").origin, Origin::registry);
  EXPECT_EQ(unread(inventory), Texts{"20 invalid_value!"});
}

TEST_F(PnpmLockVersions, AnEntryWithoutDevGetsItsScopeFromTheEdgesBesideEntriesThatHaveIt) {
  for (const bool six : {false, true}) {
    const auto at = [&](std::string name) { return "/" + name + (six ? "@" : "/") + "1.0.0"; };
    const auto inventory = read(std::string("lockfileVersion: ") + (six ? "'6.0'" : "5.4") + R"(
dependencies: {stated: 1.0.0, both: 1.0.0}
devDependencies: {tool: 1.0.0}
optionalDependencies: {extra: 1.0.0}
packages:
  )" + at("stated") + R"(: {resolution: {integrity: sha512-AAAA}, dev: true}
  )" + at("tool") + R"(: {resolution: {integrity: sha512-AAAA}, dependencies: {below: 1.0.0, both: 1.0.0}}
  )" + at("below") + R"(: {resolution: {integrity: sha512-AAAA}}
  )" + at("both") + R"(: {resolution: {integrity: sha512-AAAA}}
  )" + at("extra") + R"(: {resolution: {integrity: sha512-AAAA}, dev: 'no'}
  )" + at("lost") + R"(: {resolution: {integrity: sha512-AAAA}, optional: true}
)");
    const auto scope = [&](const std::string& name) { return component(inventory, at(name)).scope; };
    EXPECT_EQ(scope("stated"), Scope::development) << "what the file says counts";
    EXPECT_EQ(scope("tool"), Scope::development);
    EXPECT_EQ(scope("below"), Scope::development);
    EXPECT_EQ(scope("both"), Scope::runtime);
    EXPECT_EQ(scope("extra"), Scope::optional);
    EXPECT_EQ(scope("lost"), Scope::unknown) << "no importer reaches it";
  }
}

TEST_F(PnpmLockVersions, AnAbsentBuildMarkMeansNoOfRegistryPackagesOnly) {
  const auto inventory = read(R"(lockfileVersion: 5.4
packages:
  /a/1.0.0: {resolution: {integrity: sha512-AAAA}, dev: false}
  git+ssh://git@example.test/u/r/0123: {name: b, version: 1.0.0, dev: false,
    resolution: {type: git, repo: 'ssh://git@example.test/u/r', commit: '0123'}}
  '@example.test/c.tgz': {name: c, version: 1.0.0, dev: false,
    resolution: {integrity: sha512-AAAA, tarball: 'https://files.example.invalid/c.tgz'}}
  '@example.test/d.tgz': {name: d, version: 1.0.0, dev: false, requiresBuild: true,
    resolution: {integrity: sha512-AAAA, tarball: 'https://files.example.invalid/d.tgz'}}
)");
  std::vector<std::string> marks;
  for (const auto& each : inventory.components)
    marks.push_back(each.name + " " + std::string(to_string(each.origin)) + " " +
                    std::string(to_string(each.install_script)));
  EXPECT_EQ(marks, (Texts{"a registry no", "b git unknown", "c http unknown", "d http yes"}));
}

TEST_F(PnpmLockVersions, KeepsTheKeysNameIn5AgainstAContradictingField) {
  const auto inventory = read(R"(lockfileVersion: 5.4
packages:
  /a/1.0.0: {resolution: {integrity: sha512-AAAA}, name: innocent, version: 2.0.0}
)");
  EXPECT_EQ(component(inventory, "/a/1.0.0").name, "a");
  EXPECT_EQ(component(inventory, "/a/1.0.0").version, "1.0.0");
  EXPECT_EQ(unread(inventory), Texts{"3 disagreement"});
}

TEST_F(PnpmLockVersions, Reads6WithPeersAndPatches) {
  const auto inventory = read(R"(lockfileVersion: '6.0'
onlyBuiltDependencies: [c]
dependencies:
  a: {specifier: ^1.0.0, version: 1.0.0(@s/b@2.0.0)}
  other: {specifier: 'npm:c@3', version: /c@3.0.0}
packages:
  /a@1.0.0(@s/b@2.0.0):
    resolution: {integrity: sha512-AAAA}
    dependencies: {'@s/b': 2.0.0}
    dev: false
  /@s/b@2.0.0(patch_hash=0f1e):
    resolution: {integrity: sha512-BBBB}
    patched: true
    dev: false
    optional: true
    requiresBuild: true
  /c@3.0.0: {resolution: {integrity: sha512-CCCC}, dev: true, optional: true}
  /@s/b@2.0.0: {resolution: {integrity: sha512-BBBB}, dev: false, optional: true}
)");
  EXPECT_EQ(edges(inventory),
            (Texts{"/a@1.0.0(@s/b@2.0.0) -> /@s/b@2.0.0 runtime", "importers/. -> /a@1.0.0(@s/b@2.0.0) runtime ^1.0.0",
                   "importers/. -> /c@3.0.0 runtime npm:c@3"}));
  const auto patched = component(inventory, "/@s/b@2.0.0(patch_hash=0f1e)");
  EXPECT_EQ(patched.origin, Origin::patch);
  EXPECT_EQ(patched.scope, Scope::optional);
  EXPECT_EQ(patched.install_script, InstallScript::unknown) << "assumed by pnpm for optional packages";
  EXPECT_EQ(component(inventory, "/c@3.0.0").scope, Scope::development_optional);
  EXPECT_EQ(component(inventory, "/c@3.0.0").install_script, InstallScript::no);
  EXPECT_EQ(component(inventory, "/a@1.0.0(@s/b@2.0.0)").install_script, InstallScript::unknown) << "policy";
}

TEST_F(PnpmLockVersions, ReadsSnapshotsOf7AndKeysOf6In9) {
  for (const char* version : {"7.0", "9.0"}) {
    const auto inventory = read("lockfileVersion: '" + std::string(version) + R"('
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0}
packages:
  /a@1.0.0: {resolution: {integrity: sha512-AAAA}, dev: false}
snapshots:
  /a@1.0.0: {}
)");
    EXPECT_EQ(edges(inventory), Texts{"importers/. -> /a@1.0.0 runtime ^1.0.0"}) << version;
    EXPECT_EQ(component(inventory, "/a@1.0.0").purl, "pkg:npm/a@1.0.0");
    EXPECT_EQ(component(inventory, "/a@1.0.0").install_script, InstallScript::unknown);
  }
}

TEST_F(PnpmLockVersions, AcceptsEveryMinorOfAKnownMajor) {
  for (const char* version : {"5", "5.0", "5.4-inlineSpecifiers", "'6.1'", "7.0", "9.9"})
    EXPECT_TRUE(read_pnpm_lock("lockfileVersion: " + std::string(version) + "\n", context_)) << version;
  for (const char* version : {"3", "8.0", "10.0", "v9", "9x", "'9.0", "-5", "99999999999999999999", "''"})
    EXPECT_FALSE(read_pnpm_lock("lockfileVersion: " + std::string(version) + "\n", context_)) << version;
  EXPECT_EQ(error("lockfileVersion: 8.0\n"), ErrorCode::unsupported_version);
}

TEST_F(PnpmLockVersions, WhatItSaysOfAnUnknownVersionHidesNothing) {
  const auto inventory = read_pnpm_lock("lockfileVersion: \"\\t9.0\"\n", context_);
  ASSERT_FALSE(inventory);
  EXPECT_EQ(inventory.error().message.find('\t'), std::string::npos);
}

TEST_F(PnpmLockVersions, RefusesWhatIsNoLockfile) {
  EXPECT_EQ(error(""), ErrorCode::truncated);
  EXPECT_EQ(error("# only a comment\n"), ErrorCode::truncated);
  EXPECT_EQ(error("{broken}"), ErrorCode::missing_field);
  EXPECT_EQ(error("just text"), ErrorCode::wrong_type);
  EXPECT_EQ(error("lockfileVersion: [9]"), ErrorCode::wrong_type);
  EXPECT_EQ(error("lockfileVersion: '9.0'\nimporters: a: b"), ErrorCode::syntax);
}

TEST_F(PnpmLockVersions, LosesNothingOfOddShapes) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers: {x: text}
packages: {a@1.0.0: text, b@1.0.0: {resolution: text}, c@1.0.0: {resolution: {tarball: [1]}}}
snapshots: text
novelty: {}
)");
  EXPECT_EQ(inventory.components.size(), 3u);
  EXPECT_EQ(unread(inventory), (Texts{"5 unknown_key", "2 wrong_type!", "4 wrong_type!", "3 wrong_type!",
                                      "3 wrong_type!", "3 wrong_type!", "3 disagreement", "3 missing_field"}));
}

TEST_F(PnpmLockVersions, ShowsKeysInTheirVisibleForm) {
  const auto inventory =
      read("lockfileVersion: '9.0'\npackages: {\"a@1\\u202e\": {resolution: {integrity: x}}}\n\"b\\n\\u202e\": 1\n");
  ASSERT_EQ(inventory.unread.size(), 2u);
  for (const model::FileUnread& note : inventory.unread) {
    EXPECT_NE(note.reason.find("<U+202E>"), std::string::npos) << note.reason;
    EXPECT_EQ(note.reason.find('\n'), std::string::npos);
  }
}

TEST_F(PnpmLockVersions, TellsListsThatAreNoMappings) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
importers:
  .:
    dependencies: [a]
    devDependencies: {b: [1]}
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}}
snapshots:
  a@1.0.0: {dependencies: text}
)");
  EXPECT_EQ(unread(inventory), (Texts{"4 wrong_type!", "9 wrong_type!"}));
  ASSERT_EQ(inventory.unresolved.size(), 1u);
  EXPECT_EQ(inventory.unresolved[0].name, "b");
}

TEST_F(PnpmLockVersions, TellsMergeKeysBecausePnpmFollowsThem) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
time: &hidden
  evil@1.0.0: {resolution: {integrity: sha512-AAAA}}
packages:
  <<: *hidden
)");
  EXPECT_EQ(unread(inventory)[0], "5 merge_key!");
  EXPECT_TRUE(unread(read("lockfileVersion: '9.0'\noverrides: {a: '<<'}\n")).empty());
}

TEST_F(PnpmLockVersions, KeepsTheLastDuplicateKey) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}}
  a@1.0.0: {resolution: {integrity: sha512-BBBB}}
snapshots: {a@1.0.0: {}}
)");
  ASSERT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(inventory.components[0].integrity, Texts{"sha512-BBBB"});
  ASSERT_EQ(inventory.duplicates.size(), 1u);
  EXPECT_EQ(inventory.duplicates[0].key, "a@1.0.0");
  EXPECT_EQ(inventory.duplicates[0].first_line, 3u);
  EXPECT_EQ(inventory.duplicates[0].last_line, 4u);
}

TEST_F(PnpmLockVersions, ReadsByteOrderMarksAndCarriageReturns) {
  const auto inventory = read(
      "\xEF\xBB\xBFlockfileVersion: '9.0'\r\n\r\nsnapshots:\r\n\r\n  a@1.0.0: {}\r\npackages:\r\n  a@1.0.0: "
      "{resolution: {integrity: sha512-AAAA}}\r\n");
  EXPECT_EQ(component(inventory, "a@1.0.0").place.line, 5u);
  EXPECT_TRUE(inventory.unread.empty());
}

TEST_F(PnpmLockVersions, TellsOfBundledPackagesThatItCannotSee) {
  const auto inventory = read(R"(lockfileVersion: '9.0'
packages:
  a@1.0.0: {resolution: {integrity: sha512-AAAA}, bundledDependencies: [x, y]}
  b@1.0.0: {resolution: {integrity: sha512-AAAA}, bundledDependencies: true}
  c@1.0.0: {resolution: {integrity: sha512-AAAA}, bundledDependencies: []}
snapshots: {a@1.0.0: {}, b@1.0.0: {}, c@1.0.0: {}}
)");
  EXPECT_EQ(unread(inventory), Texts{"3 bundled"}) << "one note for one cause";
}

TEST_F(PnpmLockVersions, KeepsIdsUniqueAgainstKeysThatLookLikeOthers) {
  const auto inventory = read(R"(lockfileVersion: 5.4
dependencies: {a: link:../a}
packages:
  importers/.: {name: evil, version: 1.0.0}
  link:../a: {name: evil, version: 2.0.0}
)");
  std::set<std::string> ids;
  for (std::uint32_t node = 0; node < inventory.node_count(); ++node) ids.insert(inventory.node_id(node));
  EXPECT_EQ(ids.size(), 4u);
}

TEST_F(PnpmLockVersions, BoundsWhatInstancesRepeat) {
  std::string text = "lockfileVersion: '9.0'\npackages:\n  a@1.0.0: {resolution: {integrity: sha512-" +
                     std::string(2000, 'A') + "}}\nsnapshots:\n";
  for (int i = 0; i < 100; ++i) text += "  a@1.0.0(b@" + std::to_string(i) + ".0.0): {}\n";
  EXPECT_EQ(read(text).components.size(), 100u);
  context_.limits.bytes = text.size() * 4;
  EXPECT_EQ(error(text), ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::inventory::npm
