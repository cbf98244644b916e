#include "app/registry_rules.h"

#include <gtest/gtest.h>

#include "model/default_registry.h"

namespace cordon::app {
namespace {

inventory::UserConfig user_with(const std::string& npmrc) {
  std::vector<model::FileUnread> unread;
  const MemoryTree home({{".npmrc", npmrc}});
  return inventory::read_user_config(&home, "~", {}, unread);
}

const std::string kPublic(model::default_registry("npm"));
constexpr const char* kOwn = "https://npm.example.test/repo";

TEST(RegistryRules, OnlyPublicRegistriesAndTheUsersOwnAreAsked) {
  const RegistryRules rules(user_with("registry=https://npm.example.test/repo"), {}, {});
  EXPECT_EQ(rules.may_ask(kOwn, "axios"), MayAsk::yes);
  EXPECT_EQ(rules.may_ask("https://npm.example.test/repo/", "@a/b"), MayAsk::yes);
  EXPECT_EQ(rules.may_ask(kPublic, "axios"), MayAsk::yes);
  // What a project's .npmrc or a lockfile may name: other hosts, other paths of a host that is known, inner addresses.
  for (const char* base :
       {"https://other.example.test/", "https://npm.example.test/", "https://npm.example.test/admin/",
        "https://npm.example.test:8443/repo/", "https://169.254.169.254/latest/", "https://127.0.0.1/",
        "https://npm.example.test/repo/../admin", "https://", ""})
    EXPECT_EQ(rules.may_ask(base, "axios"), MayAsk::unknown) << base;
  EXPECT_EQ(rules.may_ask("http://npm.example.test/repo/", "axios"), MayAsk::not_https);
  EXPECT_EQ(rules.may_ask("https://user@npm.example.test/repo/", "axios"), MayAsk::unknown);
}

TEST(RegistryRules, WhatTheUsersSettingsNameIsKnownByItsHost) {
  policy::Settings own;
  own.registries.push_back({"mirror.example.test", "examplemirror", model::RegistryClass::mirror});
  own.declared_private.hosts = {"corp.example.test"};
  const RegistryRules rules({}, own, {});
  EXPECT_EQ(rules.may_ask("https://mirror.example.test/", "axios"), MayAsk::yes);
  EXPECT_EQ(rules.may_ask("https://corp.example.test:443", "@corp/a"), MayAsk::yes);
  // A lockfile writes these: other services of that host are not for it to choose.
  for (const char* base : {"https://corp.example.test/job/prod/", "https://corp.example.test:8443/",
                           "https://mirror.example.test/npm/", "https://deep.corp.example.test:1/"})
    EXPECT_EQ(rules.may_ask(base, "axios"), MayAsk::place) << base;
  EXPECT_EQ(rules.may_ask(kPublic.substr(0, kPublic.size() - 1) + ":8443/", "axios"), MayAsk::place);
  const RegistryRules configured(user_with("registry=https://corp.example.test:8443/npm"), own, {});
  EXPECT_EQ(configured.may_ask("https://corp.example.test:8443/npm/", "axios"), MayAsk::yes);
  policy::Settings of_project = own;
  EXPECT_EQ(RegistryRules({}, {}, of_project).may_ask("https://mirror.example.test/", "axios"), MayAsk::unknown);
}

TEST(RegistryRules, TokensGoWhereTheUsersClientsGo) {
  policy::Settings own;
  own.declared_private.hosts = {"corp.example.test"};
  const RegistryRules rules(user_with("registry=https://npm.example.test/repo"), own, {});
  EXPECT_TRUE(rules.may_have_token("https://npm.example.test/repo"));
  EXPECT_TRUE(rules.may_have_token(kPublic));
  EXPECT_FALSE(rules.may_have_token("https://npm.example.test/"));
  EXPECT_FALSE(rules.may_have_token("https://corp.example.test/"));
  EXPECT_FALSE(rules.may_have_token(kPublic + "deep/"));
}

TEST(RegistryRules, TimesAreThoseOfPublicationWherePackagesArePublished) {
  policy::Settings own;
  own.registries.push_back({"mirror.example.test", "examplemirror", model::RegistryClass::mirror});
  own.declared_private.hosts = {"corp.example.test"};
  const RegistryRules rules({}, own, {});
  EXPECT_TRUE(rules.is_of_origin(kPublic));
  EXPECT_TRUE(rules.is_of_origin("https://corp.example.test/"));
  EXPECT_FALSE(rules.is_of_origin("https://mirror.example.test/"));
  EXPECT_FALSE(rules.is_of_origin(kOwn));
}

TEST(RegistryRules, NoPublicRegistryIsAskedForAPrivateName) {
  policy::Settings of_project;
  of_project.declared_private.scopes = {"@declared"};
  of_project.declared_private.names = {"our-tool"};
  const RegistryRules rules(user_with("@corp:registry=https://npm.example.test/repo"), {}, of_project);
  for (const char* name : {"@corp/a", "@declared/a", "our-tool"}) {
    EXPECT_EQ(rules.may_ask(kPublic, name), MayAsk::private_name) << name;
    EXPECT_EQ(rules.may_ask(kOwn, name), MayAsk::yes) << name;
  }
  EXPECT_EQ(rules.may_ask(kPublic, "@other/a"), MayAsk::yes);
  RegistryRules more = rules;
  more.also_private({{}, {"@other"}, {}});
  EXPECT_EQ(more.may_ask(kPublic, "@other/a"), MayAsk::private_name);
  EXPECT_EQ(more.may_ask(kPublic, "our-tool"), MayAsk::private_name);
}

TEST(RegistryRules, NothingIsAskedForThatIsNoName) {
  const RegistryRules rules({}, {}, {});
  for (const char* name :
       {"", "a/b", "../x", "@a", "@/x", "@a/b/c", "a b", "a?x", "a%2fb", "a#", ".hidden", "@a/..", "a\n"})
    EXPECT_EQ(rules.may_ask(kPublic, name), MayAsk::unnamed) << name;
  EXPECT_EQ(rules.may_ask(kPublic, std::string(215, 'a')), MayAsk::unnamed);
}

TEST(RegistryRules, TheAddressOfADocumentIsThatOfTheProtocol) {
  EXPECT_EQ(document_address("https://npm.example.test/repo", "@a/b"), "https://npm.example.test/repo/@a%2fb");
  EXPECT_EQ(document_address("https://npm.example.test/repo/", "axios"), "https://npm.example.test/repo/axios");
}

}  // namespace
}  // namespace cordon::app
