#include "checks/unknown_host.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using model::Component;
using model::Origin;
using model::RegistryClass;
using testing::lockfile;
using testing::package;

Component from(std::string_view name, std::string_view host, RegistryClass kind = RegistryClass::unknown) {
  Component out = package(name, "1.0.0");
  out.registry = {std::string(host), kind};
  out.resolved = "https://" + std::string(host) + "/" + std::string(name) + "/-/" + std::string(name) + "-1.0.0.tgz";
  return out;
}

Component fetched(Origin origin, std::string_view address) {
  Component out = package("tool", "1.0.0");
  out.origin = origin;
  out.resolved = address;
  out.registry = {{}, RegistryClass::unknown};
  return out;
}

model::Registries registries() {
  model::Registries out;
  out.declare_private({{"npm.acme.test"}, {}, {}});
  return out;
}

std::vector<model::Finding> findings(std::vector<Component> before, std::vector<Component> after) {
  static const model::Registries kRegistries = registries();
  Project was, is;
  if (!before.empty()) was.lockfiles.push_back(lockfile(std::move(before)));
  is.lockfiles.push_back(lockfile(std::move(after)));
  is.before = &was;
  is.registries = &kRegistries;
  return testing::run(check_unknown_host, is);
}

TEST(UnknownHost, NamesAHostThatNothingCameFromBefore) {
  const auto found = findings({package("axios", "1.14.0")}, {package("axios", "1.14.0"), from("lodash", "evil.test")});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule_id, "change.unknown-registry");
  EXPECT_EQ(found[0].severity, model::Severity::high);
  EXPECT_EQ(found[0].subject.name, "evil.test");
  EXPECT_EQ(testing::evidence(found[0]),
            testing::Words{"package-lock.json:20 lodash@1.0.0 https://evil.test/lodash/-/lodash-1.0.0.tgz"});
}

TEST(UnknownHost, IsOneFindingAHost) {
  const auto found =
      findings({package("axios", "1.14.0")}, {from("axios", "a.test"), from("b", "a.test"), from("c", "c.test")});
  EXPECT_EQ(testing::rules(found), (testing::Words{"change.unknown-registry 2", "change.unknown-registry 1"}));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NE(found[0].id, found[1].id);
}

TEST(UnknownHost, SpeaksOfALockfileThatIsNew) {
  EXPECT_EQ(findings({}, {from("lodash", "evil.test")}).size(), 1u);
  EXPECT_TRUE(findings({}, {package("lodash", "4.17.21")}).empty());
}

TEST(UnknownHost, SaysNothingOfHostsThatAreKnownOrDeclared) {
  EXPECT_TRUE(findings({from("a", "old.test")}, {from("a", "old.test"), from("lodash", "old.test")}).empty());
  EXPECT_TRUE(findings({package("a", "1.0.0")}, {from("own", "npm.acme.test", RegistryClass::private_)}).empty());
  EXPECT_TRUE(findings({package("a", "1.0.0")}, {from("b", "mirror.test", RegistryClass::mirror)}).empty());
  EXPECT_TRUE(findings({package("a", "1.0.0")}, {fetched(Origin::git, "git+ssh://git@npm.acme.test/x.git")}).empty());
  Component bundled = package("b", "1.0.0");
  bundled.bundled = true;
  bundled.registry = {{}, RegistryClass::unknown};
  EXPECT_TRUE(findings({package("a", "1.0.0")}, {bundled}).empty());
}

TEST(UnknownHost, CountsRepositoriesAndAddresses) {
  for (const char* address : {"git+ssh://git@evil.test/acme/tool.git#0123", "git@evil.test:acme/tool.git",
                              "https://evil.test/acme/tool.git"}) {
    const auto found = findings({package("a", "1.0.0")}, {fetched(Origin::git, address)});
    ASSERT_EQ(found.size(), 1u) << address;
    EXPECT_EQ(found[0].subject.name, "evil.test");
  }
  EXPECT_EQ(findings({package("a", "1.0.0")}, {fetched(Origin::http, "https://evil.test/x.tgz")}).size(), 1u);
  // Two ways to write one repository's host.
  EXPECT_TRUE(findings({fetched(Origin::git, "github:a/tool#0123")},
                       {fetched(Origin::git, "https://codeload.github.com/a/tool/tar.gz/0123")})
                  .empty());
  Component action = fetched(Origin::git, "https://evil.test/a/b");
  action.ecosystem = "github-actions";
  EXPECT_TRUE(findings({package("a", "1.0.0")}, {action}).empty());
}

TEST(UnknownHost, ANameVouchesForItsFirstHostOnly) {
  // No host is declared private, but the name is.
  const Component first = from("@own/ui", "npm.first.test", RegistryClass::private_),
                  other = from("@own/ui", "evil.test", RegistryClass::private_);
  EXPECT_TRUE(findings({package("a", "1.0.0")}, {package("a", "1.0.0"), first}).empty());
  EXPECT_EQ(findings({package("a", "1.0.0"), first}, {package("a", "1.0.0"), other}).size(), 1u);
}

}  // namespace
}  // namespace cordon::checks
