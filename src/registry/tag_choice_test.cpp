#include "registry/tag_choice.h"

#include <gtest/gtest.h>

#include "registry/packument_testing.h"

namespace cordon::registry {
namespace {

// What a tag of this name that pointed to `target` means when only these versions are listed; "" for no choice.
std::string chosen(const std::vector<std::string>& listed, std::string_view target, bool latest) {
  const std::string text = testing::document_of(listed, {});
  const auto packument = read_packument(text);
  EXPECT_TRUE(packument.has_value());
  const std::vector<std::uint8_t> all(listed.size(), 1);
  const TagChoice choice(*packument, all);
  const auto index = latest ? choice.latest(target) : choice.other(target);
  return index ? listed[*index] : "";
}

TEST(TagChoice, OrdersByPrecedenceAndNotByText) {
  EXPECT_EQ(chosen({"1.9.0", "1.10.0", "1.2.0"}, "1.11.0", true), "1.10.0");
  EXPECT_EQ(chosen({"1.0.0-beta.9", "1.0.0-beta.10"}, "1.0.0-beta.11", false), "1.0.0-beta.10");
}

TEST(TagChoice, CrossesAMajorVersionDownwardsForLatestOnly) {
  EXPECT_EQ(chosen({"2.9.1"}, "3.0.0", true), "2.9.1");
  EXPECT_EQ(chosen({"2.9.1"}, "3.0.0", false), "");
}

TEST(TagChoice, GoesUpwardsByTheSmallestStepThatACaretRangeWouldTake) {
  EXPECT_EQ(chosen({"1.3.0", "1.2.4", "2.0.0"}, "1.2.3", true), "1.2.4");
  EXPECT_EQ(chosen({"0.2.4", "0.3.0"}, "0.2.3", true), "0.2.4");
  EXPECT_EQ(chosen({"0.0.4"}, "0.0.3", true), "");
  EXPECT_EQ(chosen({"2.0.0"}, "1.2.3", true), "");
}

TEST(TagChoice, KeepsToTheLineOfAPreRelease) {
  const std::vector<std::string> listed = {"2.0.0-alpha.9", "2.0.0-beta.1", "2.0.0-beta2",
                                           "1.0.0-beta.9",  "2.0.0-5",      "1.9.0"};
  EXPECT_EQ(chosen(listed, "2.0.0-beta.7", false), "2.0.0-beta.1");
  EXPECT_EQ(chosen(listed, "2.0.0-rc.1", false), "");
  EXPECT_EQ(chosen(listed, "2.0.0-6", false), "2.0.0-5");
}

TEST(TagChoice, NeverChoosesWhatIsNoVersion) {
  EXPECT_EQ(chosen({"latest", "x.y.z"}, "1.0.0", true), "");
  EXPECT_EQ(chosen({"1.0.0"}, "no version", true), "");
}

}  // namespace
}  // namespace cordon::registry
