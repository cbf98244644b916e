#include "app/online_documents.h"

#include <gtest/gtest.h>

#include "model/default_registry.h"

namespace cordon::app {
namespace {

const std::string kPublic(model::default_registry("npm"));
constexpr const char* kOwn = "https://127.0.0.1:1/npm/";  // nobody listens there

model::Component component(std::string name, std::string version, std::optional<std::string> resolved = std::nullopt) {
  model::Component out;
  out.ecosystem = "npm";
  out.name = std::move(name);
  out.version = std::move(version);
  out.origin = model::Origin::registry;
  out.resolved = std::move(resolved);
  out.registry = {"npm", model::RegistryClass::public_};
  return out;
}

inventory::ClientConfig told(const std::string& registry) {
  inventory::ClientConfig out;
  out.default_registry = registry;
  return out;
}

TEST(BaseFor, TheClientsConfigurationDecidesWhereTheRecordAgrees) {
  const model::Registries registries;
  const auto base = [&](const char* resolved, const inventory::ClientConfig& client) {
    return base_for(component("@a/b", "1.0.0", std::string(resolved)), client, registries);
  };
  EXPECT_EQ(base_for(component("@a/b", "1.0.0"), {}, registries), kPublic);
  EXPECT_EQ(base_for(component("@a/b", "1.0.0"), told("https://npm.example.test/repo"), registries),
            "https://npm.example.test/repo/");
  EXPECT_EQ(base("https://npm.example.test/other/@a/b/-/b-1.0.0.tgz", told("https://npm.example.test/repo")),
            "https://npm.example.test/repo/");
  // What was locked from the public registry is fetched from where the client is told to.
  EXPECT_EQ(base((kPublic + "@a/b/-/b-1.0.0.tgz").c_str(), told("https://npm.example.test/repo")),
            "https://npm.example.test/repo/");
  inventory::ClientConfig scoped = told("https://npm.example.test/");
  scoped.scopes["@a"] = "https://a.example.test/npm";
  EXPECT_EQ(base_for(component("@a/b", "1.0.0"), scoped, registries), "https://a.example.test/npm/");
}

TEST(BaseFor, AnotherAddressStaysItsOwnForTheRulesToJudge) {
  const model::Registries registries;
  const auto base = [&](const char* resolved) {
    return base_for(component("b", "1.0.0", std::string(resolved)), {}, registries);
  };
  EXPECT_EQ(base("https://other.example.test/npm/b/-/b-1.0.0.tgz"), "https://other.example.test/npm/");
  EXPECT_EQ(base("https://other.example.test/files/b.tgz"), "https://other.example.test/");
  EXPECT_EQ(base("http://169.254.169.254/latest/b/-/b.tgz"), "http://169.254.169.254/latest/");
}

class OnlineDocumentsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<model::FileUnread> unread;
    const MemoryTree home({{".npmrc", std::string("registry=") + kOwn}});
    const inventory::UserConfig user = inventory::read_user_config(&home, "~", {}, unread);
    policy::Settings own;
    own.registries.push_back({"public.example.test", "npm", model::RegistryClass::public_});
    own.declared_private.scopes = {"@own"};
    const RegistryRules rules(user, own, {});
    net::CurlOptions transfer;
    transfer.attempts = 1;
    transfer.connect_seconds = 2;
    documents_ = RegistryDocuments::open({}, "").value();
    online_ =
        std::make_unique<OnlineDocuments>(RegistryAsker::start(rules, {}, transfer, {}).value(), rules, *documents_);
    project_.registries = &registries_;
    project_.clients.of(model::Client::npm) = told(kOwn);
  }

  void bring(model::Component component) {
    if (project_.lockfiles.empty()) {
      project_.lockfiles.emplace_back().path = "package-lock.json";
      project_.lockfiles.front().roots.emplace_back();
    }
    project_.lockfiles.front().components.push_back(std::move(component));
  }

  std::vector<model::FileUnread> fetch() {
    online_->fetch_new(before_, project_, progress_);
    return online_->unread();
  }

  model::Registries registries_;
  std::unique_ptr<RegistryDocuments> documents_;
  std::unique_ptr<OnlineDocuments> online_;
  checks::Project before_, project_;
  Progress progress_;
};

TEST_F(OnlineDocumentsTest, ARegistryThatFailsIsToldOnceAndLeavesTheAnswerIncomplete) {
  for (const char* name : {"a", "b", "c", "d", "e"}) bring(component(name, "1.0.0"));
  const auto unread = fetch();
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].path, std::string("(registry) ") + kOwn);
  EXPECT_EQ(unread[0].code, "unavailable");
  EXPECT_TRUE(unread[0].incomplete);
  EXPECT_NE(unread[0].reason.find("5 packages (a, b, c"), std::string::npos) << unread[0].reason;
  EXPECT_EQ(progress_.registry_questions, 5u);
  EXPECT_EQ(progress_.registry_answers, 5u);
  EXPECT_EQ(documents_->of(project_.lockfiles[0].components[0]), nullptr);
  fetch();
  EXPECT_EQ(progress_.registry_questions, 5u) << "asked for once";
}

TEST_F(OnlineDocumentsTest, WhatIsNotNewIsNotAskedFor) {
  bring(component("a", "1.0.0"));
  before_.lockfiles = project_.lockfiles;
  project_.lockfiles[0].components[0].registry.id = "npm";
  EXPECT_TRUE(fetch().empty());
  EXPECT_EQ(progress_.registry_questions, 0u);
}

TEST_F(OnlineDocumentsTest, HostsOfALockfileAreNotAsked) {
  bring(component("a", "1.0.0", "https://inner.example.test/npm/a/-/a-1.0.0.tgz"));
  const auto unread = fetch();
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].code, "not_asked");
  EXPECT_EQ(unread[0].path, "(registry) https://inner.example.test/npm/");
  EXPECT_EQ(progress_.registry_questions, 0u);
}

TEST_F(OnlineDocumentsTest, PrivateNamesAreNotAskedForInPublicAndNoGap) {
  project_.clients.of(model::Client::npm) = told("https://public.example.test/");
  bring(component("@own/a", "1.0.0"));
  model::Component declared = component("by-project", "1.0.0");
  declared.registry.class_ = model::RegistryClass::private_;
  bring(std::move(declared));
  const auto unread = fetch();
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].code, "private_name");
  EXPECT_FALSE(unread[0].incomplete);
  EXPECT_EQ(progress_.registry_questions, 0u);
}

TEST_F(OnlineDocumentsTest, OnlyPackagesOfRegistriesAreAskedFor) {
  for (const model::Origin origin : {model::Origin::git, model::Origin::http, model::Origin::workspace}) {
    bring(component("a" + std::to_string(static_cast<int>(origin)), "1.0.0"));
    project_.lockfiles[0].components.back().origin = origin;
  }
  EXPECT_TRUE(fetch().empty());
  bring(component("crate", "1.0.0"));
  project_.lockfiles[0].components.back().ecosystem = "crates";
  const auto unread = fetch();
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].path, "(registry) of crates");
  EXPECT_EQ(unread[0].code, "unsupported_format");
  EXPECT_FALSE(unread[0].incomplete);
  EXPECT_EQ(progress_.registry_questions, 0u);
}

TEST_F(OnlineDocumentsTest, AWayBackThatCannotBeAskedForIsTold) {
  bring(component("a", "1.0.0"));
  EXPECT_FALSE(online_->releases(project_, project_.lockfiles[0], project_.lockfiles[0].components[0]));
  EXPECT_EQ(online_->unread().size(), 1u);
}

}  // namespace
}  // namespace cordon::app
