#include <gtest/gtest.h>

#include "base/json.h"
#include "cli/render.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

model::Finding finding(std::string title, model::Severity severity, std::uint32_t line) {
  model::FindingInput input;
  input.rule_id = "integrity.missing";
  input.title = std::move(title);
  input.severity = severity;
  input.subject = model::file_subject("apps/shop/yarn.lock", line);
  input.evidence = {model::text_span("apps/shop/yarn.lock", line, "x", "test")};
  return model::make_finding(input).value();
}

TEST(RenderGitlab, AnIssueForEachFindingWithItsIdAndPlace) {
  model::ScanReport report;
  report.findings = {finding("no digest", model::Severity::medium, 7),
                     finding("no line", model::Severity::critical, 0)};
  const Document read = json::parse(render_gitlab(report)).value();
  ASSERT_EQ(read.root().size(), 2u);
  const Value issue = read.root().at(0);
  EXPECT_EQ(issue["description"].text(), "no digest");
  EXPECT_EQ(issue["check_name"].text(), "integrity.missing");
  EXPECT_EQ(issue["fingerprint"].text(), report.findings[0].id);
  EXPECT_EQ(issue["severity"].text(), "major");
  EXPECT_EQ(issue["location"]["path"].text(), "apps/shop/yarn.lock");
  EXPECT_EQ(issue["location"]["lines"]["begin"].integer(), 7);
  EXPECT_EQ(read.root().at(1)["severity"].text(), "blocker");
  EXPECT_EQ(read.root().at(1)["location"]["lines"]["begin"].integer(), 1);  // GitLab wants a line
}

TEST(RenderGitlab, WhatIsWaivedStaysAndSaysSo) {
  model::ScanReport report;
  report.findings = {finding("no digest", model::Severity::high, 7)};
  report.findings[0].waived = model::Waived{"ops\x1b", "moves", "2027-01-31"};
  const Document read = json::parse(render_gitlab(report)).value();
  EXPECT_EQ(read.root().at(0)["severity"].text(), "info");
  EXPECT_EQ(read.root().at(0)["description"].text(), "no digest (waived until 2027-01-31 by ops<U+001B>: moves)");
}

TEST(RenderGitlab, AnEmptyListSaysThatEverythingWasLookedAt) {
  model::ScanReport report;
  EXPECT_EQ(render_gitlab(report), "[]\n");
  report.coverage.unread = {{"a/yarn.lock", 3, "syntax", "what", true},
                            {"a/yarn.lock", 9, "syntax", "what else", true},
                            {"b", 0, "superseded", "nothing is lost", false},
                            {"(advisories)", 0, "absent", "none", true}};
  const Document read = json::parse(render_gitlab(report)).value();
  ASSERT_EQ(read.root().size(), 2u);
  EXPECT_EQ(read.root().at(0)["check_name"].text(), "coverage.syntax");
  EXPECT_EQ(read.root().at(0)["description"].text(), "Not looked at: a/yarn.lock: what (and 1 more of this kind)");
  EXPECT_EQ(read.root().at(0)["fingerprint"].text().size(), 32u);
  EXPECT_NE(read.root().at(0)["fingerprint"].text(), read.root().at(1)["fingerprint"].text());
  EXPECT_EQ(read.root().at(1)["location"]["path"].text(), ".");
}

}  // namespace
}  // namespace cordon::cli
