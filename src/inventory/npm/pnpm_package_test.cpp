#include "inventory/npm/pnpm_package.h"

#include <gtest/gtest.h>

#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

TEST(PnpmPackage, ReadsAnEntryInOnePass) {
  const auto document =
      yaml::parse(R"(resolution: {integrity: 'sha512-AAAA  sha1-BBBB', tarball: x.tgz, gitHosted: true}
name: a
version: 1.0.0
dev: true
requiresBuild: true
optional: yes
bundleDependencies: [x]
peerDependencies: {z: '>=1', b: 2}
peerDependenciesMeta: {z: {optional: true}, unknown: {optional: true}}
)");
  ASSERT_TRUE(document);
  const PnpmPackage package = describe_pnpm_package(document->root());
  EXPECT_EQ(package.resolution.hashes, (std::vector<std::string_view>{"sha512-AAAA", "sha1-BBBB"}));
  EXPECT_EQ(package.resolution.tarball, "x.tgz");
  EXPECT_TRUE(package.resolution.git_hosted);
  EXPECT_EQ(package.name, "a");
  EXPECT_EQ(package.version, "1.0.0");
  EXPECT_TRUE(package.development);
  EXPECT_TRUE(package.requires_build);
  EXPECT_FALSE(package.optional) << "\"yes\" is a text in YAML 1.2";
  EXPECT_TRUE(package.brings_others);
  EXPECT_FALSE(package.malformed);
  ASSERT_EQ(package.peers.size(), 2u);
  ASSERT_NE(package.find_peer("z"), nullptr);
  EXPECT_TRUE(package.find_peer("z")->optional);
  EXPECT_EQ(package.find_peer("b")->range, "2");
  EXPECT_EQ(package.find_peer("unknown"), nullptr);
  EXPECT_GE(package.copied_bytes(), 30u);
}

TEST(PnpmPackage, NothingComesFromAnEntryThatIsNoMapping) {
  const auto document = yaml::parse("[a, b]");
  ASSERT_TRUE(document);
  const PnpmPackage package = describe_pnpm_package(document->root());
  EXPECT_FALSE(package.resolution.at.exists());
  EXPECT_TRUE(package.peers.empty());
}

TEST(PnpmPackage, AnAddressThatIsNoTextIsMalformed) {
  for (const char* text : {"resolution: text", "resolution: {tarball: [1]}", "resolution: {type: {a: b}}"}) {
    const auto document = yaml::parse(text);
    ASSERT_TRUE(document);
    EXPECT_TRUE(describe_pnpm_package(document->root()).malformed) << text;
  }
}

TEST(PnpmPackage, KnowsTheTypesOfResolutions) {
  for (const auto& [type, known] : {std::pair("git", true), std::pair("directory", true), std::pair("binary", true),
                                    std::pair("variations", true), std::pair("custom:cdn", false)}) {
    const auto document = yaml::parse(std::string("resolution: {type: '") + type + "'}");
    ASSERT_TRUE(document);
    EXPECT_EQ(describe_pnpm_package(document->root()).resolution.has_known_type(), known) << type;
  }
}

}  // namespace
}  // namespace cordon::inventory::npm
