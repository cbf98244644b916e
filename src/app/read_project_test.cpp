#include "app/read_project.h"

#include <gtest/gtest.h>

#include <map>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Texts = std::vector<std::string>;

constexpr const char* kLock =
    R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"x": "1"}},
        "node_modules/x": {"version": "1.0.0", "integrity": "sha512-AA=="}}})";
constexpr const char* kAsksForX = R"({"name": "p", "version": "2.0.0", "dependencies": {"x": "1"}})";

// One project of a tree: the files, and what discovery would have found in `directory`.
struct Case {
  Files files;
  inventory::Project project;
  bool covered = false;
  Limits limits = {};
  Target target = {"show", nullptr, {}, {}};

  ProjectRead read() {
    target.tree = std::make_unique<MemoryTree>(std::move(files));
    static const model::Registries kRegistries;
    return read_project(target, project, covered, ReadSettings{&kRegistries, nullptr, {}, limits, true});
  }
};

inventory::Project project(const char* directory, Texts lockfiles, bool manifest, bool installed = false) {
  inventory::Project out;
  out.directory = directory;
  for (const std::string& name : lockfiles) out.lockfiles.push_back(inventory::format_of_path(name));
  out.lockfile_names = std::move(lockfiles);
  out.has_manifest = manifest;
  out.has_installed_tree = installed;
  return out;
}

// "path code", with "!" where it leaves the answer incomplete.
Texts unread(const ProjectRead& read) {
  Texts out;
  for (const model::FileUnread& each : read.unread)
    out.push_back(each.path + " " + each.code + (each.incomplete ? "!" : ""));
  return out;
}

Texts formats(const ProjectRead& read) {
  Texts out;
  for (const model::FileRead& each : read.read)
    out.push_back(each.path + " " + each.format + " " + std::to_string(each.components));
  return out;
}

TEST(ReadProject, ReadsInstalledPackagesOfPython) {
  Case one{{{"lib/site-packages/a-1.dist-info/METADATA", "Name: A\nVersion: 1\n"}},
           project("lib/site-packages", {}, false, true)};
  one.project.ecosystem = "pypi";
  const ProjectRead read = one.read();
  EXPECT_EQ(formats(read), Texts{"show/lib/site-packages site-packages 1"});
  ASSERT_TRUE(read.project.installed);
  EXPECT_EQ(read.project.ecosystem(), "pypi");
  EXPECT_EQ(read.project.installed->inventory.components[0].purl, "pkg:pypi/a@1");
}

TEST(ReadProject, InstalledFilesOfPythonAreHeldAgainstTheirRecord) {
  Case one{{{"lib/site-packages/a-1.dist-info/METADATA", "Name: A\nVersion: 1\n"},
            {"lib/site-packages/a-1.dist-info/RECORD", "a.py,,\nodd\na-1.dist-info/RECORD,,\n"},
            {"lib/site-packages/b-1.dist-info/METADATA", "Name: B\nVersion: 1\n"}},
           project("lib/site-packages", {}, false, true)};
  one.project.ecosystem = "pypi";
  const ProjectRead read = one.read();
  ASSERT_TRUE(read.project.installed_files);
  ASSERT_EQ(read.project.installed_files->packages.size(), 1u);
  EXPECT_EQ(read.project.installed_files->packages[0].missing[0].path, "show/lib/site-packages/a.py");
  ASSERT_EQ(read.unread.size(), 2u);
  EXPECT_EQ(read.unread[0].path, "show/lib/site-packages/a-1.dist-info/RECORD");
  EXPECT_FALSE(read.unread[1].incomplete);
}

TEST(ReadProject, ReadsLockfileManifestAndInstalledTree) {
  Case one{{{"a/package-lock.json", kLock},
            {"a/package.json", kAsksForX},
            {"a/node_modules/x/package.json", R"({"name": "x", "version": "1.0.0"})"},
            {"a/node_modules/.package-lock.json", kLock}},
           project("a", {"package-lock.json"}, true, true)};
  const ProjectRead read = one.read();
  EXPECT_EQ(unread(read), Texts{});
  EXPECT_EQ(formats(read),
            (Texts{"show/a/package-lock.json package-lock v3 1", "show/a/node_modules node_modules (npm) 1",
                   "show/a/node_modules/.package-lock.json hidden package-lock v3 1"}));
  EXPECT_EQ(read.project.tree, one.target.tree.get());
  EXPECT_EQ(read.project.directory, "a");
  EXPECT_EQ(read.project.display_directory, "show/a");
  EXPECT_EQ(read.project.lockfiles.size(), 1u);
  EXPECT_EQ(read.project.manifest_path, "show/a/package.json");
  EXPECT_EQ(read.project.self.value().components.at(0).version, "2.0.0");
  EXPECT_TRUE(read.project.installed && read.project.hidden_lockfile);
}

