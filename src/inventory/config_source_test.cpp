#include "inventory/config_source.h"

#include <gtest/gtest.h>

#include <utility>

namespace cordon::inventory {
namespace {

using model::Client;
using Variables = std::vector<std::string>;

ConfigSource read(ConfigForm form, const std::string& text, std::vector<model::FileUnread>* unread = nullptr) {
  std::vector<model::FileUnread> ignored;
  return read_config_source(form, text, "app/file", unread != nullptr ? *unread : ignored);
}
ConfigSource npmrc(const std::string& text) { return read(ConfigForm::npmrc, text); }

ConfigSource environment(Client client, const Variables& variables) {
  std::vector<model::FileUnread> unread;
  return read_config_environment(client, variables, unread);
}
std::string registry(Client client, const Variables& variables) {
  return environment(client, variables).default_registry;
}
Scripts scripts(Client client, const Variables& variables) { return environment(client, variables).scripts; }

TEST(ConfigSource, ReadsNpmrcWithoutKeepingSecrets) {
  const ConfigSource source = npmrc(
      "; comment\nregistry = https://user:secret@npm.example.test/\n@corp:registry=https://corp.example.test/\n"
      "//npm.example.test/:_authToken=npm_secret\nignore-scripts=true\n");
  EXPECT_EQ(source.default_registry, "https://npm.example.test/");
  EXPECT_EQ(source.scopes.at("@corp"), "https://corp.example.test/");
  EXPECT_EQ(source.scripts, Scripts::off);
  EXPECT_EQ(source.scripts_place, "app/file:5");
}

TEST(ConfigSource, KnowsWhereNpmKeepsItsCache) {
  EXPECT_EQ(npmrc("cache=\"${HOME}/c\"\n").cache, "${HOME}/c");  // the reader of a setting expands it
  EXPECT_EQ(npmrc("[s]\ncache=x\n").cache, "");
  EXPECT_EQ(environment(Client::npm, {"NPM_CONFIG_CACHE=/var/c"}).cache, "/var/c");
  ConfigSource above = npmrc("cache=a\n");
  above.add_below(npmrc("cache=b\n"));
  EXPECT_EQ(above.cache, "a");
}

TEST(ConfigSource, ReadsYarnrc) {
  const ConfigSource source = read(ConfigForm::yarnrc, "registry \"https://one.example.test\"\nignore-scripts true\n");
  EXPECT_EQ(source.default_registry, "https://one.example.test");
  EXPECT_EQ(source.scripts, Scripts::off);
  EXPECT_EQ(read(ConfigForm::yarnrc, "registry \"https://one.example.test\" # ours\n").default_registry,
            "https://one.example.test");
  EXPECT_EQ(read(ConfigForm::yarnrc, "--ignore-scripts true # no\n").scripts, Scripts::off);
  EXPECT_EQ(read(ConfigForm::yarnrc, "--ignore-scripts true\n").scripts, Scripts::off);
  EXPECT_EQ(read(ConfigForm::yarnrc, "ignore-scripts false\n").scripts, Scripts::run);
}

TEST(ConfigSource, AnArgumentOfYarnInstallAloneTurnsNoScriptsOff) {
  EXPECT_EQ(read(ConfigForm::yarnrc, "--install.ignore-scripts true\n").scripts, Scripts::unsaid);
}

TEST(ConfigSource, ReadsYarnrcYml) {
  const ConfigSource source = read(ConfigForm::yarnrc_yml,
                                   "npmRegistryServer: https://two.example.test\nnpmScopes:\n  corp:\n    "
                                   "npmRegistryServer: https://c.example.test\nenableScripts: false\n");
  EXPECT_EQ(source.default_registry, "https://two.example.test");
  EXPECT_EQ(source.scopes.at("@corp"), "https://c.example.test");
  EXPECT_EQ(source.scripts, Scripts::off);
  EXPECT_EQ(source.scripts_place, "app/file:5");
  EXPECT_EQ(read(ConfigForm::yarnrc_yml, "enableScripts: true\n").scripts, Scripts::run);
}

TEST(ConfigSource, ReadsBunfig) {
  const ConfigSource source =
      read(ConfigForm::bunfig,
           "[install]\nregistry = { url = \"https://three.example.test\", token = \"x\" }\nignoreScripts = true\n"
           "[install.scopes]\ncorp = \"https://d.example.test\"\n");
  EXPECT_EQ(source.default_registry, "https://three.example.test");
  EXPECT_EQ(source.scopes.at("@corp"), "https://d.example.test");
  EXPECT_EQ(source.scripts, Scripts::off);
  EXPECT_EQ(source.scripts_place, "app/file:3");
}

TEST(ConfigSource, ReadsPnpmWorkspace) {
  const ConfigSource source = read(ConfigForm::pnpm_workspace,
                                   "packages: [a]\nregistries:\n  default: https://four.example.test/\n  '@corp': "
                                   "https://e.example.test/\nignoreScripts: true\n");
  EXPECT_EQ(source.default_registry, "https://four.example.test/");
  EXPECT_EQ(source.scopes.at("@corp"), "https://e.example.test/");
  EXPECT_EQ(source.scripts, Scripts::off);
  EXPECT_EQ(read(ConfigForm::pnpm_workspace, "ignoreScripts: false\n").scripts, Scripts::run);
  EXPECT_EQ(read(ConfigForm::pnpm_workspace, "onlyBuiltDependencies: []\n").scripts, Scripts::unsaid);
}

TEST(ConfigSource, AVariableIsNoAddressAndThatIsSaid) {
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(read(ConfigForm::npmrc, "\nregistry=${REGISTRY}\n", &unread).default_registry, "");
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].line, 2u);
  EXPECT_FALSE(unread[0].incomplete);
}

