// Whole installations: honest ones must not alarm (rules/behaviour/benign), attacks must (rules/behaviour/attacks).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/yaml.h"
#include "detection/detector.h"
#include "detection/testing.h"

namespace cordon::detection {
namespace {

struct Sequence {
  std::string file;
  Document document;
};

std::vector<Sequence> sequences(const std::string& folder) {
  std::vector<Sequence> out;
  for (const auto& entry : std::filesystem::directory_iterator(CORDON_SOURCE_DIR "/rules/behaviour/" + folder)) {
    std::ifstream in(entry.path());
    std::ostringstream text;
    text << in.rdbuf();
    auto document = yaml::parse(text.str());
    if (document) out.push_back({entry.path().filename(), *std::move(document)});
    else ADD_FAILURE() << entry.path() << ": " << document.error().describe();
  }
  std::ranges::sort(out, {}, &Sequence::file);
  return out;
}

std::vector<model::Finding> findings(const Sequence& sequence, bool alter_attribution = false) {
  auto detector = Detector::with_builtin_rules();
  if (!detector) {
    ADD_FAILURE() << detector.error().describe();
    return {};
  }
  testing::EventMaker maker;
  maker.read_package(sequence.document.root()["package"]);
  if (alter_attribution) maker.package.confidence = model::AttributionConfidence::inherited;
  for (const Value& entry : sequence.document.root()["events"].elements()) detector->observe(maker.read(entry));
  EXPECT_TRUE(detector->coverage().empty()) << sequence.file;
  return detector->findings();
}

TEST(Sequences, OfHonestInstallationsStayBelowTheirSeverity) {
  const auto all = sequences("benign");
  EXPECT_GE(all.size(), 12u);
  for (const Sequence& each : all) {
    const auto most = model::severity_from_string(each.document.root()["at_most"].text());
    ASSERT_TRUE(most) << each.file;
    ASSERT_GT(each.document.root()["events"].size(), 3u) << each.file;
    for (const model::Finding& finding : findings(each))
      EXPECT_LE(finding.severity, *most) << each.file << ": " << finding.rule_id << ": " << finding.evidence[0].excerpt;
  }
}

// The address they fetch from is what an honest installation may be told for, and nothing else.
TEST(Sequences, OfHonestInstallationsAreTalkedAboutOnlyForTheirDownloads) {
  for (const Sequence& each : sequences("benign"))
    for (const model::Finding& finding : findings(each))
      if (finding.severity >= model::Severity::medium) EXPECT_EQ(finding.rule_id, "watch.foreign-host") << each.file;
}

TEST(Sequences, OfAttacksAreFoundByTheRulesMeantForThem) {
  const auto all = sequences("attacks");
  EXPECT_GE(all.size(), 7u);
  for (const Sequence& each : all) {
    std::set<std::string> fired;
    bool stops = false;
    for (const model::Finding& finding : findings(each, true)) {
      fired.insert(finding.rule_id);
      stops = stops || finding.severity >= model::Severity::high;
      EXPECT_EQ(finding.subject.purl, each.document.root()["package"]["purl"].text());
      EXPECT_FALSE(finding.tags.empty() || finding.remedy.empty()) << finding.rule_id;
    }
    EXPECT_TRUE(stops) << each.file;
    EXPECT_GT(each.document.root()["expect"].size(), 0u) << each.file;
    for (const Value& id : each.document.root()["expect"].elements())
      EXPECT_TRUE(fired.contains(std::string(id.text()))) << each.file << ": " << id.text();
  }
}

}  // namespace
}  // namespace cordon::detection
