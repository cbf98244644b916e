#include "app/new_findings.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::Finding about_package(std::string rule, std::string purl, std::string path) {
  model::Finding out;
  out.rule_id = std::move(rule);
  out.subject.kind = model::SubjectKind::package;
  out.subject.purl = std::move(purl);
  out.subject.path = std::move(path);
  out.evidence.emplace_back().excerpt = "anything";
  return out;
}

model::Finding about_file(std::string rule, std::vector<std::string> gathered) {
  model::Finding out;
  out.rule_id = std::move(rule);
  out.subject.kind = model::SubjectKind::file;
  for (std::string& each : gathered) out.evidence.emplace_back().excerpt = std::move(each);
  return out;
}

TEST(NewFindings, TakesOutWhatWasThereWhereverItStands) {
  const std::vector before{about_package("a", "pkg:npm/x@1", "old.json")};
  std::vector now{about_package("a", "pkg:npm/x@1", "new.json"), about_package("a", "pkg:npm/x@2", "new.json"),
                  about_package("b", "pkg:npm/x@1", "new.json")};
  EXPECT_EQ(keep_new(before, now), 1u);
  ASSERT_EQ(now.size(), 2u);
  EXPECT_EQ(now[0].subject.purl, "pkg:npm/x@2");
  EXPECT_EQ(now[1].rule_id, "b");
}

TEST(NewFindings, KeepsWhatGathersSomethingElse) {
  const std::vector before{about_file("missing", {"lodash"}), about_file("weak", {"a", "b"})};
  std::vector now{about_file("missing", {"axios"}), about_file("weak", {"b"})};
  EXPECT_EQ(keep_new(before, now), 1u);
  ASSERT_EQ(now.size(), 1u);
  EXPECT_EQ(now[0].rule_id, "missing");
}

}  // namespace
}  // namespace cordon::app
