#include "sbom/diff.h"

#include <gtest/gtest.h>

#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

using cordon::sbom::testing::component;
using model::Severity;

const std::string kOther = "sha512-" + std::string(86, 'A') + "==";

model::Inventory inventory(std::vector<model::Component> components) {
  model::Inventory out;
  out.path = "package-lock.json";
  out.components = std::move(components);
  return out;
}

TEST(DiffInventories, FindsNothingWhereNothingChanged) {
  EXPECT_TRUE(diff_inventories(testing::project(), testing::project()).empty());
  EXPECT_TRUE(diff_inventories({}, {}).empty());
}

TEST(DiffInventories, AnInstallScriptIsNewWhereItIsKnownThatThereWasNone) {
  model::Component before = component("x", "1.0.0"), after = before;
  after.install_script = model::InstallScript::yes;
  before.install_script = model::InstallScript::no;
  auto changes = diff_inventories(inventory({before}), inventory({after}));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].severity, Severity::high);
  EXPECT_EQ(changes[0].before, std::vector<std::string>{"no"});
  before.install_script = model::InstallScript::unknown;
  changes = diff_inventories(inventory({before}), inventory({after}));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].severity, Severity::low);
  EXPECT_EQ(changes[0].before, std::vector<std::string>{"unknown"});
}

TEST(DiffInventories, TellsTheAxiosReleaseByWhatChanged) {
  model::Component poison = component("plain-crypto-js", "4.2.1");
  poison.install_script = model::InstallScript::yes;
  const auto changes =
      diff_inventories(inventory({component("axios", "1.14.0")}), inventory({component("axios", "1.14.1"), poison}));
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].kind, ChangeKind::install_script);
  EXPECT_EQ(changes[0].severity, Severity::high);
  EXPECT_EQ(changes[0].components, std::vector<std::uint32_t>{1});
  EXPECT_EQ(changes[0].after, std::vector<std::string>{"yes"});
  EXPECT_TRUE(changes[0].before.empty());
  EXPECT_EQ(changes[1].kind, ChangeKind::added);
  EXPECT_EQ(changes[1].name, "plain-crypto-js");
  EXPECT_EQ(changes[2].kind, ChangeKind::version);
  EXPECT_EQ(changes[2].before, std::vector<std::string>{"1.14.0"});
  EXPECT_EQ(changes[2].after, std::vector<std::string>{"1.14.1"});
}

TEST(DiffInventories, PutsOtherDigestsOfOneVersionFirst) {
  model::Component before = component("a", "1.0.0"), after = before, gone = before;
  before.integrity = {testing::kSri};
  after.integrity = {kOther};
  const auto changes = diff_inventories(inventory({before}), inventory({after, component("b", "1.0.0")}));
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].kind, ChangeKind::integrity);
  EXPECT_EQ(changes[0].severity, Severity::critical);
  EXPECT_EQ(changes[0].version, "1.0.0");
  const auto lost = diff_inventories(inventory({before}), inventory({gone}));
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(lost[0].severity, Severity::medium);
  EXPECT_TRUE(diff_inventories(inventory({gone}), inventory({before})).empty()) << "a digest more is no risk";
}

TEST(DiffInventories, ComparesDigestsOfOneAlgorithmOnly) {
  model::Component before = component("a", "1.0.0"), after = before;
  before.integrity = {"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="};
  after.integrity = {testing::kSri};
  EXPECT_TRUE(diff_inventories(inventory({before}), inventory({after})).empty());
}

TEST(DiffInventories, SeesAnotherRegistryOriginAndAddress) {
  model::Component before = component("a", "1.0.0"), registry = before, git = before, address = before;
  before.resolved = "https://registry.example.test/a.tgz";
  registry.registry = {"other.example.test", model::RegistryClass::unknown};
  git.origin = model::Origin::git;
  git.resolved = "git+https://git.example.test/a.git";
  address.resolved = "https://registry.example.test/b.tgz";
  for (const model::Component& after : {registry, git}) {
    const auto changes = diff_inventories(inventory({before}), inventory({after}));
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].kind, ChangeKind::source);
    EXPECT_EQ(changes[0].severity, Severity::high);
  }
  const auto changes = diff_inventories(inventory({before}), inventory({address}));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].kind, ChangeKind::address);
  EXPECT_EQ(changes[0].severity, Severity::low);
  // A registry that a document leaves open may be any, and is never git.
  model::Component open = before;
  open.resolved.reset();
  open.registry.id.clear();
  EXPECT_TRUE(std::ranges::none_of(diff_inventories(inventory({open}), inventory({registry})),
                                   [](const Change& each) { return each.kind == ChangeKind::source; }));
  EXPECT_TRUE(std::ranges::any_of(diff_inventories(inventory({open}), inventory({git})),
                                  [](const Change& each) { return each.kind == ChangeKind::source; }));
}

TEST(DiffInventories, LooksAtVersionsNotAtPlaces) {
  model::Component twin = component("a", "1.0.0");
  twin.id = "package-lock.json#node_modules/x/node_modules/a";
  EXPECT_TRUE(diff_inventories(inventory({component("a", "1.0.0")}), inventory({twin})).empty());
  const auto changes = diff_inventories(inventory({component("a", "1.0.0")}),
                                        inventory({component("a", "1.0.0"), component("a", "2.0.0")}));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_TRUE(changes[0].before.empty());
  EXPECT_EQ(changes[0].after, std::vector<std::string>{"2.0.0"});
  EXPECT_EQ(changes[0].components, std::vector<std::uint32_t>{1});
}

TEST(DiffInventories, SaysWhenAVersionGoesBack) {
  const auto back = diff_inventories(inventory({component("a", "2.0.0")}), inventory({component("a", "1.10.0")}));
  EXPECT_EQ(back.at(0).severity, Severity::low);
  const auto on = diff_inventories(inventory({component("a", "1.9.0")}), inventory({component("a", "1.10.0")}));
  EXPECT_EQ(on.at(0).severity, Severity::info);
}

TEST(DiffInventories, NamesWhatIsGone) {
  const auto changes = diff_inventories(inventory({component("a", "1.0.0")}), {});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].kind, ChangeKind::removed);
  EXPECT_EQ(to_string(changes[0].kind), "removed");
}

}  // namespace
}  // namespace cordon::sbom