TEST(ConfigSource, TheLastLineOfAFileCounts) {
  const ConfigSource source = npmrc(
      "registry=https://one.example.test\nregistry=https://two.example.test\nignore-scripts=true\n"
      "ignore-scripts=false\n");
  EXPECT_EQ(source.default_registry, "https://two.example.test");
  EXPECT_EQ(source.scripts, Scripts::run);
}

TEST(ConfigSource, OnlyTheWordTrueTurnsScriptsOff) {
  for (const char* value : {"", "1", "${CI}", "TRUE", "yes"})
    EXPECT_EQ(npmrc(std::string("ignore-scripts=") + value).scripts, Scripts::run) << value;
  EXPECT_EQ(npmrc("ignore-scripts").scripts, Scripts::off) << "a key alone is true";
}

TEST(ConfigSource, AnAddressIsReadAsTheClientReadsIt) {
  EXPECT_EQ(npmrc("registry=HTTPS://npm.example.test/a ; note\n").default_registry, "https://npm.example.test/a");
  EXPECT_EQ(npmrc("a=1\rregistry=https://npm.example.test\r").default_registry, "https://npm.example.test");
  EXPECT_EQ(npmrc("'registry'=\"https://npm.example.test/#\"\n").default_registry, "https://npm.example.test/");
}

TEST(ConfigSource, KeepsNoPartOfAnAddressThatMayBeASecret) {
  EXPECT_EQ(npmrc("registry=\"https://npm.example.test/?token=secret#x\"").default_registry,
            "https://npm.example.test/");
  EXPECT_EQ(npmrc("registry=https://a@b:secret@npm.example.test").default_registry, "https://npm.example.test");
  EXPECT_EQ(npmrc("registry=https://npm.example.test/\x1b[31m").default_registry, "");
  EXPECT_EQ(npmrc("registry=https://user:secret@/").default_registry, "");
  EXPECT_EQ(registry(Client::npm, {"npm_config_registry=https://user:secret@npm.example.test/"}),
            "https://npm.example.test/");
}

TEST(ConfigSource, ABrokenFileIsSaid) {
  std::vector<model::FileUnread> unread;
  read(ConfigForm::yarnrc_yml, "a: [\n", &unread);
  read(ConfigForm::bunfig, "[install\n", &unread);
  read(ConfigForm::pnpm_workspace, "a: [\n", &unread);
  ASSERT_EQ(unread.size(), 3u);
  EXPECT_EQ(unread[0].path, "app/file");
  EXPECT_TRUE(unread[0].incomplete);
}

TEST(ConfigSource, KeysOfASectionOfNpmrcSayNothing) {
  const ConfigSource source =
      npmrc("@a:registry=https://a.example.test\n[x]\nignore-scripts=true\nregistry=https://b.example.test\n");
  EXPECT_EQ(source.scripts, Scripts::unsaid);
  EXPECT_EQ(source.default_registry, "");
  EXPECT_EQ(source.scopes.at("@a"), "https://a.example.test");
}

