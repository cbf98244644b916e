#include "checks/collect.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::lockfile;
using testing::package;
using testing::Words;

TEST(Collect, LabelsShowTheRealNameAndTheAlias) {
  model::Component component = package("left", "1.0.0");
  EXPECT_EQ(label(component), "left@1.0.0");
  component.alias = "right";
  component.version.clear();
  EXPECT_EQ(label(component), "left (installed as right)");
}

TEST(Collect, AnInstanceIsWhatStandsBehindThePathEvenWhereThatHasAMark) {
  const model::Inventory lock =
      testing::inventory("c#/node_modules/.package-lock.json", {package("a", "1.0.0", "x/node_modules/a")});
  EXPECT_EQ(instance_of(lock, lock.components[0]), "x/node_modules/a");
  EXPECT_EQ(instance_of(lock, model::Component{}), "");
}

TEST(Collect, TheMarksOfAnExactVersionAreLeftOut) {
  for (const char* range : {"1.2.3", "=1.2.3", "v1.2.3", " = v1.2.3 "})
    EXPECT_EQ(exact_version(range), "1.2.3") << range;
  EXPECT_EQ(exact_version("^1.2.3"), "^1.2.3");
  EXPECT_EQ(exact_version(" = "), "");
}

TEST(Collect, AFileFindingWithoutInstancesIsNone) {
  std::vector<model::Finding> out;
  FileFinding("a.rule", model::FindingKind::drift, model::Severity::low, "f").finish("thing", "things", {}, out);
  EXPECT_TRUE(out.empty());
}

TEST(Collect, AFileFindingCountsItsInstancesAndNumbersItsSteps) {
  FileFinding finding("a.rule", model::FindingKind::drift, model::Severity::low, "f");
  finding.add(3, "x", "test");
  std::vector<model::Finding> out;
  FileFinding(finding).finish("thing", "things", {"first", "second"}, out);
  finding.add(0, "y", "test");
  finding.finish("thing", "things", {}, out);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].title, "1 thing");
  EXPECT_EQ(out[0].remedy.back().order, 2u);
  EXPECT_EQ(out[1].title, "2 things");
  EXPECT_EQ(testing::evidence(out[1]), (Words{"f:3 x", "f y"}));
}

TEST(Collect, EvidenceIsBoundedButEveryInstanceCounts) {
  FileFinding finding("a.rule", model::FindingKind::drift, model::Severity::low, "f");
  for (std::size_t i = 0; i <= FileFinding::kEvidence; ++i) finding.add(1, "x", "test");
  std::vector<model::Finding> out;
  finding.finish("thing", "things", {}, out);
  EXPECT_EQ(out[0].evidence.size(), FileFinding::kEvidence);
  EXPECT_EQ(out[0].instances, FileFinding::kEvidence + 1);
}

TEST(Collect, FindingsWithOneIdBecomeOne) {
  std::vector<model::Finding> findings;
  for (const std::uint32_t line : {1u, 2u, 2u}) {
    model::FindingInput input;
    input.rule_id = "a.rule";
    input.title = "title of line " + std::to_string(line);
    input.subject = model::file_subject("f", line);
    input.evidence = {model::text_span("f", line, "x", "test")};
    input.exposure = model::unknown_exposure();
    model::establish(input.exposure->forbidden, model::FactValue::yes, "f:" + std::to_string(line));
    append(findings, std::move(input));
  }
  merge_repeated(findings);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].title, "title of line 1");
  EXPECT_EQ(findings[0].instances, 3u);
  EXPECT_EQ(testing::evidence(findings[0]), (Words{"f:1 x", "f:2 x"}));
  EXPECT_EQ(findings[0].exposure->forbidden.evidence, (Words{"f:1", "f:2"}));
  EXPECT_EQ(findings[0].exposure->executed.value, model::FactValue::unknown);
}

}  // namespace
}  // namespace cordon::checks
