#include "cli/palette.h"

#include <gtest/gtest.h>

#include <set>

namespace cordon::cli {
namespace {

constexpr model::Severity kSeverities[] = {model::Severity::info, model::Severity::low, model::Severity::medium,
                                           model::Severity::high, model::Severity::critical};

TEST(Palette, WithoutColourTheTextIsTheText) {
  const Palette palette(Style{false});
  EXPECT_EQ(palette.bold("a b"), "a b");
  EXPECT_EQ(palette.dim(""), "");
  for (const model::Severity severity : kSeverities) EXPECT_EQ(palette.severity(severity, "x"), "x");
}

TEST(Palette, ColourIsSwitchedOffAgainBehindTheText) {
  const Palette palette(Style{true});
  std::set<std::string> looks;
  for (const model::Severity severity : kSeverities) {
    const std::string shown = palette.severity(severity, "text");
    EXPECT_TRUE(shown.starts_with("\033[")) << shown;
    EXPECT_TRUE(shown.ends_with("mtext\033[0m")) << shown;
    looks.insert(shown);
  }
  EXPECT_EQ(looks.size(), std::size(kSeverities));  // each severity can be told from the others
  EXPECT_NE(palette.bold("x"), palette.dim("x"));
}

TEST(PlaceText, HasALineWhereThereIsOne) {
  EXPECT_EQ(place_text("a/yarn.lock", 7), "a/yarn.lock:7");
  EXPECT_EQ(place_text("a/yarn.lock", 0), "a/yarn.lock");
  EXPECT_EQ(place_text("a\nb\033", 1), "a<U+000A>b<U+001B>:1");
}

TEST(PlaceText, ALongPathIsShownLongerThanOtherTexts) {
  const std::string path(1'000, 'p');
  EXPECT_EQ(place_text(path, 0), path);
  EXPECT_LT(place_text(path + std::string(1'000, 'q'), 0).size(), 1'100u);
}

}  // namespace
}  // namespace cordon::cli
