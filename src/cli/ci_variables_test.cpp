#include "cli/ci_variables.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cordon::cli {
namespace {

class CiVariablesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "cordon-event-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    for (const char* variable : {"GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH", "GITHUB_EVENT_BEFORE"}) {
      const char* value = std::getenv(variable);
      kept_.emplace_back(variable, value == nullptr ? "" : value);
      unsetenv(variable);
    }
  }
  void TearDown() override {
    for (const auto& [variable, value] : kept_)
      value.empty() ? unsetenv(variable.c_str()) : setenv(variable.c_str(), value.c_str(), 1);
    std::filesystem::remove_all(folder_);
  }
  void event(const char* name, std::string_view content) {
    std::ofstream(folder_ + "/event.json") << content;
    setenv("GITHUB_EVENT_NAME", name, 1);
    setenv("GITHUB_EVENT_PATH", (folder_ + "/event.json").c_str(), 1);
  }
  std::string before() {
    const auto variables = ci_variables();
    return variables ? (*variables)(git::kEventBefore) : "error:" + std::string(to_string(variables.error().code));
  }
  std::string folder_;
  std::vector<std::pair<std::string, std::string>> kept_;
};

TEST_F(CiVariablesTest, TheEventOfAPushSaysWhatWasThereBefore) {
  event("push", R"({"before": "0123", "after": "4567"})");
  EXPECT_EQ(before(), "0123");
  EXPECT_EQ((*ci_variables())("GITHUB_EVENT_NAME"), "push");
}

TEST_F(CiVariablesTest, OtherEventsAndTheEnvironmentDoNot) {
  setenv("GITHUB_EVENT_BEFORE", "89ab", 1);
  EXPECT_EQ(before(), "");
  event("pull_request", R"({"before": "0123"})");
  EXPECT_EQ(before(), "");
  event("push", R"({"before": {"a": 1}})");
  EXPECT_EQ(before(), "");
}

TEST_F(CiVariablesTest, AnEventThatCannotBeReadIsAnError) {
  event("push", "{");
  EXPECT_EQ(before(), "error:truncated");
  std::filesystem::remove(folder_ + "/event.json");
  EXPECT_EQ(before(), "error:not_found");
}

}  // namespace
}  // namespace cordon::cli
