#include "sbom/document_write.h"

#include <gtest/gtest.h>

#include "sbom/testing.h"
#include "sbom/text_form.h"

namespace cordon::sbom {
namespace {

TEST(WithoutCredentials, TakesOutWhatStandsInFrontOfTheHost) {
  EXPECT_EQ(without_credentials("https://u:p@registry.example.test/a.tgz"), "https://registry.example.test/a.tgz");
  EXPECT_EQ(without_credentials("git+ssh://git@git.example.test/a.git#1"), "git+ssh://git@git.example.test/a.git#1");
  EXPECT_EQ(without_credentials("git+https://token@git.example.test/a.git"), "git+https://git.example.test/a.git");
  EXPECT_EQ(without_credentials("https://a@b@registry.example.test/"), "https://registry.example.test/");
  EXPECT_EQ(without_credentials("https://registry.example.test/@acme/a.tgz"),
            "https://registry.example.test/@acme/a.tgz");
  EXPECT_EQ(without_credentials("file:../a@b"), "file:../a@b");
  EXPECT_EQ(without_credentials(""), "");
}

TEST(ContentUuid, IsAUuidOfTheText) {
  EXPECT_TRUE(is_serial_number("urn:uuid:" + content_uuid("a")));
  EXPECT_EQ(content_uuid("a"), content_uuid("a"));
  EXPECT_NE(content_uuid("a"), content_uuid("b"));
  EXPECT_EQ(content_uuid("a")[14], '8');
}

TEST(SourceOf, TellsAddressesFromPaths) {
  const model::Inventory inventory = testing::project();
  EXPECT_TRUE(source_of(inventory.components[0]).is_address);
  EXPECT_FALSE(source_of(inventory.components[1]).is_address);
  EXPECT_TRUE(source_of(inventory.components[4]).is_address);
  EXPECT_FALSE(source_of(inventory.components[5]).is_address);
}

TEST(PartsOf, NamesEveryNodeOnce) {
  const model::Inventory inventory = testing::project();
  const std::vector<model::Inventory> two{inventory, inventory};
  const std::vector<Part> parts = parts_of(two);
  ASSERT_EQ(parts.size(), 2u * inventory.node_count());
  EXPECT_EQ(parts[0].ref, "app/package-lock.json#");
  EXPECT_EQ(parts[inventory.node_count()].ref, "app/package-lock.json#~2");
}

TEST(IsGap, IsWhatNothingMakesOptional) {
  EXPECT_TRUE(is_gap({0, "a", "1", model::EdgeKind::runtime}));
  EXPECT_FALSE(is_gap({0, "a", "1", model::EdgeKind::optional}));
  EXPECT_FALSE(is_gap({0, "a", "1", model::EdgeKind::peer_optional}));
}

}  // namespace
}  // namespace cordon::sbom
