#include "inventory/npm/installed_manifest.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using Texts = std::vector<std::string>;

TEST(InstalledManifest, ReadsWhatATreeNeeds) {
  const InstalledManifest manifest = parse_installed_manifest(R"({
    "name": "a",
    "version": "1.2.3",
    "license": {"type": "MIT"},
    "scripts": {"postinstall": "node x", "test": "y"},
    "dependencies": {"b": "^1", "c": "npm:d@2"},
    "optionalDependencies": {"b": "^1.1"},
    "devDependencies": {"e": "1"},
    "peerDependencies": {"f": "*"},
    "bundledDependencies": ["b"],
    "_requested": {"raw": "a@^1"}
  })",
                                                              false)
                                         .value();
  EXPECT_EQ(manifest.name, "a");
  EXPECT_EQ(manifest.version, "1.2.3");
  EXPECT_EQ(manifest.version_line, 3u);
  EXPECT_EQ(manifest.licences, Texts{"MIT"});
  EXPECT_TRUE(manifest.install_script);
  EXPECT_FALSE(manifest.own_build_script);
  EXPECT_EQ(manifest.bundled, Texts{"b"});
  EXPECT_EQ(manifest.requested, "a@^1");
  ASSERT_EQ(manifest.dependencies.size(), 3u);
  for (const InstalledDependency& dependency : manifest.dependencies) {
    EXPECT_NE(dependency.name, "e") << "another's development dependencies are not installed";
    if (dependency.name == "b") EXPECT_EQ(dependency.kind, EdgeKind::optional);
  }
}

TEST(InstalledManifest, CountsDevelopmentDependenciesOfTheUsersOwnFolders) {
  const auto manifest = parse_installed_manifest(R"({"devDependencies": {"e": "1"}})", true).value();
  ASSERT_EQ(manifest.dependencies.size(), 1u);
  EXPECT_EQ(manifest.dependencies[0].kind, EdgeKind::development);
}

TEST(InstalledManifest, NamesWhatIsNotWhatNpmAllows) {
  const auto manifest =
      parse_installed_manifest(R"({"name": 1, "version": null, "scripts": {"install": []}, "dependencies": {"x": 5}})",
                               false)
          .value();
  EXPECT_EQ(manifest.malformed, (Texts{"name", "version", "scripts.install", "x"}));
  EXPECT_FALSE(manifest.install_script);
  EXPECT_EQ(manifest.version, "");
  EXPECT_EQ(manifest.dependencies.size(), 1u) << "its name is still a dependency";
}

TEST(InstalledManifest, TakesTheLastOfDuplicateKeys) {
  EXPECT_EQ(parse_installed_manifest(R"({"version": "1.0.0", "version": "2.0.0"})", false)->version, "2.0.0");
}

TEST(InstalledManifest, FailsOnWhatIsNoManifest) {
  EXPECT_EQ(parse_installed_manifest("[]", false).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(parse_installed_manifest("{\"name\": \"a", false).error().code, ErrorCode::truncated);
  EXPECT_EQ(parse_installed_manifest("{name}", false).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::inventory::npm
