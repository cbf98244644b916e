#include "inventory/npm/client_code.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

std::vector<ClientCode> read(std::string_view name, const std::string& text) {
  Result<std::vector<ClientCode>> codes = read_client_code(name, text);
  EXPECT_TRUE(codes.has_value());
  return codes ? std::move(*codes) : std::vector<ClientCode>();
}

TEST(ClientCode, NpmrcNamesProgramsAndModules) {
  const auto codes = read(".npmrc",
                          "registry=https://registry.example.test/\n; git=no\ngit = \"./tools/git\"\n"
                          "script-shell=/opt/own/bash\nnode-options=--require ./hook.js\nsave=true\n"
                          "script-shell=bash\nscript-shell=/bin/bash\nnode-options=--max-old-space-size=4096\n");
  ASSERT_EQ(codes.size(), 3u);
  EXPECT_EQ(codes[0].when, "git");
  EXPECT_EQ(codes[0].text, "./tools/git");
  EXPECT_EQ(codes[0].file, "./tools/git");
  EXPECT_EQ(codes[0].line, 3u);
  EXPECT_EQ(codes[1].file, "");
  EXPECT_EQ(codes[2].when, "node-options");
}

TEST(ClientCode, YarnLoadsItsReleaseAndPlugins) {
  EXPECT_EQ(read(".yarnrc", "# x\nyarn-path \".yarn/releases/yarn-1.22.22.cjs\"\nlastUpdateCheck 1\n").at(0).file,
            ".yarn/releases/yarn-1.22.22.cjs");
  const auto codes = read(".yarnrc.yml",
                          "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\nplugins:\n"
                          "  - path: .yarn/plugins/a.cjs\n    spec: x\n  - ./b.cjs\n");
  ASSERT_EQ(codes.size(), 3u);
  EXPECT_EQ(codes[0].when, "yarnPath");
  EXPECT_EQ(codes[1].text, ".yarn/plugins/a.cjs");
  EXPECT_EQ(codes[1].line, 4u);
  EXPECT_EQ(codes[2].text, "./b.cjs");
}

TEST(ClientCode, YarnsConstraintsAreAModuleWhereTheyAreCheckedAtInstallation) {
  const auto codes = read(".yarnrc.yml", "enableConstraintsChecks: true\n");
  ASSERT_EQ(codes.size(), 1u);
  EXPECT_EQ(codes[0].file, "yarn.config.cjs");
  EXPECT_TRUE(codes[0].if_there);
  EXPECT_TRUE(read(".yarnrc.yml", "enableConstraintsChecks: false\n").empty());
}

TEST(ClientCode, PnpmLoadsItsFileAndConfigDependencies) {
  EXPECT_EQ(read(".pnpmfile.cjs", "module.exports = {}\n").at(0).file, ".pnpmfile.cjs");
  const auto codes =
      read("pnpm-workspace.yaml",
           "packages: ['a']\npnpmfile: ['x.cjs', y.cjs]\nconfigDependencies:\n  '@s/c': 1.0.0+sha512-x\n");
  ASSERT_EQ(codes.size(), 3u);
  EXPECT_EQ(codes[1].text, "y.cjs");
  EXPECT_EQ(codes[2].text, "@s/c@1.0.0+sha512-x");
}

TEST(ClientCode, FilesThatSayNothingRunNothing) {
  EXPECT_TRUE(read(".npmrc", "").empty());
  EXPECT_TRUE(read(".yarnrc.yml", "").empty());
  EXPECT_TRUE(read("pnpm-workspace.yaml", "packages: []\n").empty());
  EXPECT_TRUE(has_client_code(".npmrc"));
  EXPECT_FALSE(has_client_code("package.json"));
}

TEST(ClientCode, AFileThatIsNoYamlFails) {
  EXPECT_FALSE(read_client_code(".yarnrc.yml", "a: [").has_value());
  Limits limits;
  limits.bytes = 2;
  EXPECT_EQ(read_client_code(".npmrc", "git=x", limits).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::inventory::npm
