#include "change/rewrite/manifest.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr std::string_view kManifest = R"({
    "name": "app",
    "dependencies": { "tool": "^1.0.1", "other": "1" },
    "devDependencies": { "tool": "^1.0.1" }
}
)";

TEST(RewriteManifest, ChangesARangeInEveryListThatHasIt) {
  const auto out = rewrite_manifest(kManifest, {{"", "tool", "^1.0.1", "^1.0.0"}}, {}, ForcedIn::overrides);
  EXPECT_EQ(out.value(), R"({
    "name": "app",
    "dependencies": { "tool": "^1.0.0", "other": "1" },
    "devDependencies": { "tool": "^1.0.0" }
}
)");
  const auto back = rewrite_manifest(*out, {{"", "tool", "^1.0.0", "^1.0.1"}}, {}, ForcedIn::overrides);
  EXPECT_EQ(back.value(), kManifest);
}

TEST(RewriteManifest, ForcesVersionsWhereTheClientLooks) {
  const auto forced = [](std::string_view text, ForcedIn where) {
    return rewrite_manifest(text, {}, {{"tool", "1.0.0"}}, where);
  };
  EXPECT_EQ(forced("{\n  \"a\": 1\n}\n", ForcedIn::overrides).value(),
            "{\n  \"a\": 1,\n  \"overrides\": {\n    \"tool\": \"1.0.0\"\n  }\n}\n");
  EXPECT_EQ(forced("{\"resolutions\":{\"a\":\"1\"}}", ForcedIn::resolutions).value(),
            "{\"resolutions\":{\"a\":\"1\",\"tool\":\"1.0.0\"}}");
  EXPECT_EQ(forced("{\"pnpm\":{}}", ForcedIn::pnpm_overrides).value(),
            "{\"pnpm\":{\"overrides\":{\"tool\":\"1.0.0\"}}}");
  EXPECT_EQ(forced("{\"overrides\":{\"tool\":\"2\"}}", ForcedIn::overrides).error().code, ErrorCode::refused);
  EXPECT_EQ(forced("{\"overrides\":[]}", ForcedIn::overrides).error().code, ErrorCode::refused);
}

TEST(RewriteManifest, FailsForWhatNobodyAsksFor) {
  EXPECT_EQ(rewrite_manifest(kManifest, {{"", "tool", "1.0.1", "1.0.0"}}, {}, ForcedIn::overrides).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(rewrite_manifest("[]", {}, {}, ForcedIn::overrides).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(rewrite_manifest("{\"a\":1,\"a\":2}", {}, {}, ForcedIn::overrides).error().code, ErrorCode::refused);
}

TEST(RewriteManifest, KeepsTheFormOfARange) {
  EXPECT_EQ(range_for("^1.14.1", "1.14.0"), "^1.14.0");
  EXPECT_EQ(range_for("~1.14.1", "1.14.0"), "~1.14.0");
  EXPECT_EQ(range_for("1.14.1", "1.14.0"), "1.14.0");
  EXPECT_EQ(range_for(">=1.14.1 <2", "1.14.0"), "1.14.0");
  EXPECT_EQ(range_for("latest", "1.14.0"), "1.14.0");
}

TEST(RewriteManifest, ChangesOneListWhereItIsNamed) {
  const auto out =
      rewrite_manifest(kManifest, {{"", "tool", "^1.0.1", "1.0.2", "devDependencies"}}, {}, ForcedIn::overrides);
  EXPECT_NE(out->find(R"("dependencies": { "tool": "^1.0.1", "other": "1" })"), std::string::npos);
  EXPECT_NE(out->find(R"("devDependencies": { "tool": "1.0.2" })"), std::string::npos);
  EXPECT_EQ(rewrite_manifest(kManifest, {{"", "tool", "^1.0.1", "1.0.2", "peerDependencies"}}, {}, ForcedIn::overrides)
                .error()
                .code,
            ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::change
