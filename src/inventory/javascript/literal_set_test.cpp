#include "inventory/javascript/literal_set.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace cordon::inventory::javascript {
namespace {

std::vector<bool> find(const std::vector<std::string>& literals, std::string_view text) {
  std::vector<bool> found = LiteralSet::make(literals).value().find(text);
  found.resize(literals.size(), false);
  return found;
}

TEST(LiteralSet, FindsTextsThatOverlapAndHoldOneAnother) {
  EXPECT_EQ(find({"pear", "ear", "arm", "pearl"}, "a peArm pear m"), (std::vector<bool>{true, true, false, false}));
  EXPECT_EQ(find({"he", "she", "hers", "his"}, "ushers"), (std::vector<bool>{true, true, true, false}));
  EXPECT_EQ(find({"a", "a", ""}, "xa"), (std::vector<bool>{true, true, false}));
  EXPECT_EQ(find({}, "abc"), std::vector<bool>{});
}

TEST(LiteralSet, IsWhatSearchingForEachWouldSay) {
  rc::check([] {
    const auto letters = rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c', '\n', '\xff'));
    const auto literals = *rc::gen::container<std::vector<std::string>>(letters);
    const std::string text = *letters;
    const auto found = find(literals, text);
    for (std::size_t i = 0; i < literals.size(); ++i)
      RC_ASSERT(found[i] == (!literals[i].empty() && text.contains(literals[i])));
  });
}

TEST(LiteralSet, AllBytesMayOccur) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(find({all, std::string(1, '\0'), "\xff\xfe"}, all), (std::vector<bool>{true, true, false}));
  EXPECT_EQ(LiteralSet::make({std::string(70'000, 'a')}).error().code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::inventory::javascript
