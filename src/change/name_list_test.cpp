#include "change/name_list.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "change/name_data.h"

namespace cordon::change {
namespace {

constexpr std::string_view kList =
    "!@a/b 30\n"
    "3c 31\n"
    "!axios 85\n"
    "2xios 40\n"
    "!lodash 86\n"
    "6-es 80\n"
    "7sx 79\n";

TEST(NameList, FindsWhatIsWrittenWholeAndWhatSharesABeginning) {
  EXPECT_EQ(find_name(kList, "@a/b"), Magnitude{30});
  EXPECT_EQ(find_name(kList, "@a/c"), Magnitude{31});
  EXPECT_EQ(find_name(kList, "axios"), Magnitude{85});
  EXPECT_EQ(find_name(kList, "axxios"), Magnitude{40});
  EXPECT_EQ(find_name(kList, "lodash-es"), Magnitude{80});
  EXPECT_EQ(find_name(kList, "lodash-sx"), Magnitude{79});
}

TEST(NameList, DoesNotFindBeginningsOrContinuations) {
  for (const std::string_view name : {"", "@a", "@a/", "axio", "axioss", "lodash-", "lodash-e", "lodash-es2", "zz"})
    EXPECT_EQ(find_name(kList, name), std::nullopt) << name;
}

TEST(NameList, CursorPutsEveryNameTogether) {
  std::vector<std::string> names;
  for (NameCursor cursor(kList); cursor.next();) names.emplace_back(cursor.name());
  EXPECT_EQ(names, (std::vector<std::string>{"@a/b", "@a/c", "axios", "axxios", "lodash", "lodash-es", "lodash-sx"}));
}

TEST(NameList, LowerBoundIsTheLineOfTheFirstNameThatIsNotBelow) {
  EXPECT_EQ(lower_bound(kList, ""), 0u);
  EXPECT_EQ(lower_bound(kList, "@a/c"), kList.find("3c"));
  EXPECT_EQ(lower_bound(kList, "b"), kList.find("!lodash"));
  EXPECT_EQ(lower_bound(kList, "lodash-f"), kList.find("7sx"));
  EXPECT_EQ(lower_bound(kList, "m"), kList.size());
}

TEST(NameList, EndsWhereTheListStopsMakingSense) {
  for (const std::string_view list :
       {"axios 85\n", "!axios\n", "!axios 8\n", "!axios 85", "!axios x5\n", "9axios 85\n"}) {
    NameCursor cursor(list);
    EXPECT_FALSE(cursor.next()) << list;
  }
  const std::string endless = "!" + std::string(kLongestName + 1, 'a') + " 10\n";
  NameCursor cursor(endless);
  EXPECT_FALSE(cursor.next());
}

// Names that share more than a line can say (74 bytes) have their common beginning written again.
TEST(NameList, FindsNamesThatShareMoreThanCanBeWritten) {
  const std::string long_part(80, 'a');
  const std::string list =
      "!" + long_part + "b 10\nz" + long_part.substr(74) + "c 20\nz" + long_part.substr(74) + "d 30\n";
  EXPECT_EQ(find_name(list, long_part + "b"), Magnitude{10});
  EXPECT_EQ(find_name(list, long_part + "c"), Magnitude{20});
  EXPECT_EQ(find_name(list, long_part + "d"), Magnitude{30});
  EXPECT_EQ(find_name(list, long_part + "e"), std::nullopt);
}

TEST(NameList, TheEmbeddedListIsInOrderAndItsNamesAreFound) {
  std::string before;
  std::size_t count = 0;
  for (NameCursor cursor(npm_names()); cursor.next(); ++count) {
    ASSERT_LT(before, cursor.name());
    before = cursor.name();
    if (count % 7 != 0) continue;  // a number that has no part in the lines between two whole ones
    ASSERT_EQ(find_name(npm_names(), before), cursor.magnitude()) << before;
    ASSERT_EQ(find_name(npm_names(), before + "!"), std::nullopt) << before;
  }
  EXPECT_EQ(count, 245'000u);
}

}  // namespace
}  // namespace cordon::change
