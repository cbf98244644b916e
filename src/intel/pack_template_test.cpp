#include "intel/pack_template.h"

#include <gtest/gtest.h>

#include <string>

#include "intel/pack_lint.h"
#include "intel/pack_read.h"

namespace cordon::intel {
namespace {

std::string filled(std::string text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(PackTemplate, IsNoPackUntilItIsFilledIn) {
  const std::string text = pack_template("new-attack-2026", "2026-04-01").value();
  EXPECT_FALSE(read_pack(text, "t"));
  const PackLint lint = lint_pack(text, {"new-attack-2026.yaml", "2026-04-01", nullptr, {}});
  EXPECT_EQ(lint.errors(), 6u);  // title, date, summary, sources, packages, recovery: all of them at once
  EXPECT_FALSE(lint.pack);
  for (const LintRemark& remark : lint.remarks) EXPECT_GT(remark.line, 0u) << remark.message;
}

TEST(PackTemplate, IsAPackOnceItIs) {
  std::string text = pack_template("new-attack-2026", "2026-04-01").value();
  text = filled(std::move(text), "title: \"\"", "title: An attack");
  text = filled(std::move(text), "date: \"\"", "date: 2026-03-31");
  text = filled(std::move(text), "summary: \"\"", "summary: Somebody did something.");
  text = filled(std::move(text), "sources: []", "sources: [\"https://example.invalid/report\"]");
  text = filled(std::move(text), "packages: []\n# - ecosystem: npm ", "packages:\n- ecosystem: npm ");
  text = filled(std::move(text), "#   name", "  name");
  text = filled(std::move(text), "#   versions", "  versions");
  text = filled(std::move(text), "recovery: []\n# -", "recovery:\n-");
  text = filled(std::move(text), "last_good: []\n# -", "last_good:\n-");
  text = filled(std::move(text), "indicators: []\n# -", "indicators:\n-");
  const auto pack = read_pack(text, "t");
  ASSERT_TRUE(pack) << pack.error().describe();
  EXPECT_EQ(pack->id, "new-attack-2026");
  EXPECT_EQ(pack->updated, "2026-04-01");
  EXPECT_EQ(pack->packages.size(), 1u);
  EXPECT_EQ(pack->last_good.size(), 1u);
  EXPECT_EQ(pack->indicators.size(), 1u);
}

TEST(PackTemplate, TakesNoIdThatAPackCannotHave) {
  for (const char* id : {"", "Axios", "a b", "../a", "-a", "a--b"})
    EXPECT_EQ(pack_template(id, "2026-04-01").error().code, ErrorCode::invalid_value) << id;
}

}  // namespace
}  // namespace cordon::intel
