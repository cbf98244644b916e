#include "cli/gate_knowledge.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/environment.h"
#include "intel/stored_packs.h"
#include "intel/test_pack.h"

namespace cordon::cli {
namespace {

class GateKnowledgeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("gate_knowledge_" + std::to_string(::getpid()) + ".yaml");
    write("  - {ecosystem: npm, name: left, versions: [\"1.0.0\"]}\n");
    arguments_.no_knowledge = true;
    arguments_.packs = {path_};
  }
  void TearDown() override { std::filesystem::remove(path_); }
  void write(const std::string& packages) const { std::ofstream(path_, std::ios::trunc) << intel::test_pack(packages); }

  std::filesystem::path path_;
  GateArguments arguments_;
  std::vector<model::FileUnread> unread_;
};

TEST_F(GateKnowledgeTest, TellsWhenAPackIsAnother) {
  GateKnowledge knowledge(arguments_);
  const auto first = knowledge.load(unread_);
  ASSERT_TRUE(first) << first.error().describe();
  EXPECT_FALSE(knowledge.has_changed());
  EXPECT_TRUE((*first)->find("npm", "right", "1.0.0").empty());
  write("  - {ecosystem: npm, name: right, versions: [\"1.0.0\"]}\n");
  EXPECT_TRUE(knowledge.has_changed());
  const auto second = knowledge.load(unread_);
  ASSERT_TRUE(second);
  EXPECT_FALSE(knowledge.has_changed());
  EXPECT_EQ((*second)->find("npm", "right", "1.0.0").size(), 1u);
}

TEST_F(GateKnowledgeTest, WhatCannotBeLoadedIsNotTriedAgainUntilItChanges) {
  GateKnowledge knowledge(arguments_);
  std::ofstream(path_, std::ios::trunc) << "no pack\n";
  EXPECT_TRUE(knowledge.has_changed());
  EXPECT_FALSE(knowledge.load(unread_));
  EXPECT_FALSE(knowledge.has_changed());
  std::filesystem::remove(path_);
  EXPECT_TRUE(knowledge.has_changed());
}

TEST_F(GateKnowledgeTest, LessThanWasKnownIsNotTaken) {
  const auto folder = std::filesystem::temp_directory_path() / ("gate_knowledge_home_" + std::to_string(::getpid()));
  const char* const home = std::getenv("XDG_DATA_HOME");
  const std::string before = home != nullptr ? home : "";
  ASSERT_EQ(::setenv("XDG_DATA_HOME", folder.c_str(), 1), 0);
  const std::filesystem::path packs = packs_folder();
  std::filesystem::create_directories(packs);
  ASSERT_TRUE(packs.string().starts_with(folder.string())) << packs;
  arguments_.no_knowledge = false;
  arguments_.packs.clear();
  const std::string text = intel::test_pack("  - {ecosystem: npm, name: left, versions: [\"1.0.0\"]}\n");
  const std::string pack = intel::write_stored_pack(text, std::nullopt);
  const std::string name = intel::read_stored_pack(pack, "pack").value().pack.id + std::string(intel::kStoredSuffix);
  std::ofstream(packs / name) << pack;
  std::ofstream(packs / "broken.pack") << "no pack\n";
  GateKnowledge knowledge(arguments_);
  ASSERT_TRUE(knowledge.load(unread_));
  EXPECT_EQ(unread_.size(), 1u);
  std::ofstream(packs / name, std::ios::trunc) << pack.substr(0, pack.size() / 2);
  std::vector<model::FileUnread> unread;
  EXPECT_FALSE(knowledge.load_newer(unread));
  // What could not be read before, either, holds up nothing.
  std::ofstream(packs / name, std::ios::trunc) << pack;
  unread.clear();
  EXPECT_TRUE(knowledge.load_newer(unread));
  std::filesystem::remove_all(folder);
  if (home != nullptr) ::setenv("XDG_DATA_HOME", before.c_str(), 1);
  else ::unsetenv("XDG_DATA_HOME");
}

TEST_F(GateKnowledgeTest, WithoutAdvisoriesSaysSo) {
  GateKnowledge knowledge(arguments_);
  const auto loaded = knowledge.load(unread_);
  ASSERT_TRUE(loaded);
  EXPECT_NE(warning_of(**loaded, "2026-12-01").find("no advisories are loaded"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
