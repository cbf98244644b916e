#include "app/known_ecosystems.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

checks::Project project(bool document) {
  checks::Project out;
  model::Inventory& inventory = out.lockfiles.emplace_back();
  inventory.path = "bom.json";
  inventory.document = document;
  for (const char* ecosystem : {"npm", "deb", "generic", "deb", "maven", "service", "crates"})
    inventory.components.emplace_back().ecosystem = ecosystem;
  return out;
}

TEST(KnownEcosystems, EachThatNothingIsKnownOfIsOneLine) {
  std::vector<model::FileUnread> unread;
  note_unknown_ecosystems(project(true), unread);
  ASSERT_EQ(unread.size(), 2u);
  EXPECT_EQ(unread[0].code, "unsupported_ecosystem");
  EXPECT_TRUE(unread[0].incomplete);
  EXPECT_TRUE(unread[0].reason.starts_with("2 of 7 components are of the ecosystem deb")) << unread[0].reason;
  EXPECT_TRUE(unread[1].reason.starts_with("1 of 7 components are of the ecosystem maven")) << unread[1].reason;
}

TEST(KnownEcosystems, OnlyDocumentsAreAsked) {
  std::vector<model::FileUnread> unread;
  note_unknown_ecosystems(project(false), unread);
  EXPECT_TRUE(unread.empty());
}

}  // namespace
}  // namespace cordon::app
