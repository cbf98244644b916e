#include "checks/collect.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

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

TEST(Collect, AnInstanceMayStandInAnotherFile) {
  FileFinding finding("a.rule", model::FindingKind::drift, model::Severity::low, "f");
  finding.add(model::Place{"included", 4}, "x", "test");
  finding.add(model::Place{"", 5}, "y", "test");
  std::vector<model::Finding> out;
  finding.finish("thing", "things", {}, out);
  EXPECT_EQ(testing::evidence(out.at(0)), (Words{"included:4 x", "f:5 y"}));
}

TEST(Collect, EvidenceIsBoundedButEveryInstanceCounts) {
  FileFinding finding("a.rule", model::FindingKind::drift, model::Severity::low, "f");
  for (std::size_t i = 0; i <= FileFinding::kEvidence; ++i) finding.add(1, "x", "test");
  std::vector<model::Finding> out;
  finding.finish("thing", "things", {}, out);
  EXPECT_EQ(out[0].evidence.size(), FileFinding::kEvidence);
  EXPECT_EQ(out[0].instances, FileFinding::kEvidence + 1);
}

}  // namespace
}  // namespace cordon::checks
