#include "model/finding.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

FindingInput sample() {
  FindingInput input;
  input.rule_id = "drift.manifest";
  input.title = "package.json and lockfile disagree";
  input.subject = file_subject("app/package-lock.json", 7);
  input.evidence.push_back(text_span("app/package.json", 12, "\"left\": \"^2.0.0\"", "drift.manifest"));
  return input;
}

TEST(Finding, CannotBeMadeWithoutEvidence) {
  FindingInput input = sample();
  input.evidence.clear();
  EXPECT_EQ(make_finding(input).error().code, ErrorCode::missing_field);
}

TEST(Finding, WithOneCauseIsOneFindingWithTheEvidenceOfAll) {
  std::vector<Finding> findings;
  for (const std::uint32_t line : {3u, 9u, 9u}) {
    FindingInput input = sample();
    input.evidence = {text_span("app/package.json", line, "left", "drift.manifest"),
                      knowledge_record("incident:x#packages", "left", "drift.manifest")};
    findings.push_back(*make_finding(std::move(input)));
    findings.push_back(*make_finding([] {
      FindingInput other = sample();
      other.rule_id = "drift.installed";
      return other;
    }()));
  }
  merge_same(findings);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule_id, "drift.manifest");
  EXPECT_EQ(findings[0].instances, 2u) << "the third is the second, reported again";
  EXPECT_EQ(findings[0].evidence.size(), 3u);
  EXPECT_EQ(findings[1].instances, 1u);
}

