#include "checks/client_config_change.h"

#include <gtest/gtest.h>

#include "checks/testing.h"
#include "inventory/client_config_read.h"

namespace cordon::checks {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using testing::Words;

model::Registries registries() {
  model::Registries out;
  out.add({"registry.example.test", "npm", model::RegistryClass::public_});
  out.add({"mirror.example.test", "mirror", model::RegistryClass::mirror});
  out.declare_private({{"own.example.test"}, {}, {}});
  return out;
}

// A project with these files.
struct Side {
  explicit Side(const Files& files, model::Client client = model::Client::npm, model::Registries which = registries())
      : tree(files), known(std::move(which)) {
    project.tree = &tree;
    project.registries = &known;
    project.manifest.emplace();
    project.lockfiles.push_back(testing::lockfile({testing::package("axios", "1.14.0")}));
    project.lockfiles.back().ecosystem = "npm";
    project.lockfiles.back().client = client;
    std::vector<model::FileUnread> unread;
    project.clients = inventory::read_client_configs(tree, "", "", {}, unread);
  }
  MemoryTree tree;
  model::Registries known;
  Project project;
};

std::vector<model::Finding> findings(const Files& before, const Files& now, model::Client client = model::Client::npm) {
  const Side was(before, client);
  Side is(now, client);
  is.project.before = &was.project;
  return testing::run(check_client_config_change, is.project);
}

// "severity: evidence" of the only finding.
Words one(const Files& before, const Files& now, model::Client client = model::Client::npm) {
  const auto found = findings(before, now, client);
  if (found.size() != 1) return {std::to_string(found.size()) + " findings"};
  EXPECT_EQ(found[0].rule_id, "change.client-config");
  Words out = testing::evidence(found[0]);
  out.insert(out.begin(), std::string(to_string(found[0].severity)));
  return out;
}

TEST(ClientConfigChange, NamesProtectionsThatAreTurnedOff) {
  EXPECT_EQ(
      one({{".npmrc", "ignore-scripts=true\n"}}, {{".npmrc", "audit=false\nstrict-ssl=false\n"}}),
      (Words{"medium", ".npmrc:2 strict-ssl: false, before: unsaid", ".npmrc ignore-scripts: unsaid, before: true"}));
  EXPECT_EQ(
      one({{"pnpm-workspace.yaml", "minimumReleaseAge: 4320\n"}}, {{"pnpm-workspace.yaml", "minimumReleaseAge: 10\n"}}),
      (Words{"medium", "pnpm-workspace.yaml:1 minimumReleaseAge: 10, before: 4320"}));
  EXPECT_EQ(one({{".npmrc", "ignore-scripts=true\n"}}, {})[0], "medium");  // the file is gone
}

TEST(ClientConfigChange, SaysNothingOfWhatProtects) {
  EXPECT_TRUE(findings({}, {{".npmrc", "ignore-scripts=true\nfund=false\n"}}).empty());
  EXPECT_TRUE(
      findings({{"pnpm-workspace.yaml", "packages: [a]\n"}}, {{"pnpm-workspace.yaml", "minimumReleaseAge: 10\n"}})
          .empty());
  const Files same{{".npmrc", "strict-ssl=false\nregistry=https://other.invalid/\n"}};
  EXPECT_TRUE(findings(same, same).empty());
}

TEST(ClientConfigChange, NamesWhatMayRunCodeNow) {
  EXPECT_EQ(one({{"pnpm-workspace.yaml", "onlyBuiltDependencies: [a]\n"}},
                {{"pnpm-workspace.yaml", "onlyBuiltDependencies: [a, b]\n"}}),
            (Words{"low", "pnpm-workspace.yaml:1 onlyBuiltDependencies lets b run code when it is installed"}));
  EXPECT_EQ(one({{"pnpm-workspace.yaml", "allowBuilds: {a: false}\n"}},
                {{"pnpm-workspace.yaml", "allowBuilds: {a: true}\n"}})[0],
            "medium");
  EXPECT_EQ(
      one({{"pnpm-workspace.yaml", "neverBuiltDependencies: [a]\n"}}, {{"pnpm-workspace.yaml", "packages: []\n"}})[0],
      "medium");
  EXPECT_EQ(one({{"package.json", R"({"trustedDependencies": ["a"]})"}},
                {{"package.json", R"({"trustedDependencies": ["a", "b"]})"}})[0],
            "low");
}

TEST(ClientConfigChange, JudgesARegistryByWhereItMoved) {
  const auto to = [](const std::string& url) { return Files{{".npmrc", "registry=" + url + "\n"}}; };
  const std::string own = "https://own.example.test/", mirror = "https://mirror.example.test/",
                    open = "https://registry.example.test/", other = "https://other.invalid/";
  EXPECT_EQ(one(to(own), to(open))[0], "high");
  EXPECT_EQ(one(to(own), {})[0], "high");
  EXPECT_EQ(one({}, to(other)),
            (Words{"high", ".npmrc:1 packages come from https://other.invalid/, before: the public registry"}));
  EXPECT_EQ(one(to(own), to(other))[0], "high");
  EXPECT_EQ(one(to(mirror), to(open))[0], "medium");
  EXPECT_EQ(one(to(other), to(open))[0], "medium");  // it may have been one's own
  EXPECT_TRUE(findings(to(open), to(own)).empty());
  EXPECT_TRUE(findings(to(other), to(own)).empty());
  EXPECT_TRUE(findings(to(open), to(mirror)).empty());
  EXPECT_EQ(one(to(open), to("http://registry.example.test/"))[0], "medium");
}

TEST(ClientConfigChange, JudgesScopesByThemselves) {
  EXPECT_EQ(
      one({{".npmrc", "@own:registry=https://own.example.test/\n"}}, {{".npmrc", "fund=false\n"}}),
      (Words{"high", ".npmrc packages of @own come from the public registry, before: https://own.example.test/"}));
}

TEST(ClientConfigChange, ANameOfOnesOwnVouchesForNoHost) {
  const auto severity = [](const model::PrivateDeclaration& declared, const std::string& to) {
    model::Registries known;
    known.declare_private(declared);
    const Side was({{".npmrc", "@own:registry=https://own.example.test/\n"}}, model::Client::npm, known);
    Side is({{".npmrc", "@own:registry=https://" + to + "/\n"}}, model::Client::npm, known);
    is.project.before = &was.project;
    const auto found = testing::run(check_client_config_change, is.project);
    return found.empty() ? std::string("none") : std::string(to_string(found.front().severity));
  };
  EXPECT_EQ(severity({{"own.example.test"}, {"@own"}, {}}, "evil.test"), "high");
  EXPECT_EQ(severity({{}, {"@own"}, {}}, "evil.test"), "high");
  EXPECT_EQ(severity({{}, {}, {}}, "evil.test"), "high");
  EXPECT_EQ(severity({{"own.example.test"}, {"@own"}, {}}, "new.own.example.test"), "none");
}

TEST(ClientConfigChange, LooksAtNothingOfAProjectThatIsNewOrNamedByItsLockfile) {
  const Side now({{".npmrc", "registry=https://other.invalid/\n"}});
  Project is = now.project, nothing;
  is.before = &nothing;
  EXPECT_TRUE(testing::run(check_client_config_change, is).empty());
  const Side was({});
  is.before = &was.project;
  is.manifest.reset();
  EXPECT_TRUE(testing::run(check_client_config_change, is).empty());
}

}  // namespace
}  // namespace cordon::checks
