#include "app/fix_lacks.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using model::EdgeKind;

model::Inventory inventory(const std::vector<std::pair<std::string, std::string>>& places) {
  model::Inventory out;
  out.path = "lock";
  for (const auto& [place, version] : places) {
    model::Component& component = out.components.emplace_back();
    component.id = "lock#" + place;
    const std::size_t at = place.rfind("node_modules/");
    component.name = at == std::string::npos ? place : place.substr(at + 13);
    component.version = version;
  }
  model::Root& root = out.roots.emplace_back();
  root.id = "lock#";
  return out;
}

const std::vector<Moved> kCame{{"tool", "1.0.1", "1.0.0", ""}};

TEST(FixLacks, FindsWhatIsNotThereAndWhatIsAnotherVersion) {
  const model::Inventory before = inventory({{"node_modules/tool", "1.0.1"}, {"node_modules/helper", "3.0.0"}});
  model::Inventory after = inventory({{"node_modules/tool", "1.0.0"}, {"node_modules/helper", "3.0.0"}});
  after.edges = {{0, 1, EdgeKind::runtime, "^2.0.0"}};
  after.unresolved = {{0, "deep", "npm:@s/deep@^1.0.0", EdgeKind::runtime},
                      {0, "host", "*", EdgeKind::peer_optional},
                      {1, "lost", "*", EdgeKind::runtime}};
  const std::vector<Lack> lacks = lacks_of(before, after, kCame);
  ASSERT_EQ(lacks.size(), 2u);
  EXPECT_EQ(lacks[0].folder, "deep");
  EXPECT_EQ(lacks[0].name, "@s/deep");
  EXPECT_EQ(lacks[0].range, "^1.0.0");
  EXPECT_EQ(lacks[1].name, "helper");
  EXPECT_TRUE(lacks_of(after, after, {}).empty());
}

Lack lack(std::uint32_t from, const std::string& name, EdgeKind kind = EdgeKind::runtime) {
  return {from, name, name, "^2.0.0", "^2.0.0", kind};
}

TEST(FixLacks, PutsItAtTheRootWhereThatIsFree) {
  const model::Inventory after =
      inventory({{"node_modules/a/node_modules/tool", "1.0.0"}, {"node_modules/a", "1.0.0"}});
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(), "node_modules/helper");
}

TEST(FixLacks, PutsItBelowWhatHasTheName) {
  model::Inventory after = inventory(
      {{"node_modules/a/node_modules/tool", "1.0.0"}, {"node_modules/a", "1.0.0"}, {"node_modules/helper", "3.0.0"}});
  after.edges = {{0, 2, EdgeKind::runtime, "^2.0.0"}};
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(), "node_modules/a/node_modules/helper");
  // Another one below a finds that at the root, and is to go on doing so.
  after.edges.push_back({1, 2, EdgeKind::runtime, "^3.0.0"});
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(),
            "node_modules/a/node_modules/tool/node_modules/helper");
}

TEST(FixLacks, DoesNotPutAPeerInsideOfThePackageThatAsksForIt) {
  model::Inventory after = inventory({{"node_modules/tool", "1.0.0"}, {"node_modules/helper", "3.0.0"}});
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(), "node_modules/tool/node_modules/helper");
  EXPECT_EQ(place_for(after, lack(0, "helper", EdgeKind::peer), "2.0.0").error().code, ErrorCode::refused);
}

TEST(FixLacks, DoesNotGiveOthersWhatTheyDoNotAskFor) {
  model::Inventory after = inventory({{"node_modules/tool", "1.0.0"}, {"node_modules/other", "1.0.0"}});
  after.unresolved = {{1, "helper", "^9.0.0", EdgeKind::peer_optional}};
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(), "node_modules/tool/node_modules/helper");
  after.unresolved[0].range = "^2.0.0";
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(), "node_modules/helper");
}

TEST(FixLacks, KnowsTheFoldersOfAWorkspace) {
  const model::Inventory after =
      inventory({{"packages/m/node_modules/tool", "1.0.0"}, {"packages/m", "1.0.0"}, {"node_modules/helper", "3.0.0"}});
  EXPECT_EQ(place_for(after, lack(0, "helper"), "2.0.0").value(), "packages/m/node_modules/helper");
}

}  // namespace
}  // namespace cordon::app
