#include "app/pin_workflow.h"

#include <gtest/gtest.h>

#include "inventory/formats.h"

namespace cordon::app {
namespace {

const std::string kOne(40, 'a'), kTwo(40, 'b');

PinPlan plan(const std::string& text, const ActionCommits& commits) {
  const std::map<std::string, std::string, std::less<>> files{{"action.yml", text}};
  const model::Registries registries;
  ReadSettings settings;
  settings.registries = &registries;
  const Target target{".", std::make_unique<MemoryTree>(files), {}, {}};
  const MemoryTree raw(files);
  inventory::Project project;
  project.ecosystem = "github-actions";
  project.lockfiles = {inventory::format_of_path("action.yml")};
  project.lockfile_names = {"action.yml"};
  const ProjectRead read = read_project(target, project, false, settings);
  const PinContext context{&target, &raw, &project, &read, &settings, nullptr, nullptr, false};
  return pin_workflow(context, read.project.lockfiles.at(0), commits);
}

TEST(PinWorkflow, PinsWhatItKnowsAndLeavesWhatItDoesNotUnderstand) {
  ActionCommits commits;
  commits.add("acme/tool", "v1", kOne, "somewhere", CommitSource::tree);
  const std::string head = "runs:\n  using: composite\n  steps:\n    - uses: acme/tool@v1\n";
  const PinPlan planned = plan(head + "    - uses: &same acme/tool@v1\n    - uses: *same\n", commits);
  EXPECT_EQ(planned.report.refused, "");
  ASSERT_EQ(planned.files.size(), 1u);
  EXPECT_NE(planned.files[0].after.find("    - uses: acme/tool@" + kOne + " # v1\n    - uses: &same acme/tool@v1\n"),
            std::string::npos);
  ASSERT_EQ(planned.report.left.size(), 1u);
  EXPECT_EQ(planned.report.left[0].code, "refused");
}

TEST(PinWorkflow, UsesNothingThatIsContradicted) {
  ActionCommits commits;
  commits.add("acme/tool", "v1", kOne, "one", CommitSource::tree);
  commits.add("acme/tool", "v1", kTwo, "other", CommitSource::history);
  const PinPlan planned = plan("runs:\n  steps:\n    - uses: acme/tool@v1\n", commits);
  EXPECT_TRUE(planned.files.empty());
  EXPECT_EQ(planned.report.left.at(0).code, "contradiction");
  ActionCommits old;
  old.add("acme/tool", "v1", kOne, "an earlier commit", CommitSource::history);
  const PinPlan taken_back = plan("runs:\n  steps:\n    - uses: acme/tool@v1\n", old);
  EXPECT_TRUE(taken_back.files.empty());
  EXPECT_EQ(taken_back.report.left.at(0).code, "commit_unknown");
  EXPECT_NE(taken_back.report.left[0].reason.find("an earlier commit"), std::string::npos);
}

}  // namespace
}  // namespace cordon::app
