#include "app/unreadable_change.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::FileUnread unread(std::string path, std::string reason, bool incomplete = true) {
  return {std::move(path), 7, "wrong_type", std::move(reason), incomplete};
}

// Findings of the project apps/shop with a package-lock.json, as "path: number of places".
std::vector<std::string> found(const std::vector<model::FileRead>& read_before,
                               const std::vector<model::FileUnread>& before,
                               const std::vector<model::FileUnread>& now) {
  Target target;
  target.argument = ".";
  inventory::Project project;
  project.directory = "apps/shop";
  project.ecosystem = "npm";
  project.lockfile_names = {"package-lock.json"};
  std::vector<model::Finding> findings;
  add_unreadable(target, project, {read_before, before}, {{}, now}, findings);
  std::vector<std::string> out;
  for (const model::Finding& each : findings) {
    EXPECT_EQ(each.rule_id, "change.unreadable");
    EXPECT_EQ(each.severity, model::Severity::high);
    out.push_back(*each.subject.path + ": " + std::to_string(each.instances));
  }
  return out;
}

const std::string kLock = "apps/shop/package-lock.json";
const std::string kEarlier = "abc:apps/shop/package-lock.json";
const std::vector<std::string> kOne{kLock + ": 1"};

TEST(UnreadableChange, ALockfileThatCouldBeReadBeforeOrWasNotThere) {
  EXPECT_EQ(found({{kEarlier, "npm", 3}}, {}, {unread(kLock, "nested too deeply")}), kOne);
  EXPECT_EQ(found({}, {}, {unread(kLock, "nested too deeply")}), kOne);
  EXPECT_EQ(found({{kEarlier, "npm", 3}}, {}, {}), std::vector<std::string>{});
}

TEST(UnreadableChange, OneThatWasUnreadableBeforeIsNobodysNews) {
  EXPECT_EQ(found({}, {unread(kEarlier, "no JSON")}, {unread(kLock, "nested too deeply")}), std::vector<std::string>{});
}

TEST(UnreadableChange, OfWhatWasReadInPartTheNewPlacesCount) {
  const std::vector<model::FileRead> read{{kEarlier, "npm", 3}};
  const model::FileUnread was = unread(kEarlier, "no mapping"), is = unread(kLock, "no mapping");
  EXPECT_EQ(found(read, {was}, {is}), std::vector<std::string>{});
  EXPECT_EQ(found(read, {was}, {is, is}), kOne);
  EXPECT_EQ(found(read, {was}, {is, unread(kLock, "nested too deeply")}), kOne);
}

TEST(UnreadableChange, SettingsAndManifestCountAndOtherFilesDoNot) {
  EXPECT_EQ(found({}, {}, {unread("apps/shop/.npmrc", "too long")}), std::vector<std::string>{"apps/shop/.npmrc: 1"});
  EXPECT_EQ(found({}, {}, {unread("apps/shop/package.json", "no JSON")}),
            std::vector<std::string>{"apps/shop/package.json: 1"});
  EXPECT_EQ(found({}, {},
                  {unread("apps/shop/node_modules/a", "absent"), unread("(knowledge)", "none"),
                   unread(kLock, "of no consequence", false)}),
            std::vector<std::string>{});
}

}  // namespace
}  // namespace cordon::app