TEST(ConfigEnvironment, NpmReadsItsVariablesInLettersOfAnyCaseAndWithDashes) {
  for (const char* name : {"npm_config_registry", "NPM_CONFIG_REGISTRY", "Npm_Config_Registry"})
    EXPECT_EQ(registry(Client::npm, {std::string(name) + "=https://a.example.test"}), "https://a.example.test") << name;
  for (const char* name : {"npm_config_ignore_scripts", "NPM_CONFIG_IGNORE_SCRIPTS", "npm_config_ignore-scripts"}) {
    EXPECT_EQ(scripts(Client::npm, {std::string(name) + "=true"}), Scripts::off) << name;
    EXPECT_EQ(scripts(Client::npm, {std::string(name) + "=false"}), Scripts::run) << name;
  }
  EXPECT_EQ(environment(Client::npm, {"npm_config_@Corp:registry=https://c.example.test"}).scopes.at("@corp"),
            "https://c.example.test");
  EXPECT_EQ(registry(Client::npm, {"npm_config_registry="}), "") << "an empty value is none";
  EXPECT_EQ(registry(Client::npm, {"npm_config_registry"}), "");
}

TEST(ConfigEnvironment, TheLastOfTwoSpellingsCounts) {
  const Variables both = {"NPM_CONFIG_REGISTRY=https://a.example.test", "npm_config_registry=https://b.example.test"};
  EXPECT_EQ(registry(Client::npm, both), "https://b.example.test");
  EXPECT_EQ(registry(Client::bun, both), "https://a.example.test") << "bun has an order of its own";
}

TEST(ConfigEnvironment, EachClientHasVariablesOfItsOwn) {
  const Variables variables = {
      "npm_config_registry=https://npm.example.test",   "YARN_REGISTRY=https://classic.example.test",
      "BUN_CONFIG_REGISTRY=https://bun.example.test",   "YARN_NPM_REGISTRY_SERVER=https://berry.example.test",
      "PNPM_CONFIG_REGISTRY=https://pnpm.example.test",
  };
  EXPECT_EQ(registry(Client::npm, variables), "https://npm.example.test");
  EXPECT_EQ(registry(Client::yarn_classic, variables), "https://npm.example.test");
  EXPECT_EQ(registry(Client::yarn_classic, {variables[1]}), "https://classic.example.test");
  EXPECT_EQ(registry(Client::yarn_berry, variables), "https://berry.example.test");
  EXPECT_EQ(registry(Client::pnpm, variables), "https://pnpm.example.test");
  EXPECT_EQ(registry(Client::pnpm, {variables[0]}), "https://npm.example.test") << "versions up to 10";
  EXPECT_EQ(registry(Client::pnpm, {"Pnpm_Config_Registry=https://pnpm.example.test"}), "");
  EXPECT_EQ(registry(Client::bun, variables), "https://bun.example.test");
  EXPECT_EQ(registry(Client::deno, variables), "") << "deno wants capitals";
  EXPECT_EQ(registry(Client::deno, {"NPM_CONFIG_REGISTRY=https://npm.example.test"}), "https://npm.example.test");
}

TEST(ConfigEnvironment, EachClientIsToldOfScriptsItsOwnWay) {
  const Variables npm = {"npm_config_ignore_scripts=false"}, berry = {"yarn_enable_scripts=true"};
  EXPECT_EQ(scripts(Client::npm, npm), Scripts::run);
  EXPECT_EQ(scripts(Client::pnpm, npm), Scripts::run);
  for (const Client client : {Client::yarn_classic, Client::yarn_berry, Client::bun, Client::deno})
    EXPECT_EQ(scripts(client, npm), Scripts::unsaid);
  EXPECT_EQ(scripts(Client::yarn_classic, {"YARN_IGNORE_SCRIPTS=false"}), Scripts::run);
  EXPECT_EQ(scripts(Client::yarn_berry, berry), Scripts::run);
  EXPECT_EQ(scripts(Client::yarn_berry, {"YARN_ENABLE_SCRIPTS=false"}), Scripts::off);
  EXPECT_EQ(scripts(Client::npm, berry), Scripts::unsaid);
}

TEST(ConfigEnvironment, WhatIsNoAddressIsSaidOnce) {
  std::vector<model::FileUnread> unread;
  const Variables variables = {"NPM_CONFIG_REGISTRY=secret"};
  for (const Client client : {Client::npm, Client::pnpm, Client::bun})
    EXPECT_EQ(read_config_environment(client, variables, unread).default_registry, "");
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].code, "invalid_value");
  EXPECT_EQ(unread[0].reason.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace cordon::inventory
