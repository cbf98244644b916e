#include "checks/advisories.h"

#include <stdlib.h>

#include <filesystem>

#include "base/os/replace_file.h"
#include "checks/testing.h"
#include "intel/index/index_write.h"

namespace cordon::checks {
namespace {

namespace fs = std::filesystem;
using intel::Advisory;
using intel::EventKind;
using testing::package;
using testing::Words;

const std::vector<intel::VersionEvent> kAll = {{EventKind::introduced, "0"}};
const std::vector<intel::VersionEvent> kBelow2 = {{EventKind::introduced, "0"}, {EventKind::fixed, "2.0.0"}};

Advisory record(std::string id, std::string name, std::vector<intel::VersionEvent> events) {
  Advisory out;
  out.id = std::move(id);
  out.modified = 1'774'918'923;
  out.summary = "Something in " + name;
  out.affected = {{"npm", std::move(name), {{std::move(events)}}, {}, false}};
  return out;
}
Advisory malware(std::string id, std::string name) {
  Advisory out = record(std::move(id), std::move(name), kAll);
  out.malware = true;
  return out;
}

// What one pack knows; nothing when there is none.
intel::Knowledge knowing(const std::string& pack) {
  intel::KnowledgeOptions options;
  options.embedded = false;
  if (!pack.empty()) options.pack_files = {{"pack.yaml", pack}};
  return intel::Knowledge::load(options).value();
}

class AdvisoriesCheck : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-check-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::vector<model::Finding> run(std::vector<Advisory> records, std::vector<model::Component> components,
                                  std::vector<intel::index_layout::ThreatRow> threats = {}, bool damage = false) {
    intel::IndexBuilder builder;
    EXPECT_TRUE(builder.add(*intel::pack_batch(std::move(records))));
    builder.set_threats(std::move(threats));
    std::string bytes = *builder.finish("[]");
    // What is read when it is opened stands in the first and the last block; a look-up needs one of the others.
    const std::size_t block = intel::index_layout::kBlockBytes;
    for (std::size_t at = intel::index_layout::kBodyOffset + block; damage && at + 2 * block < bytes.size();
         at += block)
      bytes[at] = static_cast<char>(bytes[at] ^ 1);
    EXPECT_TRUE(os::replace_file(folder_ + "/index", bytes));
    intel::Knowledge knowledge = knowing(known_);
    auto advisories = intel::Advisories::open(folder_ + "/index");
    if (advisories) knowledge.set_advisories(std::move(*advisories));
    Project project;
    project.lockfiles.push_back(testing::lockfile(std::move(components)));
    std::vector<model::Finding> out;
    check_advisories(project, knowledge, out);
    return out;
  }
  std::string folder_, known_;
};

Words rules(const std::vector<model::Finding>& findings) {
  Words out;
  for (const model::Finding& finding : findings) out.push_back(finding.rule_id);
  return out;
}

TEST_F(AdvisoriesCheck, AWeakReleaseSaysHowBadItIsAndWhereTheFixIs) {
  Advisory weak = record("GHSA-2222-2222-2222", "a", kBelow2);
  weak.aliases = {"CVE-2026-1"};
  weak.cvss = {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"};
  weak.cwes = {79};
  const auto findings = run(
      {weak}, {package("a", "1.0.0"), package("a", "1.0.0", "node_modules/b/node_modules/a"), package("b", "1.0.0")},
      {{*intel::key_of("CVE-2026-1"), 94'254, 99'900, 20'543, intel::index_layout::kHasProbability}});
  ASSERT_EQ(findings.size(), 1u);
  const model::Finding& finding = findings[0];
  EXPECT_EQ(finding.rule_id, "vulnerability.cve-2026-1");
  EXPECT_EQ(finding.kind, model::FindingKind::vulnerability);
  EXPECT_EQ(finding.severity, model::Severity::critical);
  EXPECT_EQ(finding.aliases, (Words{"CVE-2026-1", "GHSA-2222-2222-2222"}));
  EXPECT_EQ(finding.instances, 2u);
  ASSERT_TRUE(finding.advisory);
  EXPECT_EQ(finding.advisory->fixed, "2.0.0");
  EXPECT_EQ(finding.advisory->score, "9.8");
  EXPECT_EQ(finding.advisory->exploited, "2026-03-31");
  EXPECT_EQ(finding.advisory->probability, "0.94254");
  EXPECT_EQ(finding.advisory->cwes, Words{"CWE-79"});
  ASSERT_FALSE(finding.remedy.empty());
}

TEST_F(AdvisoriesCheck, MalwareIsTheFindingThatAPacksWouldBe) {
  const auto findings = run({malware("MAL-2026-1", "a")}, {package("a", "1.0.0")});
  ASSERT_EQ(rules(findings), Words{"malware.known-package"});
  EXPECT_EQ(findings[0].severity, model::Severity::critical);
  ASSERT_TRUE(findings[0].exposure);
  EXPECT_EQ(findings[0].exposure->resolved.value, model::FactValue::yes);
  EXPECT_GE(findings[0].remedy.size(), 3u);
}

TEST_F(AdvisoriesCheck, TheProjectsOwnPackagesAreNotWhatAStrangerPublished) {
  model::Component own = package("jest-website", "0.0.0-use.local");
  own.origin = model::Origin::workspace;
  EXPECT_TRUE(run({malware("MAL-2026-1", "jest-website")}, {own}).empty());
}

TEST_F(AdvisoriesCheck, APrivateRegistrysPackageIsTargetedAndNotMalware) {
  model::Component own = package("a", "1.0.0");
  own.registry = {"acme", model::RegistryClass::private_};
  EXPECT_EQ(rules(run({malware("MAL-2026-1", "a")}, {own})), Words{"malware.name-targeted"});
}

TEST_F(AdvisoriesCheck, APrivateCopyHidesNoPublicOne) {
  model::Component own = package("a", "1.0.0");
  own.registry = {"acme", model::RegistryClass::private_};
  EXPECT_EQ(rules(run({malware("MAL-2026-1", "a")}, {own, package("a", "1.0.0", "node_modules/b/node_modules/a")})),
            (Words{"malware.known-package", "malware.name-targeted"}));
}

TEST_F(AdvisoriesCheck, ContentThatAPackKnowsToBeAnotherIsNotThatRelease) {
  model::Component other = package("a", "1.0.0");
  other.integrity = {"sha512-" + std::string(86, 'A') + "=="};
  EXPECT_EQ(rules(run({malware("MAL-2026-1", "a")}, {other})), Words{"malware.known-package"});
  known_ = intel::test_pack("  - {ecosystem: npm, name: a, versions: [\"1.0.0\"], integrity: {\"1.0.0\": [\"sha512-" +
                            std::string(85, 'B') + "A==\"]}}\n");
  EXPECT_EQ(rules(run({malware("MAL-2026-1", "a")}, {other})), Words{});
}

TEST_F(AdvisoriesCheck, WhatCannotBeToldIsAFinding) {
  EXPECT_EQ(rules(run({record("CVE-2026-1", "a", kBelow2)}, {package("a", "latest")})),
            Words{"vulnerability.undecided"});
}

TEST_F(AdvisoriesCheck, ADisputedRecordIsAHint) {
  Advisory disputed = record("CVE-2026-1", "a", kBelow2);
  disputed.disputed = true;
  const auto findings = run({disputed}, {package("a", "1.0.0")});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].confidence, model::Confidence::low);
}

TEST_F(AdvisoriesCheck, ADamagedIndexIsNoCleanAnswer) {
  std::vector<Advisory> many;
  for (int i = 0; i < 10'000; ++i)
    many.push_back(record("CVE-2026-" + std::to_string(i + 1), "package-" + std::to_string(i), kBelow2));
  EXPECT_EQ(rules(run(many, {package("package-5000", "1.0.0")})), Words{"vulnerability.cve-2026-5001"});
  EXPECT_EQ(rules(run(many, {package("package-5000", "1.0.0")}, {}, true)), Words{"knowledge.damaged"});
}

TEST_F(AdvisoriesCheck, WithoutAnIndexNothingIsConcluded) {
  Project project;
  project.lockfiles.push_back(testing::lockfile({package("a", "1.0.0")}));
  std::vector<model::Finding> out;
  check_advisories(project, knowing({}), out);
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace cordon::checks