TEST(ReadProject, TheRootOfATreeHasNoDisplayDirectory) {
  Case one{{{"package.json", "{}"}}, project("", {}, true)};
  const ProjectRead read = one.read();
  EXPECT_EQ(read.project.display_directory, "");
  EXPECT_EQ(read.project.manifest_path, "show/package.json");
}

TEST(ReadProject, AManifestAloneIsAnInventoryUnlessALockfileAboveCoversIt) {
  Case alone{{{"package.json", kAsksForX}}, project("", {}, true)};
  const ProjectRead read = alone.read();
  EXPECT_EQ(unread(read), Texts{"show/package.json ranges_only!"});
  EXPECT_EQ(read.project.lockfiles.size(), 1u);
  EXPECT_TRUE(read.project.manifest);

  Case covered{{{"package.json", kAsksForX}}, project("", {}, true), true};
  const ProjectRead covered_read = covered.read();
  EXPECT_EQ(unread(covered_read), Texts{});
  EXPECT_TRUE(covered_read.project.lockfiles.empty());
  EXPECT_TRUE(covered_read.project.manifest);  // the checks look at it all the same
}

TEST(ReadProject, CargoTomlAloneIsAnInventoryUnlessALockfileAboveCoversIt) {
  const Files files{{"Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.0.0\"\n[dependencies]\nb = \"1\"\n"}};
  Case alone{files, project("", {"Cargo.toml"}, false)};
  const ProjectRead read = alone.read();
  EXPECT_EQ(unread(read), Texts{"show/Cargo.toml ranges_only!"});
  ASSERT_EQ(read.project.lockfiles.size(), 1u);
  EXPECT_EQ(read.project.lockfiles[0].ecosystem, "crates");
  EXPECT_EQ(read.project.lockfiles[0].client, model::Client::other);
  Case covered{files, project("", {"Cargo.toml"}, false), true};
  const ProjectRead covered_read = covered.read();
  EXPECT_EQ(unread(covered_read), Texts{});
  EXPECT_TRUE(covered_read.read.empty());
}

TEST(ReadProject, WhatCannotBeReadIsUnreadOnce) {
  for (const bool covered : {false, true}) {
    Case broken{{{"package.json", "{"}}, project("", {}, true), covered};
    const ProjectRead read = broken.read();
    EXPECT_EQ(unread(read), Texts{"show/package.json truncated!"}) << covered;
    EXPECT_FALSE(read.project.manifest || read.project.self);
  }
  Case with_lock{{{"package.json", "[]"}, {"package-lock.json", "[1, 2"}}, project("", {"package-lock.json"}, true)};
  EXPECT_EQ(unread(with_lock.read()), (Texts{"show/package-lock.json truncated!", "show/package.json wrong_type!"}));
}

TEST(ReadProject, AFileThatWentAwayMeanwhileIsUnread) {
  Case gone{{}, project("a", {"yarn.lock"}, true)};
  EXPECT_EQ(unread(gone.read()), (Texts{"show/a/yarn.lock not_found!", "show/a/package.json not_found!"}));
}

TEST(ReadProject, EachFileHasTheLimitOfBytes) {
  Case big{{{"package-lock.json", kLock}, {"package.json", kAsksForX}}, project("", {"package-lock.json"}, true)};
  big.limits.bytes = 20;
  EXPECT_EQ(unread(big.read()), (Texts{"show/package-lock.json too_large!", "show/package.json too_large!"}));
}

TEST(ReadProject, ALockfileOfAnotherNameIsKnownByItsContent) {
  Case sent{{{"sent.txt", kLock}}, project("", {"sent.txt"}, false)};
  EXPECT_EQ(formats(sent.read()), Texts{"show/sent.txt package-lock v3 1"});
  Case unknown{{{"notes.txt", "nothing of the kind"}}, project("", {"notes.txt"}, false)};
  EXPECT_EQ(unread(unknown.read()), Texts{"show/notes.txt unsupported_format!"});
  Case known{{{"mix.lock", "version = 1"}}, project("", {"mix.lock"}, false)};
  const ProjectRead read = known.read();
  EXPECT_EQ(unread(read), Texts{"show/mix.lock unsupported_format!"});
}

TEST(ReadProject, BothSidesOfAConflictAreRead) {
  Case conflict{{{"package-lock.json",
                  "{\"lockfileVersion\": 3, \"packages\": {\n<<<<<<< a\n\"node_modules/x\": {\"version\": \"1.0.0\"}\n"
                  "=======\n\"node_modules/x\": {\"version\": \"2.0.0\"}\n>>>>>>> b\n}}\n"}},
                project("", {"package-lock.json"}, false)};
  const ProjectRead read = conflict.read();
  ASSERT_EQ(read.project.lockfiles.size(), 1u);
  EXPECT_EQ(read.project.lockfiles[0].conflicts.size(), 1u);
  EXPECT_EQ(read.project.lockfiles[0].components.size(), 2u);
}

