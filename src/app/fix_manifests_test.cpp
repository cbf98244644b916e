#include "app/fix_manifests.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

const std::vector<Moved> kMoved{{"tool", "1.0.1", "1.0.0", ""}};
const std::vector<Gone> kGone{{"evil", "4.0.0"}};

ErrorCode code(const std::string& members) {
  const Result<void> checked = check_manifest("{" + members + "}", "package.json", kMoved, kGone, {});
  return checked ? ErrorCode::internal : checked.error().code;
}

TEST(FixManifests, RefusesAnyListThatStillAsksForTheBadRelease) {
  for (const char* list : {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"}) {
    EXPECT_EQ(code("\"" + std::string(list) + R"(": {"tool": "1.0.1"})"), ErrorCode::refused) << list;
    EXPECT_EQ(code("\"" + std::string(list) + R"(": {"tool": "^1.0.1"})"), ErrorCode::refused) << list;
  }
  EXPECT_EQ(code(R"("dependencies": {"other": "npm:tool@1.0.1"})"), ErrorCode::refused);
  EXPECT_EQ(code(R"("dependencies": {"evil": "^4.0.0"})"), ErrorCode::refused);
  EXPECT_EQ(code(R"("dependencies": {"other": "npm:evil"})"), ErrorCode::refused);
}

TEST(FixManifests, AcceptsWhatAdmitsTheOneThatCame) {
  EXPECT_EQ(code(R"("dependencies": {"tool": "^1.0.0"}, "peerDependencies": {"tool": "*"})"), ErrorCode::internal);
  EXPECT_EQ(code(R"("dependencies": {"tool": "0.9.0", "tool2": "1.0.1", "tool3": "npm:other@1.0.1"})"),
            ErrorCode::internal);
  EXPECT_EQ(code(R"("dependencies": {"evil": "^3.0.0"}, "devDependencies": {"tool": "file:../tool"})"),
            ErrorCode::internal);
}

TEST(FixManifests, SaysWhereItStands) {
  const Result<void> checked =
      check_manifest("{\n\"peerDependencies\": {\n\"tool\": \"1.0.1\"}}", "a/package.json", kMoved, {}, {});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().line, 3u);
  EXPECT_TRUE(checked.error().message.starts_with("a/package.json asks for tool 1.0.1"));
  EXPECT_FALSE(check_manifest("[", "package.json", kMoved, {}, {}));
}

}  // namespace
}  // namespace cordon::app
