#include "app/select_projects.h"

#include <gtest/gtest.h>

#include <map>

namespace cordon::app {
namespace {

using Texts = std::vector<std::string>;

struct Case {
  std::vector<Target> targets;
  FoundProjects found;

  explicit Case(const std::map<std::string, std::string, std::less<>>& files, const Selection& selection,
                std::string only_file = {}) {
    targets.push_back({only_file.empty() ? "show" : "show/" + only_file,
                       std::make_unique<MemoryTree>(files),
                       std::move(only_file),
                       {}});
    Progress progress;
    found = find_projects(targets, nullptr, progress);
    select_projects(selection, found);
  }

  Texts names() const {
    Texts out;
    for (const FoundProject& each : found.projects)
      for (const std::string& name : each.project.lockfile_names) out.push_back(name);
    return out;
  }
  Texts left_out() const {
    Texts out;
    for (const model::FileUnread& each : found.unread)
      out.push_back(each.path + " " + each.code + (each.incomplete ? "!" : ""));
    return out;
  }
};

constexpr Selection kAlone{.documents = FoundDocuments::where_alone, .installed_beside_lockfile = false};

TEST(SelectProjects, TakesEverythingUnlessAskedFor) {
  const Case all({{"bom.json", ""}, {"yarn.lock", ""}, {"node_modules/x/package.json", ""}}, {});
  EXPECT_EQ(all.names(), (Texts{"yarn.lock", "bom.json"}));
  EXPECT_EQ(all.left_out(), Texts{});
}

TEST(SelectProjects, DocumentsCountWhereNothingElseIs) {
  const Case beside({{"a/bom.json", ""}, {"yarn.lock", ""}}, kAlone);
  EXPECT_EQ(beside.names(), Texts{"yarn.lock"});
  EXPECT_EQ(beside.left_out(), Texts{"show/a/bom.json superseded"});
  EXPECT_EQ(Case({{"a.cdx.json", ""}, {"b.cdx.json", ""}}, kAlone).names(), (Texts{"a.cdx.json", "b.cdx.json"}));
}

TEST(SelectProjects, ANamedDocumentAlwaysCounts) {
  const Selection none{.documents = FoundDocuments::none, .installed_beside_lockfile = true};
  EXPECT_EQ(Case({{"bom.json", ""}}, none, "bom.json").names(), Texts{"bom.json"});
  EXPECT_EQ(Case({{"bom.json", ""}}, none).names(), Texts{});
}

TEST(SelectProjects, AnInstalledTreeCountsWhereNoLockfileIs) {
  const Case beside({{"yarn.lock", ""}, {"node_modules/x/package.json", ""}}, kAlone);
  EXPECT_FALSE(beside.found.projects.at(0).project.has_installed_tree);
  EXPECT_EQ(beside.left_out(), Texts{"show/node_modules superseded"});
  const Case alone({{"package.json", ""}, {"node_modules/x/package.json", ""}}, kAlone);
  EXPECT_TRUE(alone.found.projects.at(0).project.has_installed_tree);
}

}  // namespace
}  // namespace cordon::app
