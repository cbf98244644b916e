#include "checks/comparison.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::lockfile;
using testing::package;

TEST(Comparison, PairsLockfilesByNameThenByClientThenByEcosystem) {
  std::vector<model::Inventory> before(2), after(2);
  before[0].path = "a/yarn.lock";
  before[0].client = model::Client::yarn_classic;
  before[1].path = "a/package-lock.json";
  after[0].path = "a/package-lock.json";
  after[1].path = "a/pnpm-lock.yaml";
  after[1].client = model::Client::pnpm;
  const auto pairs = pair_lockfiles(before, after);
  ASSERT_EQ(pairs.size(), 2u);
  EXPECT_EQ(pairs[0].first, &before[1]);
  EXPECT_EQ(pairs[1].first, &before[0]);  // another client: the file moved from one to the other
  std::vector<model::Inventory> none;
  EXPECT_EQ(pair_lockfiles(none, after)[0].first, nullptr);
  const auto gone = pair_lockfiles(before, none);
  ASSERT_EQ(gone.size(), 2u);
  EXPECT_EQ(gone[0].second, nullptr);
}

TEST(Comparison, WeighsWhatIsNewOnce) {
  Project was, is;
  was.lockfiles.push_back(lockfile({package("axios", "1.14.0")}));
  is.lockfiles.push_back(lockfile({package("axios", "1.14.1"), package("plain-crypto-js", "4.2.1")}));
  is.before = &was;
  const auto comparisons = comparisons_of(is);
  ASSERT_EQ(comparisons->size(), 1u);
  const Comparison& comparison = *comparisons->front();
  EXPECT_FALSE(comparison.is_gone());
  ASSERT_EQ(comparison.added().size(), 1u);
  EXPECT_EQ(comparison.added()[0].change->name, "plain-crypto-js");
  EXPECT_EQ(comparison.added()[0].risk, change::assess(comparison.added()[0].facts));
  ASSERT_EQ(comparison.changed().size(), 1u);
  EXPECT_EQ(comparison.changed()[0].change->to, "1.14.1");
  is.comparisons = comparisons;
  EXPECT_EQ(comparisons_of(is), comparisons);
}

TEST(Comparison, ALockfileOfOneSideIsComparedWithNothing) {
  Project none, some;
  some.lockfiles.push_back(lockfile({package("a", "1.0.0")}));
  EXPECT_TRUE(comparisons_of(some)->empty());  // no change is looked at
  some.before = &none;
  EXPECT_EQ(comparisons_of(some)->front()->added().size(), 1u);
  some.before = nullptr;
  none.before = &some;
  const auto gone = comparisons_of(none);
  ASSERT_EQ(gone->size(), 1u);
  EXPECT_TRUE(gone->front()->is_gone());
  EXPECT_EQ(gone->front()->delta().removed.size(), 1u);
}

}  // namespace
}  // namespace cordon::checks
