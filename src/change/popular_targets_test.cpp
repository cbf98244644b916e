#include "change/popular_targets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "change/name_edits.h"

namespace cordon::change {
namespace {

constexpr std::string_view kList =
    "!@babel/core 80\n"
    "!cross-env 77\n"
    "!crypto-js 77\n"
    "!lodash 86\n"
    "!rare 30\n";

std::set<std::string> names(const std::vector<const Target*>& targets) {
  std::set<std::string> found;
  for (const Target* target : targets) found.emplace(target->name);
  return found;
}

using Names = std::set<std::string>;

TEST(PopularTargets, TakesOnlyWhatIsPopularEnough) {
  const PopularTargets targets(kList, {70});
  EXPECT_EQ(targets.all().size(), 4u);
  EXPECT_EQ(targets.all().front().name, "lodash");
  EXPECT_EQ(PopularTargets("", {70}).all().size(), 0u);
}

TEST(PopularTargets, FindsFormsThatAreEqual) {
  const PopularTargets targets(kList, {70});
  EXPECT_EQ(names(targets.equal(NameForm::letters, "babel-core")), Names{"@babel/core"});
  EXPECT_EQ(names(targets.equal(NameForm::seen, "l0dash")), Names{"lodash"});
  EXPECT_EQ(names(targets.equal(NameForm::words, "js-crypto")), Names{"crypto-js"});
  EXPECT_EQ(names(targets.equal(NameForm::letters, "js-crypto")), Names{});
  EXPECT_EQ(names(targets.equal(NameForm::letters, "")), Names{});
}

TEST(PopularTargets, NearMissesNothing) {
  const PopularTargets& targets = PopularTargets::of_npm();
  EXPECT_GT(targets.all().size(), 5'000u);
  EXPECT_LT(targets.all().size(), 12'000u);
  for (const std::string_view name : {"lodahs", "xeact", "a", "webpack-dev-servr", "@bable/core", "ms1", ""}) {
    const Names near = names(targets.near(name, 2));
    for (const Target& target : targets.all())
      if (edit_distance(name, target.name, 2) <= 2) EXPECT_TRUE(near.contains(std::string(target.name))) << target.name;
  }
  EXPECT_TRUE(targets.near(std::string(1'000, 'a'), 2).empty());
}

}  // namespace
}  // namespace cordon::change
