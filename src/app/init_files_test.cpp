#include "app/init_files.h"

#include <gtest/gtest.h>

#include "base/yaml.h"

namespace cordon::app {
namespace {

TEST(InitFiles, TextsAreThoseOfTheFolder) {
  EXPECT_TRUE(ci_text("github/action.yml").starts_with("name: Cordon\n"));
  EXPECT_TRUE(ci_text("github/scan.sh").starts_with("#!/bin/sh\n"));
  EXPECT_EQ(ci_text("no/such"), "");
}

TEST(InitFiles, EverySystemHasWholeFiles) {
  const MemoryTree empty({});
  for (const CiSystem system : {CiSystem::github, CiSystem::gitlab, CiSystem::pre_commit}) {
    std::vector<std::string> next;
    const std::vector<FileToSetUp> files = files_for(system, empty, next);
    EXPECT_GE(files.size(), 2u);
    EXPECT_FALSE(next.empty());
    for (const FileToSetUp& file : files) {
      EXPECT_FALSE(file.content.empty()) << file.path;
      EXPECT_EQ(file.executable, file.path.ends_with(".sh")) << file.path;
      if (!file.executable) EXPECT_TRUE(yaml::parse(file.content)) << file.path;
    }
  }
}

TEST(InitFiles, AProjectShowsWhatItUses) {
  EXPECT_TRUE(systems_of(MemoryTree({})).empty());
  const MemoryTree all({{".github/CODEOWNERS", ""}, {".gitlab-ci.yml", ""}, {".pre-commit-config.yaml", ""}});
  EXPECT_EQ(systems_of(all), (std::vector{CiSystem::github, CiSystem::gitlab, CiSystem::pre_commit}));
}

}  // namespace
}  // namespace cordon::app
