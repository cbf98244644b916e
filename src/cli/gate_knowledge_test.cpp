#include "cli/gate_knowledge.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

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

TEST_F(GateKnowledgeTest, WithoutAdvisoriesSaysSo) {
  GateKnowledge knowledge(arguments_);
  const auto loaded = knowledge.load(unread_);
  ASSERT_TRUE(loaded);
  EXPECT_NE(warning_of(**loaded, "2026-12-01").find("no advisories are loaded"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
