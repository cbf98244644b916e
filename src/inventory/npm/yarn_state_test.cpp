#include "inventory/npm/yarn_state.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

using testing::find;
using testing::ids;
using testing::incomplete;
using testing::Words;

model::Inventory read(std::string text) {
  const testing::Project project;
  auto inventory = read_yarn_state(std::move(text), project.context());
  EXPECT_TRUE(inventory) << inventory.error().describe();
  return inventory ? std::move(*inventory) : model::Inventory();
}

TEST(YarnState, EveryPlaceOfAReleaseIsAComponent) {
  const auto inventory = read(R"(__metadata:
  version: 1
  nmMode: classic

"@s/a@npm:1.0.0":
  locations:
    - "node_modules/@s/a"
    - "packages/w/node_modules/@s/a"

"b@virtual:0123#npm:2.0.0":
  locations: ["node_modules/b"]

"other@npm:c@3.0.0":
  locations: ["node_modules/other"]

"shop@workspace:.":
  locations: [""]

"g@https://example.invalid/g.git#commit=0123":
  locations: ["node_modules/g"]
)");
  EXPECT_EQ(ids(inventory),
            (Words{"node_modules/@s/a", "packages/w/node_modules/@s/a", "node_modules/b", "node_modules/other"}));
  EXPECT_EQ(inventory.components[1].purl, "pkg:npm/%40s/a@1.0.0");
  EXPECT_EQ(inventory.components[1].place.line, 5u);
  EXPECT_EQ(find(inventory, "node_modules/b")->version, "2.0.0");
  EXPECT_EQ(find(inventory, "node_modules/other")->name, "c");
  EXPECT_EQ(find(inventory, "node_modules/other")->alias, "other");
  EXPECT_EQ(incomplete(inventory), Words{});
}

TEST(YarnState, WhatIsNoEntryIsSaid) {
  const auto inventory = read(R"(__metadata: {version: 1}
nothing: {locations: [node_modules/nothing]}
a@npm:1.0.0: {}
b@npm:1.0.0: {locations: [node_modules/b, node_modules/b, ".", [x]]}
c@npm:1.0.0: text
)");
  EXPECT_EQ(ids(inventory), Words{"node_modules/b"});
  EXPECT_EQ(incomplete(inventory), (Words{"invalid_value 2", "invalid_value 3", "invalid_value 4", "invalid_value 4",
                                          "invalid_value 4", "invalid_value 5"}));
}

TEST(YarnState, PlacesThatRepeatALongNameStayInBounds) {
  testing::Project project;
  project.context().limits.bytes = 2000;
  std::string text = "a" + std::string(500, 'a') + "@npm:1.0.0: {locations: [";
  for (int i = 0; i < 10; ++i) text += "node_modules/" + std::to_string(i) + ", ";
  const auto inventory = read_yarn_state(text + "]}\n", project.context());
  ASSERT_TRUE(inventory);
  EXPECT_EQ(inventory->components.size(), 3u);
  EXPECT_EQ(incomplete(*inventory), Words{"too_large 1"});
}

TEST(YarnState, FailsWhereTheFileAsAWholeMeansNothing) {
  const testing::Project project;
  EXPECT_EQ(read_yarn_state("- a\n", project.context()).error().code, ErrorCode::wrong_type);
  EXPECT_FALSE(read_yarn_state("a: [\n", project.context()));
}

}  // namespace
}  // namespace cordon::inventory::npm
