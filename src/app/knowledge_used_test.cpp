#include "app/knowledge_used.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::Coverage noted(const ScanOptions& options) {
  model::Coverage coverage;
  note_knowledge(options, {"npm"}, system_clock(), coverage);
  return coverage;
}

TEST(KnowledgeUsed, SaysWhatIsLacking) {
  const intel::Knowledge nothing;
  ScanOptions options;
  options.knowledge = &nothing;
  model::Coverage coverage = noted(options);
  ASSERT_EQ(coverage.unread.size(), 1u);
  EXPECT_EQ(coverage.unread[0].code, "no_advisories");
  EXPECT_TRUE(coverage.unread[0].incomplete);
  options.packs_only = true;
  coverage = noted(options);
  EXPECT_TRUE(coverage.unread.empty());
  ASSERT_EQ(coverage.knowledge.size(), 2u);
  EXPECT_EQ(coverage.knowledge[1].state, "absent");
  options.knowledge_off = true;
  EXPECT_EQ(noted(options).unread.at(0).code, "knowledge_off");
}

}  // namespace
}  // namespace cordon::app