TEST(ReadProject, TheFoldersConfigurationStandsBeforeTheUsers) {
  Case configured{{{"a/.npmrc", "registry=https://registry.example.test/\n"}, {"a/package.json", "{}"}},
                  project("a", {}, true)};
  const ProjectRead read = configured.read();
  EXPECT_EQ(read.project.clients.of(model::Client::npm).registry_for("x"), "https://registry.example.test/");
}

constexpr const char* kPnpmLock =
    "lockfileVersion: '9.0'\nimporters:\n  .: {}\npackages:\n  x@1.0.0:\n    resolution: {integrity: sha512-AA==}\n"
    "snapshots:\n  x@1.0.0: {}\n";

TEST(ReadProject, WhatPnpmRecordedIsReadWhereNpmRecordedNothing) {
  const Files files = {
      {"node_modules/.pnpm/lock.yaml", kPnpmLock},
      {"node_modules/.pnpm/x@1.0.0/node_modules/x/package.json", R"({"name": "x", "version": "1.0.0"})"}};
  Case pnpm{files, project("", {}, false, true)};
  const ProjectRead read = pnpm.read();
  EXPECT_EQ(unread(read), Texts{});
  ASSERT_TRUE(read.project.hidden_lockfile);
  EXPECT_EQ(read.project.hidden_lockfile->path, "show/node_modules/.pnpm/lock.yaml");

  Case both{files, project("", {}, false, true)};
  both.files.emplace("node_modules/.package-lock.json", kLock);
  const ProjectRead both_read = both.read();
  EXPECT_EQ(unread(both_read), Texts{"show/node_modules/.pnpm/lock.yaml superseded!"});
  EXPECT_EQ(both_read.project.hidden_lockfile->path, "show/node_modules/.package-lock.json");
}

TEST(ReadProject, ARecordThatCannotBeReadIsUnreadAndTheStoresNamesRemain) {
  Case broken{{{"node_modules/.pnpm/lock.yaml", "lockfileVersion: ]\n"},
               {"node_modules/.package-lock.json", "{"},
               {"node_modules/.pnpm/x@1.0.0/node_modules/x/package.json", R"({"name": "x", "version": "1.0.0"})"}},
              project("", {}, false, true)};
  const ProjectRead read = broken.read();
  EXPECT_EQ(unread(read),
            (Texts{"show/node_modules/.package-lock.json truncated!", "show/node_modules/.pnpm/lock.yaml syntax!"}));
  ASSERT_TRUE(read.project.hidden_lockfile);
  EXPECT_EQ(read.project.hidden_lockfile->components.at(0).version, "1.0.0");
}

TEST(ReadProject, AnInstalledTreeThatIsNoneIsUnread) {
  Case file{{{"node_modules", "a file"}}, project("", {}, false, true)};
  const ProjectRead read = file.read();
  ASSERT_EQ(read.unread.size(), 1u);
  EXPECT_EQ(read.unread[0].path, "show/node_modules");
  EXPECT_FALSE(read.project.installed || read.project.hidden_lockfile);
}

constexpr const char* kBom = R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"timestamp":
    "2026-03-31T00:21:58Z"}, "components": [{"type": "library", "name": "x", "version": "1.0.0",
    "purl": "pkg:cargo/x@1.0.0"}]})";

TEST(ReadProject, ADocumentIsAProjectOfNoEcosystem) {
  Case one{{{"bom.json", kBom}}, project("", {"bom.json"}, false)};
  const ProjectRead read = one.read();
  EXPECT_EQ(formats(read), Texts{"show/bom.json CycloneDX 1.6 1"});
  EXPECT_EQ(read.project.ecosystem(), "generic");
  EXPECT_EQ(read.project.lockfiles.at(0).components.at(0).ecosystem, "crates");
  EXPECT_EQ(read.documents.at("show/bom.json").timestamp, "2026-03-31T00:21:58Z");
  EXPECT_EQ(unread(read), (Texts{"show/bom.json no_digest", "show/bom.json no_dependencies"}));
}

TEST(ReadProject, ADocumentIsKnownByItsContentWhereItsNameSaysNothing) {
  Case one{{{"inventory.txt", kBom}}, project("", {"inventory.txt"}, false)};
  EXPECT_EQ(formats(one.read()), Texts{"show/inventory.txt CycloneDX 1.6 1"});
}

TEST(ReadProject, AFileThatOnlyHasTheNameOfADocumentTakesNothingFromTheAnswer) {
  Case found{{{"bom.json", "{\"screws\": 4}"}}, project("", {"bom.json"}, false)};
  EXPECT_EQ(unread(found.read()), Texts{"show/bom.json unsupported_format"});
  Case named{{{"bom.json", "{\"screws\": 4}"}}, project("", {"bom.json"}, false)};
  named.target.only_file = "bom.json";
  EXPECT_EQ(unread(named.read()), Texts{"bom.json unsupported_format!"});
  Case broken{{{"bom.json", "{\"bomFormat\": "}}, project("", {"bom.json"}, false)};
  EXPECT_EQ(unread(broken.read()), Texts{"show/bom.json truncated!"});
}

}  // namespace
}  // namespace cordon::app
