#include "app/lockfile_changes.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::Inventory lockfile(std::string version) {
  model::Inventory out;
  out.path = "package-lock.json";
  model::Component& component = out.components.emplace_back();
  component.name = "a";
  component.ecosystem = "npm";
  component.version = std::move(version);
  component.purl = "pkg:npm/a@" + component.version;
  component.place = {"package-lock.json", 7};
  return out;
}

TEST(LockfileChanges, DescribesBothEndsOfAChange) {
  checks::Project before, after;
  before.lockfiles.push_back(lockfile("1.0.0"));
  after.lockfiles.push_back(lockfile("1.0.1"));
  after.before = &before;
  std::vector<model::Change> changes;
  describe_changes(after, changes);
  ASSERT_EQ(changes.size(), 1u);
  ASSERT_EQ(changes[0].changed.size(), 1u);
  EXPECT_EQ(changes[0].changed[0].purl, "pkg:npm/a@1.0.1");
  EXPECT_EQ(changes[0].changed[0].place.line, 7u);
  EXPECT_TRUE(changes[0].changed[0].risk.has_value());
}

TEST(LockfileChanges, ALockfileOfOneSideIsComparedWithNothing) {
  checks::Project none, some;
  some.lockfiles.push_back(lockfile("1.0.0"));
  std::vector<model::Change> changes;
  some.before = &none;
  describe_changes(some, changes);
  some.before = nullptr;
  none.before = &some;
  describe_changes(none, changes);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].added.size(), 1u);
  EXPECT_EQ(changes[1].removed.size(), 1u);
  EXPECT_EQ(changes[1].removed[0].from, "1.0.0");
  EXPECT_FALSE(changes[1].removed[0].to.has_value());
}

}  // namespace
}  // namespace cordon::app
