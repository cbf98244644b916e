#include "change/popular.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

TEST(Popular, KnowsHowOftenAPackageIsDownloaded) {
  const auto lodash = popularity("npm", "lodash"), core = popularity("npm", "@babel/core");
  ASSERT_TRUE(lodash && core);
  EXPECT_GE(*lodash, Magnitude{80});  // above a hundred million a month
  EXPECT_GE(*core, Magnitude{80});
  EXPECT_LT(*popularity("npm", "mongose"), Magnitude{50});
}

TEST(Popular, ANameIsTakenAsItIs) {
  EXPECT_TRUE(popularity("npm", "JSONStream"));
  EXPECT_FALSE(popularity("npm", "Lodash"));
  EXPECT_FALSE(popularity("npm", "lodash "));
  EXPECT_FALSE(popularity("npm", ""));
}

TEST(Popular, DoesNotKnowWhatWasPublishedLaterOrIsNowhere) {
  EXPECT_FALSE(popularity("npm", "plain-crypto-js"));
  EXPECT_FALSE(popularity("npm", "no-such-package-of-ours"));
}

TEST(Popular, OtherEcosystemsHaveNoList) {
  EXPECT_TRUE(has_list("npm"));
  for (const char* ecosystem : {"pypi", "crates", "go", "NPM", ""}) {
    EXPECT_FALSE(has_list(ecosystem));
    EXPECT_FALSE(popularity(ecosystem, "lodash"));
  }
}

TEST(Popular, AScopeIsListedWhenAPackageOfItIs) {
  EXPECT_TRUE(is_listed_scope("npm", "@babel"));
  EXPECT_FALSE(is_listed_scope("npm", "@babe"));
  EXPECT_FALSE(is_listed_scope("npm", "@"));
  EXPECT_FALSE(is_listed_scope("npm", "babel"));
  EXPECT_FALSE(is_listed_scope("pypi", "@babel"));
}

}  // namespace
}  // namespace cordon::change
