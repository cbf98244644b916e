#include "cli/render_change.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::PackageChange change(std::string name, std::optional<std::string> from, std::optional<std::string> to,
                            std::int64_t points) {
  model::PackageChange out;
  out.name = std::move(name);
  out.from = std::move(from);
  out.to = std::move(to);
  out.risk.emplace().points = points;
  return out;
}

TEST(RenderChange, TheRiskiestStandsFirstAndNothingIsHidden) {
  model::ChangeReport report;
  report.change.added = {change("a", {}, "1.0.0", -30), change("b\x1b[2J", {}, "2.0.0", 5)};
  report.change.changed = {change("c", "1.0.0", "1.0.1", -30)};
  const std::string text = render_change_text(report, {});
  EXPECT_LT(text.find("+ b<U+001B>[2J 2.0.0"), text.find("+ a 1.0.0"));
  EXPECT_NE(text.find("~ c 1.0.0 \u2192 1.0.1"), std::string::npos);
}

TEST(RenderChange, LongListsAreCutAndSaySo) {
  model::ChangeReport report;
  for (int i = 0; i < 45; ++i) report.change.removed.push_back(change("p" + std::to_string(i), "1.0.0", {}, 0));
  EXPECT_NE(render_change_text(report, {}).find("and 5 more"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
