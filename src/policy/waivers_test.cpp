#include "policy/waivers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/finding.h"

namespace cordon::policy {
namespace {

model::Finding finding(const char* rule, const char* purl, const char* path) {
  model::FindingInput input;
  input.rule_id = rule;
  input.title = "x";
  input.subject = model::file_subject(path, 3);
  input.subject.kind = model::SubjectKind::package;
  input.subject.purl = purl;
  input.evidence = {model::text_span(path, 3, "x", "test")};
  return *model::make_finding(std::move(input));
}

Waiver waiver(const char* rule, const char* subject, const char* expires) {
  return {rule, subject, "", "platform", "reviewed", expires, {"cordon.yaml", 1}};
}

std::size_t count(const std::vector<model::Finding>& findings, std::string_view rule) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const auto& f) { return f.rule_id == rule; }));
}

TEST(Waivers, MarkAndNeverRemove) {
  std::vector<model::Finding> findings{finding("source.git", "pkg:npm/a@1", "yarn.lock"),
                                       finding("source.git", "pkg:npm/b@1", "yarn.lock")};
  EXPECT_EQ(apply_waivers({waiver("source.git", "pkg:npm/a@1", "2026-12-31")}, "2026-12-31", findings), 1u);
  ASSERT_EQ(findings.size(), 2u);
  ASSERT_TRUE(findings[0].waived);
  EXPECT_EQ(findings[0].waived->owner, "platform");
  EXPECT_FALSE(findings[1].waived);
}

TEST(Waivers, ExpireTheDayAfter) {
  std::vector<model::Finding> findings{finding("source.git", "pkg:npm/a@1", "yarn.lock")};
  EXPECT_EQ(apply_waivers({waiver("source.git", "pkg:npm/a@1", "2026-12-30")}, "2026-12-31", findings), 0u);
  EXPECT_FALSE(findings[0].waived);
  EXPECT_EQ(count(findings, "policy.waiver-expired"), 1u);
}

TEST(Waivers, UnusedOnesAreReported) {
  std::vector<model::Finding> findings{finding("source.git", "pkg:npm/a@1", "yarn.lock")};
  apply_waivers(
      {waiver("source.git", "pkg:npm/zzz@1", "2027-01-01"), waiver("other.rule", "pkg:npm/a@1", "2020-01-01")},
      "2026-12-31", findings);
  EXPECT_EQ(count(findings, "policy.waiver-unused"), 2u);
  EXPECT_NE(findings[1].id, findings[2].id);
}

TEST(Waivers, AStarCoversWhatBeginsSo) {
  const model::Finding f = finding("source.git", "pkg:npm/%40corp/a@1", "apps/web/yarn.lock");
  EXPECT_TRUE(covers(waiver("source.git", "pkg:npm/%40corp/*", "2027-01-01"), f));
  EXPECT_FALSE(covers(waiver("source.git", "pkg:npm/%40other/*", "2027-01-01"), f));
  Waiver in_folder = waiver("source.git", "*", "2027-01-01");
  in_folder.path = "apps/api/*";
  EXPECT_FALSE(covers(in_folder, f));
  in_folder.path = "apps/*";
  EXPECT_TRUE(covers(in_folder, f));
}

TEST(Waivers, MayNameTheRuleOfTheOrganisation) {
  model::Finding f = finding("policy.registry", "pkg:npm/a@1", "yarn.lock");
  f.policy = model::RuleBroken{"ours", {}, model::RuleMode::enforce, "o", "r", {}};
  EXPECT_TRUE(covers(waiver("ours", "pkg:npm/a@1", "2027-01-01"), f));
  EXPECT_TRUE(covers(waiver("policy.registry", "pkg:npm/a@1", "2027-01-01"), f));
  EXPECT_FALSE(covers(waiver("other", "pkg:npm/a@1", "2027-01-01"), f));
}

TEST(Waivers, OfARuleThatNobodyHasItIsSaid) {
  std::vector<model::Finding> findings;
  const std::vector<std::string> known{"source.git", "ours"};
  apply_waivers({waiver("source.gti", "pkg:npm/a@1", "2027-01-01"), waiver("ours", "pkg:npm/a@1", "2027-01-01")},
                "2026-12-31", findings, known);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].title,
            "a waiver covers nothing that was found: no rule is called source.gti; did you mean 'source.git'?");
  EXPECT_EQ(findings[1].title, "a waiver covers nothing that was found");
}

}  // namespace
}  // namespace cordon::policy
