#include "cli/settings_before.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::cli {
namespace {

// main has settings, topic, checked out, others.
class SettingsBeforeTest : public ::testing::Test {
 protected:
  SettingsBeforeTest() {
    folder_.init("r");
    folder_.commit("r", {{"cordon.yaml", "policy:\n  fail_on: low\n"}, {"shop/package.json", "{}"}});
    folder_.git("r", "checkout -q -b topic");
    folder_.commit("r", {{"cordon.yaml", "policy:\n  fail_on: critical\n"}});
  }

  // As settings_files() has them from r/shop, with what stands there now.
  std::vector<SettingsFile> files() const {
    std::vector<SettingsFile> out;
    for (const auto& [path, inside] :
         {std::pair("cordon.yaml", "r/shop/cordon.yaml"), std::pair("../cordon.yaml", "r/cordon.yaml"),
          std::pair("../../cordon.yaml", "cordon.yaml")}) {
      SettingsFile file{path, folder_.path() / inside, std::nullopt};
      if (git::fs::exists(file.place)) file.text = git::testing::read_file(file.place);
      out.push_back(std::move(file));
    }
    return out;
  }

  // The threshold that counts, the findings and the file in use; what it failed with.
  std::string judged(const std::string& against, JudgeArguments arguments = {}) {
    std::vector<app::Target> targets;
    targets.push_back(app::open_target(folder_ / "r/shop").value());
    auto opened = app::Against::locate(against, targets).value();
    const auto before = opened.open(targets, [](std::string_view) { return std::string(); });
    EXPECT_TRUE(before.has_value());
    app::ScanOptions options;
    options.fail_on = model::Severity::info;  // as it was before this decided
    const auto done = judge_by_settings_before(files(), arguments, opened, options);
    if (!done) return std::string(to_string(done.error().code));
    return std::string(to_string(options.fail_on)) + " " + std::to_string(options.also_found.size()) + " " +
           options.settings.path;
  }

  git::testing::TestFolder folder_;
};

TEST_F(SettingsBeforeTest, CountAsTheyWereWhereTheChangeAltersThem) {
  EXPECT_EQ(judged("main"), "low 1 ../cordon.yaml");
  EXPECT_EQ(judged("HEAD"), "info 0 ");  // nothing differs: nothing is touched
  JudgeArguments arguments;
  arguments.fail_on = "medium";
  EXPECT_EQ(judged("main", arguments), "medium 1 ../cordon.yaml");  // an argument counts before any settings
}

TEST_F(SettingsBeforeTest, AFileThatTheChangeBringsIsPassedOver) {
  folder_.commit("r", {{"shop/cordon.yaml", "policy:\n  fail_on: critical\n"}});
  EXPECT_EQ(judged("main"), "low 1 ../cordon.yaml");
  folder_.git("r", "rm -q cordon.yaml");
  folder_.commit("r", {});
  EXPECT_EQ(judged("main"), "low 1 ../cordon.yaml");  // what it removes is still there
}

TEST_F(SettingsBeforeTest, OutsideOfTheRepositoryTheyCountAsTheyAre) {
  folder_.git("r", "rm -q cordon.yaml");
  folder_.git("r", "commit -q -m none");
  folder_.commit("r", {{"cordon.yaml", "policy:\n  fail_on: critical\n"}});
  EXPECT_EQ(judged("HEAD~1"), "high 1 ");  // built-in defaults
  git::testing::write_file(folder_.path() / "cordon.yaml", "policy:\n  fail_on: medium\n");
  EXPECT_EQ(judged("HEAD~1"), "medium 1 ../../cordon.yaml");
}

TEST_F(SettingsBeforeTest, FailsWhereThoseOfTheCommitCannotBeRead) {
  folder_.commit("r", {{"cordon.yaml", "nonsense: 1\n"}});
  folder_.commit("r", {{"cordon.yaml", ""}});
  EXPECT_EQ(judged("HEAD~1"), "unknown_key");
}

TEST_F(SettingsBeforeTest, AFileThatIsComparedHasNoSettings) {
  git::testing::write_file(folder_.path() / "old/package-lock.json", "{}");
  EXPECT_EQ(judged(folder_ / "old"), "info 0 ");
}

}  // namespace
}  // namespace cordon::cli