TEST(Finding, WithOneCauseKeepsTheFurthestExposure) {
  std::vector<Finding> findings;
  for (const bool installed : {false, true}) {
    FindingInput input = sample();
    input.exposure = unknown_exposure();
    establish(input.exposure->resolved, FactValue::yes, "app/package-lock.json:7");
    if (installed) establish(input.exposure->installed, FactValue::yes, "app/node_modules/left");
    findings.push_back(*make_finding(std::move(input)));
  }
  merge_same(findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(headline(*findings[0].exposure), "installed");
  EXPECT_EQ(findings[0].exposure->resolved.evidence.size(), 1u);
}

TEST(Finding, HasACauseThatOutlivesAMoveOfItsFile) {
  EXPECT_EQ(cause_id("source.git", file_subject("a/yarn.lock", 3)),
            cause_id("source.git", file_subject("b/c/yarn.lock")));
  EXPECT_NE(cause_id("source.git", file_subject("yarn.lock")), cause_id("source.git", file_subject("bun.lock")));
  EXPECT_NE(cause_id("source.git", file_subject("yarn.lock")), cause_id("source.http", file_subject("yarn.lock")));
}

TEST(Finding, CannotBeMadeFromEvidenceThatPointsNowhere) {
  FindingInput input = sample();
  input.evidence[0].locator.clear();
  EXPECT_EQ(make_finding(input).error().code, ErrorCode::missing_field);
  input = sample();
  input.evidence[0].producer.clear();
  EXPECT_EQ(make_finding(input).error().code, ErrorCode::missing_field);
}

TEST(Finding, NeedsASubjectThatSaysWhichOneItIs) {
  FindingInput input = sample();
  input.subject = Subject{};
  input.subject.path = "app/package-lock.json";  // a place, but no package
  EXPECT_EQ(make_finding(input).error().code, ErrorCode::missing_field);
  input.subject.name = "left";
  EXPECT_TRUE(make_finding(input).has_value());
}

TEST(Finding, RefusesRuleIdsOfAnotherForm) {
  for (const char* id : {"", "Drift", "drift manifest", ".drift", "drift."}) {
    FindingInput input = sample();
    input.rule_id = id;
    EXPECT_EQ(make_finding(input).error().code, ErrorCode::invalid_value) << id;
  }
}

TEST(Finding, IdIgnoresLineTitleSeverityAndEvidence) {
  const Finding first = make_finding(sample()).value();
  FindingInput input = sample();
  input.subject.line = 99;
  input.title = "another title";
  input.severity = Severity::critical;
  input.evidence.push_back(file_state("x", "absent", "p"));
  EXPECT_EQ(make_finding(input)->id, first.id);
  EXPECT_EQ(first.id.size(), 32u);
  EXPECT_EQ(first.id.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Finding, IdDependsOnRuleKindPackageAndPath) {
  Subject subject = file_subject("a");
  const std::string id = finding_id("drift.manifest", subject);
  EXPECT_NE(finding_id("drift.installed", subject), id);
  subject.path = "b";
  EXPECT_NE(finding_id("drift.manifest", subject), id);
  subject.path = "a";
  subject.name = "n";
  EXPECT_NE(finding_id("drift.manifest", subject), id);
  subject.name.reset();
  subject.kind = SubjectKind::repository;
  EXPECT_NE(finding_id("drift.manifest", subject), id);
}

TEST(Finding, IdStaysTheSameForEver) {  // fingerprints in baselines and dashboards depend on it
  Subject subject;
  subject.purl = "pkg:npm/left@1.0.0";
  subject.path = "package-lock.json";
  // SHA-256 of "10:known.test7:package18:pkg:npm/left@1.0.017:package-lock.json"
  EXPECT_EQ(finding_id("known.test", subject), "9d0db480b097d18811c04b4d5cf27fe5");
}

TEST(Finding, FieldsThatRunTogetherGiveDifferentIds) {
  Subject first, second;
  first.name = "ab", first.path = "c";
  second.name = "a", second.path = "bc";
  EXPECT_NE(finding_id("r", first), finding_id("r", second));
}

TEST(Finding, MakesHiddenCharactersOfTitleAndExcerptVisible) {
  FindingInput input = sample();
  input.title = "bad\x1b[2J\nname";
  input.evidence[0].excerpt =
      "a\xe2\x80\xae"
      "b";
  const Finding finding = make_finding(input).value();
  EXPECT_EQ(finding.title, "bad<U+001B>[2J<U+000A>name");
  EXPECT_EQ(finding.evidence[0].excerpt, "a<U+202E>b");
}

TEST(Evidence, ShowsAtMostTwoHundredBytesOfTheOriginal) {
  const Evidence piece = text_span("f", 3, std::string(1000, 'x'), "p");
  EXPECT_EQ(piece.locator, "f:3");
  EXPECT_EQ(piece.excerpt.find_first_not_of('x'), 200u);
  EXPECT_EQ(text_span("f", 0, "", "p").locator, "f");
}

TEST(Evidence, GraphPathPointsAtItsLastPackage) {
  const Evidence piece = graph_path({"pkg:npm/a@1", "pkg:npm/b@2"}, "p");
  EXPECT_EQ(piece.kind, EvidenceKind::graph_path);
  EXPECT_EQ(piece.locator, "pkg:npm/b@2");
  EXPECT_EQ(piece.excerpt, "pkg:npm/a@1 > pkg:npm/b@2");
}

TEST(Evidence, DigestIsKeptBesideItsLocator) {
  EXPECT_EQ(digest_compared("l", "sha512-x", "recorded sha512-y", "p").digest, "sha512-x");
}

TEST(Exposure, HeadlineIsTheFurthestYes) {
  Exposure exposure = unknown_exposure();
  EXPECT_EQ(headline(exposure), "");
  establish(exposure.forbidden, FactValue::yes, "package.json:4");
  EXPECT_EQ(headline(exposure), "forbidden");
  establish(exposure.referenced, FactValue::yes, "lock:1");
  establish(exposure.installed, FactValue::yes, "node_modules/x");
  establish(exposure.executed, FactValue::no, "scripts blocked");
  EXPECT_EQ(headline(exposure), "installed");
}

TEST(Exposure, AYesIsNeverTakenBack) {
  Fact fact = {FactValue::unknown, {}, std::nullopt};
  establish(fact, FactValue::no, "blocked by policy");
  establish(fact, FactValue::unknown, "nothing");
  EXPECT_EQ(fact.value, FactValue::no);
  establish(fact, FactValue::yes, "swapped manifest");
  establish(fact, FactValue::no, "blocked by policy");
  establish(fact, FactValue::yes, "swapped manifest");
  EXPECT_EQ(fact.value, FactValue::yes);
  EXPECT_EQ(fact.evidence, std::vector<std::string>{"swapped manifest"});
}

TEST(Exposure, AFactKeepsSomeEvidenceAndCountsTheRest) {
  Fact fact = {FactValue::unknown, {}, std::nullopt};
  for (std::size_t i = 0; i < kFactEvidence; ++i) establish(fact, FactValue::no, std::to_string(i));
  EXPECT_EQ(fact.more, std::nullopt);
  establish(fact, FactValue::no, "0");  // known
  EXPECT_EQ(fact.more, std::nullopt);
  for (const char* evidence : {"a", "b", "c"}) establish(fact, FactValue::no, evidence);
  EXPECT_EQ(fact.evidence.size(), kFactEvidence);
  EXPECT_EQ(fact.more, 3u);
  establish(fact, FactValue::yes, "the other answer starts again");
  EXPECT_EQ(fact.evidence.size(), 1u);
  EXPECT_EQ(fact.more, std::nullopt);
}

}  // namespace
}  // namespace cordon::model
