#include <gtest/gtest.h>

#include "cli/render.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

model::Finding finding(std::string title, model::Severity severity) {
  model::FindingInput input;
  input.rule_id = "integrity.missing";
  input.title = std::move(title);
  input.severity = severity;
  input.subject = model::file_subject("a & b/yarn.lock", 7);
  input.evidence = {model::text_span("a & b/yarn.lock", 7, "</failure><b a=\"'\">\x01", "test")};
  input.remedy = {{1, "do <this>", "run \"it\""}};
  return model::make_finding(input).value();
}

model::ScanReport report(std::vector<model::Finding> findings, bool complete = true) {
  model::ScanReport made;
  made.answer = {model::VerdictValue::allow, complete, 0, "the headline"};
  made.findings = std::move(findings);
  if (!complete)
    made.coverage.unread = {{"b/<x>", 3, "syntax", "why & how", true}, {"c", 0, "superseded", "fine", false}};
  return made;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(RenderJunit, HasATestThatPassesWhereNothingWasFound) {
  const std::string xml = render_junit(report({}), model::Severity::high);
  EXPECT_TRUE(has(xml, R"(<testsuite name="cordon" tests="1" failures="0" errors="0" skipped="0" time="0">)")) << xml;
  EXPECT_TRUE(has(xml, R"(<testcase classname="cordon.coverage" name="coverage complete" time="0">)"));
  EXPECT_TRUE(has(xml, "<system-out>the headline\n0 files read</system-out>"));
}

TEST(RenderJunit, HasAnErrorWhereSomethingWasNotLookedAt) {
  const std::string xml = render_junit(report({}, false), model::Severity::high);
  EXPECT_TRUE(has(xml, R"(tests="1" failures="0" errors="1" skipped="0")")) << xml;
  EXPECT_TRUE(
      has(xml, "<error type=\"incomplete\" message=\"1 thing was not looked at\">b/&lt;x&gt;:3: why &amp; how\n"));
  EXPECT_FALSE(has(xml, "fine"));
}

TEST(RenderJunit, FailsForWhatCountsAtTheThresholdOnly) {
  const auto findings = {finding("first", model::Severity::high), finding("second", model::Severity::medium)};
  const std::string high = render_junit(report(findings), model::Severity::high);
  EXPECT_TRUE(has(high, R"(tests="2" failures="1" errors="0" skipped="0")")) << high;
  EXPECT_TRUE(has(high, "1 finding below the threshold"));
  EXPECT_TRUE(has(render_junit(report(findings), model::Severity::medium), R"(failures="2")"));
}

TEST(RenderJunit, ARuleThatOnlyObservesFailsNothing) {
  model::Finding broken = finding("a rule", model::Severity::critical);
  broken.policy =
      model::RuleBroken{"r", model::VerdictValue::block, model::RuleMode::observe, "o", "why", std::nullopt};
  EXPECT_TRUE(has(render_junit(report({broken}), model::Severity::high), R"(failures="0")"));
  broken.policy->mode = model::RuleMode::enforce;
  broken.severity = model::Severity::info;
  EXPECT_TRUE(has(render_junit(report({broken}), model::Severity::high), R"(failures="1")"));
}

TEST(RenderJunit, WhatIsWaivedIsSkipped) {
  model::Finding waived = finding("first", model::Severity::critical);
  waived.waived = model::Waived{"ops", "\"moves\"", "2027-01-31"};
  const std::string xml = render_junit(report({waived}), model::Severity::high);
  EXPECT_TRUE(has(xml, R"(tests="2" failures="0" errors="0" skipped="1")")) << xml;
  EXPECT_TRUE(has(xml, R"(<skipped message="waived until 2027-01-31 by ops: &quot;moves&quot;"/>)"));
}

TEST(RenderJunit, HostileTextStaysText) {
  const std::string xml =
      render_junit(report({finding("</testcase>]]>\x1b\xff\n", model::Severity::high)}), model::Severity::high);
  EXPECT_TRUE(has(xml, "name=\"&lt;/testcase&gt;]]&gt;&lt;U+001B&gt;")) << xml;
  EXPECT_TRUE(has(xml, "file=\"a &amp; b/yarn.lock\""));
  EXPECT_TRUE(
      has(xml, "evidence: &lt;/failure&gt;&lt;b a=&quot;&apos;&quot;&gt;&lt;U+0001&gt; (a &amp; b/yarn.lock:7)"));
  EXPECT_TRUE(has(xml, "1. do &lt;this&gt;\n   run &quot;it&quot;\n"));
  for (const char c : xml) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
}

}  // namespace
}  // namespace cordon::cli
