#include "checks/client_settings.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using testing::Words;

// "rule: evidence" of all findings in a project of these files.
Words run(Files files, const model::PrivateDeclaration& declared = {{"own.example.test"}, {"@acme"}, {}}) {
  files.emplace("package.json", "{}");
  const MemoryTree tree(std::move(files));
  model::Registries known;
  known.add({"mirror.example.test", "mirror", model::RegistryClass::mirror});
  known.declare_private(declared);
  Project project;
  project.tree = &tree;
  project.registries = &known;
  project.manifest.emplace();
  project.lockfiles.push_back(testing::lockfile({}));
  project.lockfiles.back().ecosystem = "npm";
  Words out;
  for (const model::Finding& finding : testing::run(check_client_settings, project))
    for (const std::string& each : testing::evidence(finding)) out.push_back(finding.rule_id + ": " + each);
  return out;
}

TEST(ClientSettings, NamesRegistriesThatNobodyDeclared) {
  EXPECT_EQ(run({{".npmrc", "fund=false\nregistry=https://r.example.test/\n@acme:registry=https://s.example.test/\n"}}),
            (Words{"client.registry: .npmrc:2 packages from https://r.example.test/",
                   "client.registry: .npmrc:3 packages of @acme from https://s.example.test/"}));
  EXPECT_EQ(run({{".yarnrc.yml", "npmScopes:\n  acme:\n    npmRegistryServer: https://s.example.test\n"}}),
            Words{"client.registry: .yarnrc.yml:3 packages of @acme from https://s.example.test"});
  EXPECT_TRUE(
      run({{".npmrc", "registry=https://mirror.example.test/\n@acme:registry=https://own.example.test/\n"}}).empty());
}

TEST(ClientSettings, NamesWaysAndPrograms) {
  EXPECT_EQ(
      run({{".npmrc", "proxy=http://p.example.test\nscript-shell=./sh\nnode-options=--require ./x.cjs\n"}}),
      (Words{"client.way: .npmrc:1 proxy: http://p.example.test is asked for every registry, a gate's address included",
             "client.runs-code: .npmrc:2 script-shell: ./sh",
             "client.runs-code: .npmrc:3 node-options: --require ./x.cjs"}));
  EXPECT_EQ(run({{"pnpm-workspace.yaml", "scriptShell: ./sh\n"}}),
            Words{"client.runs-code: pnpm-workspace.yaml:1 scriptShell: ./sh"});
  EXPECT_EQ(run({{".npmrc", "cache=./.cache\n"}}),
            Words{"client.stored: .npmrc:1 cache: archives that lie in ./.cache are installed without asking"});
  // What many projects have: scripts tells it.
  EXPECT_TRUE(run({{".yarnrc.yml", "yarnPath: .yarn/releases/yarn.cjs\n"}, {".pnpmfile.cjs", ""}}).empty());
}

TEST(ClientSettings, NamesWhereToPublish) {
  EXPECT_EQ(run({{"package.json",
                  "{\"publishConfig\": {\n\"access\": \"public\",\n\"registry\": "
                  "\"https://me:secret@r.example.test/\"}}"}}),
            Words{"client.publish: package.json:3 published to r.example.test"});
  EXPECT_TRUE(run({{"package.json", "{\"publishConfig\": {\"registry\": \"https://own.example.test/\"}}"}}).empty());
}

TEST(ClientSettings, ALockfileNamedAloneIsLookedAtAlone) {
  const MemoryTree tree(Files{{".npmrc", "script-shell=./sh\n"}});
  Project project;
  project.tree = &tree;
  project.lockfiles.push_back(testing::lockfile({}));
  project.lockfiles.back().ecosystem = "npm";
  EXPECT_TRUE(testing::run(check_client_settings, project).empty());
}

}  // namespace
}  // namespace cordon::checks
