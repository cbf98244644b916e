#include "app/projects_before.h"

#include <gtest/gtest.h>

#include <map>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

std::vector<Target> folder(Files files) {
  std::vector<Target> out;
  out.push_back({".", std::make_unique<MemoryTree>(std::move(files)), {}, {}});
  return out;
}

TEST(ProjectsBefore, FindsTheProjectOfTheSameFolder) {
  const std::vector<Target> before = folder({{"a/package-lock.json", "{}"}, {"b/package-lock.json", "{}"}});
  const std::vector<Target> after = folder({{"b/package-lock.json", "{}"}, {"c/package-lock.json", "{}"}});
  std::vector<model::FileUnread> unread;
  ProjectsBefore projects(before, after, unread);
  FoundProject now;
  now.target = after.data();
  now.project.ecosystem = "npm";
  now.project.directory = "b";
  projects.pair({&now, 1});
  ASSERT_NE(projects.find(now), nullptr);
  EXPECT_EQ(projects.find(now)->project.directory, "b");
  now.project.directory = "c";
  EXPECT_EQ(projects.find(now), nullptr);
  now.project.directory = "b";
  now.project.ecosystem = "pypi";
  EXPECT_EQ(projects.find(now), nullptr);
}

TEST(ProjectsBefore, FindsAProjectThatMoved) {
  const std::vector<Target> before = folder({{"app/package-lock.json", "{}"}, {"lib/package-lock.json", "{}"}});
  const std::vector<Target> after = folder({{"apps/app/package-lock.json", "{}"}});
  std::vector<model::FileUnread> unread;
  ProjectsBefore projects(before, after, unread);
  Progress progress;
  const FoundProjects now = find_projects(after, nullptr, progress);
  projects.pair(now.projects);
  ASSERT_NE(projects.find(now.projects.at(0)), nullptr);
  EXPECT_EQ(projects.find(now.projects[0])->project.directory, "app");
  const auto folders = projects.folders();
  ASSERT_EQ(folders.size(), 1u);
  EXPECT_EQ(folders[0].before, before.data());
  EXPECT_EQ(folders[0].now, after.data());
  const std::map<std::string, std::string> expected{{"", ""}, {"apps", "apps"}, {"apps/app", "app"}};
  EXPECT_EQ(folders[0].before_of, expected);
}

TEST(ProjectsBefore, AFolderThatIsNewIsComparedWithItsOwnPlace) {
  const std::vector<Target> before = folder({{"README.md", ""}}), after = folder({{"a/package-lock.json", "{}"}});
  std::vector<model::FileUnread> unread;
  ProjectsBefore projects(before, after, unread);
  Progress progress;
  const FoundProjects now = find_projects(after, nullptr, progress);
  projects.pair(now.projects);
  ASSERT_EQ(projects.folders().size(), 1u);
  EXPECT_EQ(projects.folders()[0].before_of.at("a"), "a");
}

TEST(ProjectsBefore, AFolderThatWasEmptyIsNoGap) {
  const std::vector<Target> before = folder({{"README.md", ""}}), after = folder({{"package-lock.json", "{}"}});
  std::vector<model::FileUnread> unread;
  const ProjectsBefore projects(before, after, unread);
  EXPECT_TRUE(unread.empty());
}

TEST(ProjectsBefore, ComparesNothingWhereNothingIsGiven) {
  const std::vector<Target> after = folder({{"package-lock.json", "{}"}});
  std::vector<model::FileUnread> unread;
  FoundProject now;
  now.target = after.data();
  EXPECT_TRUE(ProjectsBefore({}, after, unread).is_empty());
  EXPECT_EQ(ProjectsBefore({}, after, unread).find(now), nullptr);
}

}  // namespace
}  // namespace cordon::app
