#include "inventory/client_config_read.h"

#include <gtest/gtest.h>

#include <utility>

namespace cordon::inventory {
namespace {

using model::Client;
using Files = std::map<std::string, std::string, std::less<>>;

constexpr Client kAll[] = {Client::npm,  Client::yarn_classic, Client::yarn_berry,
                           Client::pnpm, Client::bun,          Client::deno};

class ClientConfigRead : public ::testing::Test {
 protected:
  // The configuration for the project in `directory` of a tree with these files.
  ClientConfigs read(Files files, const std::string& directory = {}) {
    unread_.clear();
    const MemoryTree home(home_);
    const UserConfig user = read_user_config(&home, "~", environment_, unread_);
    const std::string display = directory.empty() ? "top" : "top/" + directory;
    return read_client_configs(MemoryTree(std::move(files)), directory, display, user, unread_);
  }
  std::string registry(Client client, Files files) { return read(std::move(files)).of(client).default_registry; }
  std::string scripts_off(Client client, Files files) { return read(std::move(files)).of(client).scripts_off; }

  Files home_;
  std::vector<std::string> environment_;
  std::vector<model::FileUnread> unread_;
};

const Files kEveryFile = {
    {".npmrc", "registry=https://npmrc.example.test\n@corp:registry=https://corp.example.test\n"},
    {".yarnrc", "registry \"https://yarnrc.example.test\"\n"},
    {".yarnrc.yml", "npmRegistryServer: https://berry.example.test\n"},
    {"bunfig.toml", "[install]\nregistry = \"https://bunfig.example.test\"\n"},
    {"pnpm-workspace.yaml", "registries: {default: https://workspace.example.test}\n"},
};

TEST_F(ClientConfigRead, EachClientReadsItsOwnFiles) {
  EXPECT_EQ(registry(Client::npm, kEveryFile), "https://npmrc.example.test");
  EXPECT_EQ(registry(Client::yarn_berry, kEveryFile), "https://berry.example.test");
  EXPECT_EQ(registry(Client::deno, kEveryFile), "https://npmrc.example.test");
  EXPECT_EQ(registry(Client::yarn_classic, kEveryFile), "https://npmrc.example.test") << ".npmrc goes before .yarnrc";
  EXPECT_EQ(registry(Client::bun, kEveryFile), "https://npmrc.example.test") << ".npmrc goes before bunfig.toml";
  EXPECT_EQ(registry(Client::pnpm, kEveryFile), "https://workspace.example.test");
  EXPECT_EQ(read(kEveryFile).of(Client::npm).registry_for("@corp/a"), "https://corp.example.test");
  EXPECT_EQ(read(kEveryFile).of(Client::yarn_berry).registry_for("@corp/a"), "https://berry.example.test");
}

TEST_F(ClientConfigRead, TheEnvironmentMayNameTheUsersFile) {
  home_ = {{".npmrc", "registry=https://home.example.test\n"}};
  const std::vector<std::string> environment = {"NPM_CONFIG_USERCONFIG=~/ci.npmrc",
                                                "npm_config_globalconfig=/etc/npmrc", "npm_config_userconfig="};
  const OpenNamed open = [](const std::string& path) -> Result<std::string> {
    if (path == "~/ci.npmrc") return "@corp:registry=https://corp.example.test\n";
    if (path == "/etc/npmrc") return "registry=https://all.example.test\n@corp:registry=https://below.example.test\n";
    return fail(ErrorCode::permission_denied, path);
  };
  EXPECT_EQ(npm_path_of("userconfig", environment), "~/ci.npmrc");
  const MemoryTree home(home_);
  const UserConfig user = read_user_config(&home, "~", environment, unread_, open);
  EXPECT_EQ(user.files.npmrc.scopes.at("@corp"), "https://corp.example.test");
  EXPECT_EQ(user.files.npmrc.default_registry, "https://all.example.test") << "not that of the home folder";
  EXPECT_TRUE(unread_.empty());
  EXPECT_EQ(read_user_config(nullptr, "~", environment, unread_, open).files.npmrc.scopes.size(), 1u);
  const std::vector<std::string> locked = {"npm_config_userconfig=/locked"};
  read_user_config(&home, "~", locked, unread_, open);
  ASSERT_EQ(unread_.size(), 1u);
  EXPECT_TRUE(unread_[0].incomplete);
}

TEST_F(ClientConfigRead, AFileOfAnotherClientSaysNothing) {
  for (const Client client : kAll) {
    const bool berry = client == Client::yarn_berry, classic = client == Client::yarn_classic;
    const bool bun = client == Client::bun, pnpm = client == Client::pnpm;
    EXPECT_EQ(registry(client, {*kEveryFile.find(".npmrc")}).empty(), berry);
    EXPECT_EQ(registry(client, {*kEveryFile.find(".yarnrc")}).empty(), !classic);
    EXPECT_EQ(registry(client, {*kEveryFile.find(".yarnrc.yml")}).empty(), !berry);
    EXPECT_EQ(registry(client, {*kEveryFile.find("bunfig.toml")}).empty(), !bun);
    EXPECT_EQ(registry(client, {*kEveryFile.find("pnpm-workspace.yaml")}).empty(), !pnpm);
  }
}

TEST_F(ClientConfigRead, TheEnvironmentGoesBeforeTheProjectAndTheProjectBeforeTheUser) {
  home_ = {{".npmrc", "registry=https://user.example.test\n@corp:registry=https://user-corp.example.test\n"}};
  EXPECT_EQ(registry(Client::npm, {}), "https://user.example.test");
  const Files project = {{".npmrc", "registry=https://project.example.test\n"}};
  for (const Client client : {Client::npm, Client::yarn_classic, Client::pnpm, Client::bun, Client::deno}) {
    environment_.clear();
    EXPECT_EQ(registry(client, project), "https://project.example.test");
    EXPECT_EQ(read(project).of(client).registry_for("@corp/x"), "https://user-corp.example.test");
    environment_ = {"NPM_CONFIG_REGISTRY=https://environment.example.test"};
    EXPECT_EQ(registry(client, project), "https://environment.example.test");
  }
}

TEST_F(ClientConfigRead, YarnOneAsksNpmrcOfTheUserBeforeYarnrcOfTheProject) {
  home_ = {{".npmrc", "registry=https://user.example.test\n"}};
  EXPECT_EQ(registry(Client::yarn_classic, {*kEveryFile.find(".yarnrc")}), "https://user.example.test");
}

TEST_F(ClientConfigRead, BunReadsAHiddenFileOfTheUserAndNoneOfTheProject) {
  const std::string text = "[install]\nregistry = \"https://bunfig.example.test\"\n";
  EXPECT_EQ(registry(Client::bun, {{".bunfig.toml", text}}), "");
  home_ = {{".bunfig.toml", text}};
  EXPECT_EQ(registry(Client::bun, {}), "https://bunfig.example.test");
}

TEST_F(ClientConfigRead, YarnReadsTheFoldersAboveTheProject) {
  const Files files = {
      {".yarnrc.yml", "npmRegistryServer: https://top.example.test\nenableScripts: false\n"},
      {"a/.yarnrc.yml", "npmRegistryServer: https://a.example.test\n"},
      {"a/b/yarn.lock", ""},
      {".npmrc", "registry=https://npm.example.test\n"},
  };
  const ClientConfigs configs = read(files, "a/b");
  EXPECT_EQ(configs.of(Client::yarn_berry).default_registry, "https://a.example.test");
  EXPECT_EQ(configs.of(Client::yarn_berry).scripts_off, "top/.yarnrc.yml:2");
  EXPECT_EQ(configs.of(Client::npm).default_registry, "");
}

TEST_F(ClientConfigRead, ScriptsAreOffByAFileOfTheProjectThatTheClientReads) {
  const Files npmrc = {{".npmrc", "ignore-scripts=true\n"}}, yarnrc = {{".yarnrc", "ignore-scripts true\n"}};
  const Files berry = {{".yarnrc.yml", "enableScripts: false\n"}};
  const Files bunfig = {{"bunfig.toml", "[install]\nignoreScripts = true\n"}};
  for (const Client client : kAll) {
    EXPECT_EQ(scripts_off(client, npmrc), client == Client::npm || client == Client::bun ? "top/.npmrc:1" : "");
    EXPECT_EQ(scripts_off(client, yarnrc), client == Client::yarn_classic ? "top/.yarnrc:1" : "");
    EXPECT_EQ(scripts_off(client, berry), client == Client::yarn_berry ? "top/.yarnrc.yml:1" : "");
    EXPECT_EQ(scripts_off(client, bunfig), client == Client::bun ? "top/bunfig.toml:2" : "");
  }
}

TEST_F(ClientConfigRead, OfPnpmBothFilesMustTurnScriptsOff) {
  const Files::value_type npmrc = {".npmrc", "ignore-scripts=true\n"};
  EXPECT_EQ(scripts_off(Client::pnpm, {npmrc, {"pnpm-workspace.yaml", "ignoreScripts: true\n"}}),
            "top/pnpm-workspace.yaml:1");
  EXPECT_EQ(scripts_off(Client::pnpm, {npmrc, {"pnpm-workspace.yaml", "packages: [a]\n"}}), "");
  EXPECT_EQ(scripts_off(Client::pnpm, {{"pnpm-workspace.yaml", "ignoreScripts: true\n"}}), "");
}

TEST_F(ClientConfigRead, WhatOnlyThisMachineSaysTurnsNoScriptsOff) {
  home_ = {{".npmrc", "ignore-scripts=true\n"},
           {".yarnrc.yml", "enableScripts: false\n"},
           {".yarnrc", "ignore-scripts true\n"}};
  environment_ = {"npm_config_ignore_scripts=true", "YARN_ENABLE_SCRIPTS=false", "YARN_IGNORE_SCRIPTS=true"};
  for (const Client client : kAll) EXPECT_EQ(scripts_off(client, {}), "");
}

TEST_F(ClientConfigRead, TheEnvironmentTurnsScriptsOnAgain) {
  const Files files = {{".npmrc", "ignore-scripts=true\n"},
                       {".yarnrc.yml", "enableScripts: false\n"},
                       {".yarnrc", "ignore-scripts true\n"}};
  environment_ = {"npm_config_ignore_scripts=false", "YARN_ENABLE_SCRIPTS=true", "YARN_IGNORE_SCRIPTS=false"};
  for (const Client client : {Client::npm, Client::yarn_classic, Client::yarn_berry})
    EXPECT_EQ(scripts_off(client, files), "");
  environment_ = {"npm_config_ignore_scripts=false"};
  EXPECT_EQ(scripts_off(Client::yarn_berry, files), "top/.yarnrc.yml:1") << "a variable of another client";
}

TEST_F(ClientConfigRead, AFileThatTheProjectsOwnOutranksDoesNotTurnScriptsOn) {
  home_ = {{".npmrc", "ignore-scripts=false\n"}};
  EXPECT_EQ(scripts_off(Client::npm, {{".npmrc", "ignore-scripts=true\n"}}), "top/.npmrc:1");
}

TEST_F(ClientConfigRead, FilesThatContradictEachOtherProveNothing) {
  EXPECT_EQ(scripts_off(Client::bun,
                        {{".npmrc", "ignore-scripts=false\n"}, {"bunfig.toml", "[install]\nignoreScripts = true\n"}}),
            "");
}

TEST_F(ClientConfigRead, AFileThatCannotBeReadIsSaid) {
  read({{".npmrc", std::string((1u << 20) + 1, ';')}, {"bunfig.toml", "[install\n"}});
  ASSERT_EQ(unread_.size(), 2u);
  EXPECT_EQ(unread_[0].path, "top/.npmrc");
  EXPECT_EQ(unread_[0].code, "too_large");
  EXPECT_TRUE(unread_[0].incomplete);
  EXPECT_EQ(unread_[1].path, "top/bunfig.toml");
}

TEST_F(ClientConfigRead, TheFolderOnTopIsNamedByItsFilesAlone) {
  const ClientConfigs configs =
      read_client_configs(MemoryTree({{".npmrc", "ignore-scripts=true\n"}}), "", ".", UserConfig(), unread_);
  EXPECT_EQ(configs.of(Client::npm).scripts_off, ".npmrc:1");
}

TEST(ClientNamed, IsThatOfPackageManager) {
  EXPECT_EQ(client_named("yarn@1.22.22+sha512.abc"), Client::yarn_classic);
  EXPECT_EQ(client_named("yarn@4.1.0"), Client::yarn_berry);
  EXPECT_EQ(client_named("pnpm@10.0.0"), Client::pnpm);
  EXPECT_EQ(client_named("bun@1.2.0"), Client::bun);
  EXPECT_EQ(client_named("npm@11"), Client::npm);
  EXPECT_EQ(client_named(""), Client::npm);
}

}  // namespace
}  // namespace cordon::inventory
