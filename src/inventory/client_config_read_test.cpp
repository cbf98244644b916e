#include "inventory/client_config_read.h"

#include <gtest/gtest.h>

#include "inventory/unread_formats.h"

namespace cordon::inventory {
namespace {

ClientConfig read(std::map<std::string, std::string, std::less<>> files,
                  std::vector<model::FileUnread>* unread = nullptr, const ClientConfig& below = {}) {
  std::vector<model::FileUnread> ignored;
  return read_client_config(MemoryTree(std::move(files)), "", "app", below, unread != nullptr ? *unread : ignored);
}

TEST(ClientConfig, ReadsNpmrcWithoutKeepingSecrets) {
  const ClientConfig config =
      read({{".npmrc",
             "; comment\nregistry = https://user:secret@npm.example.test/\n@corp:registry=https://corp.example.test/\n"
             "//npm.example.test/:_authToken=npm_secret\nignore-scripts=true\n"}});
  EXPECT_EQ(config.default_registry, "https://npm.example.test/");
  EXPECT_EQ(config.registry_for("@corp/a"), "https://corp.example.test/");
  EXPECT_EQ(config.registry_for("a"), "https://npm.example.test/");
  EXPECT_TRUE(config.ignore_scripts);
  EXPECT_EQ(config.ignore_scripts_place, "app/.npmrc:5");
  EXPECT_EQ(config.sources, std::vector<std::string>{"app/.npmrc"});
}

TEST(ClientConfig, ReadsEveryClientsFile) {
  EXPECT_EQ(read({{".yarnrc", "registry \"https://one.example.test\"\n"}}).default_registry,
            "https://one.example.test");
  const ClientConfig berry = read({{".yarnrc.yml",
                                    "npmRegistryServer: https://two.example.test\nnpmScopes:\n  corp:\n    "
                                    "npmRegistryServer: https://c.example.test\nenableScripts: false\n"}});
  EXPECT_EQ(berry.default_registry, "https://two.example.test");
  EXPECT_EQ(berry.registry_for("@corp/x"), "https://c.example.test");
  EXPECT_TRUE(berry.ignore_scripts);
  const ClientConfig bun = read({{"bunfig.toml",
                                  "[install]\nregistry = { url = \"https://three.example.test\", token = \"x\" "
                                  "}\n[install.scopes]\ncorp = \"https://d.example.test\"\n"}});
  EXPECT_EQ(bun.default_registry, "https://three.example.test");
  EXPECT_EQ(bun.registry_for("@corp/x"), "https://d.example.test");
}

TEST(ClientConfig, AVariableIsNoAddressAndThatIsSaid) {
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(read({{".npmrc", "\nregistry=${REGISTRY}\n"}}, &unread).default_registry, "");
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].line, 2u);
  EXPECT_FALSE(unread[0].incomplete);
}

TEST(ClientConfig, TheLastLineOfAFileCounts) {
  const ClientConfig config = read({{".npmrc",
                                     "registry=https://one.example.test\nregistry=https://two.example.test\n"
                                     "ignore-scripts=true\nignore-scripts=false\n"}});
  EXPECT_EQ(config.default_registry, "https://two.example.test");
  EXPECT_FALSE(config.ignore_scripts);
}

TEST(ClientConfig, AnAddressIsReadAsTheClientReadsIt) {
  EXPECT_EQ(read({{".npmrc", "registry=HTTPS://npm.example.test/a ; note\n"}}).default_registry,
            "https://npm.example.test/a");
  EXPECT_EQ(read({{".npmrc", "a=1\rregistry=https://npm.example.test\r"}}).default_registry,
            "https://npm.example.test");
  EXPECT_EQ(read({{".npmrc", "'registry'=\"https://npm.example.test/#\"\n"}}).default_registry,
            "https://npm.example.test/");
}

TEST(ClientConfig, KeepsNoPartOfAnAddressThatMayBeASecret) {
  const auto registry = [](const char* line) { return read({{".npmrc", line}}).default_registry; };
  EXPECT_EQ(registry("registry=\"https://npm.example.test/?token=secret#x\""), "https://npm.example.test/");
  EXPECT_EQ(registry("registry=https://a@b:secret@npm.example.test"), "https://npm.example.test");
  EXPECT_EQ(registry("registry=https://npm.example.test/\x1b[31m"), "");
  EXPECT_EQ(registry("registry=https://user:secret@/"), "");
}

TEST(ClientConfig, TheProjectGoesBeforeTheUser) {
  ClientConfig user;
  user.default_registry = "https://user.example.test";
  user.scopes["@corp"] = "https://user-corp.example.test";
  const ClientConfig config = read({{".npmrc", "registry=https://project.example.test"}}, nullptr, user);
  EXPECT_EQ(config.default_registry, "https://project.example.test");
  EXPECT_EQ(config.registry_for("@corp/x"), "https://user-corp.example.test");
}

TEST(ClientConfig, ABrokenFileIsSaid) {
  std::vector<model::FileUnread> unread;
  read({{".yarnrc.yml", "a: [\n"}, {"bunfig.toml", "[install\n"}}, &unread);
  ASSERT_EQ(unread.size(), 2u);
  EXPECT_EQ(unread[0].path, "app/.yarnrc.yml");
  EXPECT_TRUE(unread[0].incomplete);
}

TEST(UnreadFormats, RecognisedFilesHaveAReason) {
  EXPECT_NE(unread_format("bun.lockb"), nullptr);
  EXPECT_NE(unread_format("Cargo.lock"), nullptr);
  EXPECT_EQ(unread_format("package-lock.json"), nullptr);
}

TEST(ClientConfig, KeysOfASectionOfNpmrcSayNothing) {
  const ClientConfig config = read(
      {{".npmrc", "@a:registry=https://a.example.test\n[x]\nignore-scripts=true\nregistry=https://b.example.test\n"}});
  EXPECT_FALSE(config.ignore_scripts);
  EXPECT_EQ(config.default_registry, "");
  EXPECT_EQ(config.registry_for("@a/x"), "https://a.example.test");
}

TEST(ClientConfig, ScriptsAreOffWhereNoFileThatCountsSaysOtherwise) {
  ClientConfig user;
  user.says_of_scripts = user.ignore_scripts = true;
  user.ignore_scripts_place = "~/.npmrc:1";
  EXPECT_TRUE(read({}, nullptr, user).ignore_scripts);
  EXPECT_FALSE(read({{".npmrc", "ignore-scripts=false\n"}}, nullptr, user).ignore_scripts)
      << "the project's word counts";
  EXPECT_TRUE(read({{".npmrc", "ignore-scripts=true\n"}, {".yarnrc.yml", "enableScripts: false\n"}}).ignore_scripts);
  const ClientConfig divided = read({{".npmrc", "ignore-scripts=true\n"}, {".yarnrc.yml", "enableScripts: true\n"}});
  EXPECT_FALSE(divided.ignore_scripts);
  EXPECT_EQ(divided.ignore_scripts_place, "");
}

}  // namespace
}  // namespace cordon::inventory
