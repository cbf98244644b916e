#include "inventory/pypi/site_packages.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class SitePackages : public ReaderTest {
 protected:
  SitePackages() : ReaderTest(nullptr, "venv/site-packages") {}
  npm::InstalledTree installed(Files files) {
    const MemoryTree tree(std::move(files));
    auto read_tree = read_site_packages(tree, "lib/site-packages", context_);
    EXPECT_TRUE(read_tree);
    return read_tree ? std::move(*read_tree) : npm::InstalledTree();
  }
};

constexpr const char* kFolder = "lib/site-packages/";

std::string metadata(const std::string& name, const std::string& version, const std::string& rest = "") {
  return "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + rest;
}

TEST_F(SitePackages, EveryDistributionIsAComponentWithItsEdges) {
  const npm::InstalledTree tree =
      installed({{kFolder + std::string("A_b-1.0.dist-info/METADATA"),
                  metadata("A.b", "1.0",
                           "License: MIT\nRequires-Dist: c (>=2)\nRequires-Dist: d; extra == 'x'\nRequires-Dist: e; "
                           "os_name == 'nt'\n")},
                 {kFolder + std::string("a_b/__init__.py"), ""},
                 {kFolder + std::string("c-2.dist-info/METADATA"), metadata("c", "2")},
                 {kFolder + std::string("d-3-py3.9.egg-info"), metadata("d", "3")},
                 {kFolder + std::string("f.egg-info/PKG-INFO"), metadata("f", "4")},
                 {kFolder + std::string("g-5.egg/EGG-INFO/PKG-INFO"), metadata("g", "5")}});
  const model::Inventory& inventory = tree.inventory;
  ASSERT_EQ(inventory.components.size(), 5u);
  EXPECT_EQ(inventory.components[0].id, "venv/site-packages#a-b@1.0");
  EXPECT_EQ(inventory.components[0].licences, std::vector<std::string>{"MIT"});
  EXPECT_EQ(inventory.components[0].place, (model::Place{"venv/site-packages/A_b-1.0.dist-info/METADATA", 2}));
  EXPECT_EQ(inventory.components[0].origin, model::Origin::registry);
  EXPECT_EQ(tree.directories[0], "lib/site-packages/A_b-1.0.dist-info");
  EXPECT_EQ(tree.directories.size(), 5u);
  EXPECT_EQ(edges(inventory),
            "a-b@1.0 -> c@2 (>=2, runtime)\na-b@1.0 -> d@3 (optional)\n(root) -> a-b@1.0 (runtime)\n"
            "(root) -> f@4 (runtime)\n(root) -> g@5 (runtime)\n");
  EXPECT_TRUE(inventory.unresolved.empty());
}

TEST_F(SitePackages, WhereAPackageCameFromStandsInItsDirectUrl) {
  const auto package = [](const std::string& name, const std::string& direct, Files& files) {
    files[kFolder + name + "-1.dist-info/METADATA"] = metadata(name, "1");
    files[kFolder + name + "-1.dist-info/direct_url.json"] = direct;
  };
  Files files;
  package("g",
          "{\"url\": \"https://git.example.test/g\", \"vcs_info\": {\"vcs\": \"git\", \"commit_id\": \"" +
              std::string(kCommit) + "\"}}",
          files);
  package("u",
          "{\"url\": \"https://host.example.invalid/u-1.tar.gz\", \"archive_info\": {\"hash\": \"sha256=" +
              std::string(kHex) + "\"}}",
          files);
  package("v",
          "{\"url\": \"file:///tmp/v-1-py3-none-any.whl\", \"archive_info\": {\"hashes\": {\"sha256\": \"" +
              std::string(kOtherHex) + "\"}}}",
          files);
  package("e", "{\"url\": \"file:///src/e\", \"dir_info\": {\"editable\": true}}", files);
  package("x", "{}", files);
  package("y", "{", files);
  const model::Inventory inventory = installed(files).inventory;
  EXPECT_EQ(component(inventory, "g").resolved, "git+https://git.example.test/g#" + std::string(kCommit));
  EXPECT_EQ(component(inventory, "u").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "u").integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(component(inventory, "v").origin, model::Origin::file);
  EXPECT_EQ(component(inventory, "v").integrity, std::vector<std::string>{kOtherSri});
  EXPECT_EQ(component(inventory, "e").origin, model::Origin::link);
  EXPECT_EQ(codes(inventory), "missing_field:1! truncated:1! ");
}

TEST_F(SitePackages, WhatHasNoMetadataIsSaid) {
  const npm::InstalledTree tree = installed({{kFolder + std::string("a-1.dist-info/RECORD"), ""},
                                             {kFolder + std::string("b-1.dist-info/METADATA"), "Version: 1\n"},
                                             {kFolder + std::string("c-1.egg"), "PK"}});
  EXPECT_EQ(codes(tree.inventory), "not_found:0! missing_field:1! unsupported_format:0! ");
  EXPECT_EQ(tree.without_manifest.size(), 2u);
}

TEST_F(SitePackages, TheFolderIsASecondWitnessOfWhatIsInstalled) {
  const npm::InstalledTree tree =
      installed({{kFolder + std::string("ctx-0.2.3.dist-info/METADATA"), "Name: ctx\n\nVersion: 0.2.3\n"},
                 {kFolder + std::string("evil-6.0.dist-info/METADATA"), "Name: good\nVersion: 1.0\n"},
                 {kFolder + std::string("Same_Name-1.0.dist-info/METADATA"), "Name: same.name\nVersion: 1.0.0\n"},
                 {kFolder + std::string("bare.dist-info/METADATA"), "Name: bare\n"}});
  EXPECT_EQ(component(tree.inventory, "ctx").version, "0.2.3");
  EXPECT_EQ(codes(tree.inventory), "missing_field:1! invalid_value:1! ");
}

TEST(PypiInstallation, AFolderBesideSourcesIsNone) {
  EXPECT_TRUE(shows_installation("x", {"a-1.dist-info", EntryKind::directory}));
  EXPECT_FALSE(shows_installation("x", {"a-1.dist-info", EntryKind::file}));
  EXPECT_FALSE(shows_installation("x", {"a.egg-info", EntryKind::directory}));
  EXPECT_TRUE(shows_installation("lib/site-packages", {"a.egg-info", EntryKind::directory}));
  EXPECT_TRUE(is_site_packages("usr/lib/python3/dist-packages"));
  EXPECT_FALSE(is_site_packages("site-packages/a"));
}

}  // namespace
}  // namespace cordon::inventory::pypi
