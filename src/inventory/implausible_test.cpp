#include "inventory/implausible.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

model::Component named(std::string name, std::string version) {
  model::Component component;
  component.ecosystem = "npm";
  component.name = std::move(name);
  component.version = std::move(version);
  component.place = {"package-lock.json", 7};
  return component;
}

TEST(Implausible, OrdinaryPackagesAreFine) {
  model::Inventory inventory;
  inventory.components = {named("axios", "1.14.1"), named("@scope/a.b-c_d~", "0.0.0-rc.1+build"),
                          named("JSONStream", "")};
  note_implausible(inventory);
  EXPECT_TRUE(inventory.unread.empty());
}

TEST(Implausible, EscapesBidiSpacesAndLengthAreSaid) {
  model::Inventory inventory;
  inventory.components = {
      named("a\x1b[2J", "1"), named("a\xE2\x80\xAE", "1"),       named("a b", "1"),
      named("a\xFF", "1"),    named(std::string(215, 'a'), "1"), named("a", std::string(300'000, '9')),
      named("a", "1\n2")};
  note_implausible(inventory);
  ASSERT_EQ(inventory.unread.size(), 7u);
  for (const auto& unread : inventory.unread) {
    EXPECT_EQ(unread.code, "invalid_value");
    EXPECT_TRUE(unread.incomplete);
    EXPECT_EQ(unread.line, 7u);
    EXPECT_EQ(unread.reason.find('\x1b'), std::string::npos);
  }
}

TEST(Implausible, OnlyNpmsNamesEndAt214Bytes) {
  model::Inventory inventory;
  inventory.path = "go.mod";
  inventory.components.emplace_back();
  inventory.components[0].ecosystem = "go";
  inventory.components[0].name = "example.test/" + std::string(300, 'a');
  note_implausible(inventory);
  EXPECT_TRUE(inventory.unread.empty());
  inventory.components[0].ecosystem = "npm";
  note_implausible(inventory);
  EXPECT_EQ(inventory.unread.size(), 1u);
}

TEST(Implausible, AMillionOfThemAreOneLineMore) {
  model::Inventory inventory;
  inventory.components.assign(1'000, named("a b", "1"));
  note_implausible(inventory);
  EXPECT_EQ(inventory.unread.size(), 101u);
}

TEST(Implausible, AnEmptyLockfileOfAProjectThatAsksForPackagesIsSaid) {
  model::Inventory inventory;
  inventory.path = "yarn.lock";
  inventory.format = "yarn v1";
  inventory.roots.resize(1);
  inventory.roots[0].declared = {{"own", "workspace:*", model::EdgeKind::runtime, {"package.json", 3}},
                                 {"react", "*", model::EdgeKind::peer, {"package.json", 4}}};
  note_implausible(inventory);
  EXPECT_TRUE(inventory.unread.empty());
  inventory.roots[0].declared.push_back({"axios", "^1.14.0", model::EdgeKind::development, {"package.json", 5}});
  note_implausible(inventory);
  ASSERT_EQ(inventory.unread.size(), 1u);
  EXPECT_EQ(inventory.unread[0].code, "no_packages");
  EXPECT_TRUE(inventory.unread[0].incomplete);
}

TEST(Implausible, PartsOfADocumentThatAreNoPackagesMayBeCalledAnything) {
  model::Inventory inventory;
  inventory.document = true;
  model::Component& component = inventory.components.emplace_back();
  component.name = "My Application";
  component.ecosystem = "generic";
  note_implausible(inventory);
  EXPECT_TRUE(inventory.unread.empty());
  component.ecosystem = "npm";
  note_implausible(inventory);
  EXPECT_EQ(inventory.unread.size(), 1u);
}

}  // namespace
}  // namespace cordon::inventory
