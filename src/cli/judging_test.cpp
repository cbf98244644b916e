#include "cli/judging.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

TEST(Judging, TakesThresholdAndJobsFromTheArguments) {
  JudgeArguments arguments;
  arguments.no_knowledge = true;
  arguments.fail_on = "medium";
  arguments.jobs = 1'000;
  app::ScanOptions options;
  const Result<intel::Knowledge> knowledge = prepare_judging(arguments, options);
  ASSERT_TRUE(knowledge.has_value());
  EXPECT_TRUE(knowledge->packs().empty());
  EXPECT_TRUE(options.knowledge_off);
  EXPECT_EQ(options.fail_on, model::Severity::medium);
  EXPECT_EQ(options.threads, 64u);
}

}  // namespace
}  // namespace cordon::cli
