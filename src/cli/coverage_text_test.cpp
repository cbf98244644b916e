#include "cli/coverage_text.h"

#include <gtest/gtest.h>

#include "cli/render.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

TEST(CoverageText, SaysWhatWasReadWhatWasNotAndWhy) {
  model::Coverage coverage;
  coverage.read = {{"yarn.lock", "yarn v1", 3}};
  coverage.unread = {{"a", 0, "x", "for a reason", true}, {"b\x1b", 2, "x", "for another", false}};
  std::string out;
  coverage_block(out, Palette({}), coverage);
  EXPECT_EQ(out,
            "Coverage\n"
            "  read      1 file, 3 entries\n"
            "            yarn.lock  yarn v1  3\n"
            "  not read  a  for a reason\n"
            "            b<U+001B>:2  for another  (nothing is lost)\n");
}

TEST(CoverageText, CutsLongListsAndSaysSo) {
  model::Coverage coverage;
  for (int i = 0; i < 30; ++i) coverage.unread.push_back({"x", 0, "x", "y", true});
  std::string out;
  coverage_block(out, Palette({}), coverage);
  EXPECT_NE(out.find("and 10 more (--format json lists all)"), std::string::npos);
}

model::ScanReport waived_malware() {
  model::FindingInput input;
  input.rule_id = "malware.known-package";
  input.title = "axios@1.14.1 is malware";
  input.kind = model::FindingKind::malware;
  input.severity = model::Severity::critical;
  input.subject = model::file_subject("yarn.lock", 3);
  input.evidence = {model::text_span("yarn.lock", 3, "x", "test")};
  model::ScanReport report;
  report.findings.push_back(model::make_finding(std::move(input)).value());
  report.findings[0].waived = model::Waived{"owner", "reason", "2099-01-01"};
  report.coverage.settings = model::SettingsUsed{"../cordon.yaml", 2, 1, {"CORDON_POLICY_FAIL_ON=low"}};
  return report;
}

TEST(CoverageText, EveryFormatNamesTheSettingsAndHowManyWaiversApplied) {
  const model::ScanReport report = waived_malware();
  const std::string wanted = "../cordon.yaml, 2 waivers, 1 applied; CORDON_POLICY_FAIL_ON=low by the environment";
  EXPECT_EQ(settings_text(*report.coverage.settings), wanted);
  EXPECT_EQ(settings_text({std::nullopt, 0, 0, {"A=b\x1b"}}), "built-in defaults; A=b<U+001B> by the environment");
  EXPECT_NE(render_text(report, {}).find("settings  " + wanted), std::string::npos);
  EXPECT_NE(render_inventory_text({}, report.coverage, {}).find("settings  " + wanted), std::string::npos);
  EXPECT_NE(render_markdown(report).find("Settings: ../cordon.yaml, 2 waivers, 1 applied; CORDON\\_POLICY"),
            std::string::npos);
  for (const std::string& document :
       {render_json(report), render_sarif(report), render_inventory_json({}, report.coverage)}) {
    EXPECT_NE(document.find(R"("path": "../cordon.yaml")"), std::string::npos) << document;
    EXPECT_NE(document.find(R"("waivers_applied": 1)"), std::string::npos) << document;
  }
  EXPECT_EQ(render_text({}, {}).find("settings"), std::string::npos);
}

TEST(CoverageText, AWarningStandsBesideTheKnowledge) {
  model::Coverage coverage;
  coverage.knowledge.push_back({"incident packs", 2, "2026-01-01", "loaded", "9 days old"});
  std::string out;
  coverage_block(out, Palette(Style{}), coverage);
  EXPECT_NE(out.find("2 incident packs, newest of 2026-01-01 (9 days old)\n"), std::string::npos) << out;
}

TEST(CoverageText, WaivedMalwareStaysInSightInEveryFormat) {
  model::ScanReport report = waived_malware();
  for (const std::string& shown :
       {render_text(report, {}), render_json(report), render_sarif(report), render_markdown(report)})
    EXPECT_NE(shown.find("axios"), std::string::npos);
  EXPECT_NE(render_sarif(report).find(R"("status": "underReview")"), std::string::npos);
  report.findings[0].kind = model::FindingKind::source;
  EXPECT_NE(render_sarif(report).find(R"("status": "accepted")"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
