#include "change/confusion.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

using model::RegistryClass;

model::Component component(std::string name, RegistryClass from, std::string version = "1.0.0") {
  model::Component made;
  made.ecosystem = "npm";
  made.name = std::move(name);
  made.version = std::move(version);
  made.registry = {"r", from};
  return made;
}

model::Inventory inventory(std::vector<model::Component> components) {
  model::Inventory made;
  made.components = std::move(components);
  return made;
}

// "kind because" of each.
std::vector<std::string> said(const model::Inventory& inventory, const model::PrivateDeclaration& declared = {},
                              std::span<const VersionBefore> before = {}) {
  std::vector<std::string> texts;
  for (const Confusion& one : find_confusion(inventory, declared, before))
    texts.push_back(std::string(to_string(one.kind)) + ' ' + one.because);
  return texts;
}

using Said = std::vector<std::string>;

TEST(Confusion, WhatIsDeclaredPrivateMayNotComeFromAPublicRegistry) {
  const model::PrivateDeclaration declared = {{}, {"@acme"}, {"acme-billing"}};
  EXPECT_EQ(said(inventory({component("acme-billing", RegistryClass::public_)}), declared),
            Said{"declared-name acme-billing"});
  EXPECT_EQ(said(inventory({component("@acme/ledger", RegistryClass::mirror)}), declared),
            Said{"declared-scope @acme"});
  EXPECT_EQ(said(inventory({component("acme-billing", RegistryClass::private_),
                            component("@acme/ledger", RegistryClass::unknown)}),
                 declared),
            Said{});
}

TEST(Confusion, ADeclarationCountsForListedNamesToo) {
  EXPECT_EQ(said(inventory({component("lodash", RegistryClass::public_)}), {{}, {}, {"lodash"}}),
            Said{"declared-name lodash"});
}

TEST(Confusion, PypiNamesAreComparedAsPypiDoes) {
  auto one = component("Acme_Billing", RegistryClass::public_);
  one.ecosystem = "pypi";
  auto all = inventory({one});
  all.ecosystem = "pypi";
  EXPECT_EQ(said(all, {{}, {}, {"acme-billing"}}), Said{"declared-name acme-billing"});
}

TEST(Confusion, APackageOfTheProjectIsNotFetched) {
  auto all =
      inventory({component("acme-internal-tool", RegistryClass::public_), component("vite", RegistryClass::public_)});
  model::Root root;
  root.name = "acme-internal-tool";
  root.kind = model::RootKind::workspace;
  all.roots = {root};
  root.name = "vite";  // a published project that uses an older release of itself
  all.roots.push_back(root);
  EXPECT_EQ(said(all), Said{"workspace acme-internal-tool"});
}

TEST(Confusion, AnInferredRootIsNoPackageOfTheProject) {
  auto all = inventory({component("acme-internal-tool", RegistryClass::public_)});
  model::Root root;
  root.name = "acme-internal-tool";
  root.kind = model::RootKind::inferred;
  all.roots = {root};
  EXPECT_EQ(said(all), Said{});
}

TEST(Confusion, AScopeComesFromOnePlace) {
  const auto all =
      inventory({component("@acme/ledger", RegistryClass::private_), component("@acme/new", RegistryClass::public_),
                 component("@other/new", RegistryClass::public_)});
  EXPECT_EQ(said(all), Said{"mixed-scope @acme/ledger"});
  EXPECT_EQ(said(all, {{}, {"@acme"}, {}}), Said{"declared-scope @acme"});
}

TEST(Confusion, AnUnscopedTwinOfAPrivatePackage) {
  const auto all = inventory(
      {component("@acme/billing-core-x", RegistryClass::private_), component("billing-core-x", RegistryClass::public_),
       component("acme-billing-core-x", RegistryClass::public_), component("billing-core-y", RegistryClass::public_)});
  EXPECT_EQ(said(all), (Said{"unscoped-twin @acme/billing-core-x", "unscoped-twin @acme/billing-core-x"}));
  EXPECT_EQ(said(inventory(
                {component("@acme/lodash", RegistryClass::private_), component("lodash", RegistryClass::public_)})),
            Said{});  // the fork of a published package
}

TEST(Confusion, AbsurdVersions) {
  for (const char* version : {"99.0.0", "999.9.9", "9999.0.0", "1000.0.0", "99", "v99.1.1"})
    EXPECT_TRUE(is_absurd_version(version)) << version;
  for (const char* version : {"1.99.0", "98.0.0", "131.0.0", "2026.1.0", "20260101.0.0", "", "latest", "-99.0.0",
                              "99999999999999999999999.0.0"})
    EXPECT_FALSE(is_absurd_version(version)) << version;
}

TEST(Confusion, AnAbsurdVersionOfAPublishedPackageOrScopeIsItsOwnBusiness) {
  EXPECT_EQ(said(inventory({component("acme-internal-tool", RegistryClass::public_, "99.9.9"),
                            component("dotenv-expand", RegistryClass::public_, "1000.0.0"),
                            component("@pnpm/not-yet-listed", RegistryClass::public_, "1100.0.0")})),
            Said{"absurd-version 99.9.9"});
}

TEST(Confusion, AVersionFarAboveWhatTheTreeHad) {
  const std::vector<VersionBefore> before = {{"acme-internal-tool", "1.2.0"}, {"acme-internal-tool", "2.0.0"}};
  const auto with = [](const char* version) {
    return inventory({component("acme-internal-tool", RegistryClass::public_, version)});
  };
  EXPECT_EQ(said(with("20.0.0"), {}, before), Said{"version-jump 2"});
  EXPECT_EQ(said(with("19.0.0"), {}, before), Said{});
  EXPECT_EQ(said(with("2026.1.0"), {}, before), Said{});  // now a calendar's
  EXPECT_EQ(said(with("20.0.0")), Said{});
}

TEST(Confusion, OtherOriginsAreNotAskedFor) {
  auto one = component("acme-billing", RegistryClass::public_);
  one.origin = model::Origin::git;
  EXPECT_EQ(said(inventory({one}), {{}, {}, {"acme-billing"}}), Said{});
}

TEST(Confusion, ACommitIsNoVersion) {
  model::Component action =
      component("example/tool", RegistryClass::public_, "0123456789abcdef0123456789abcdef01234567");
  action.ecosystem = "github-actions";
  EXPECT_EQ(said(inventory({action})), Said{});
}

}  // namespace
}  // namespace cordon::change
