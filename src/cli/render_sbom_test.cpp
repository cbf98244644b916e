#include "cli/render_sbom.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

model::SbomChange change(model::ChangeKind kind, std::vector<std::string> before, std::vector<std::string> after) {
  model::SbomChange out;
  out.kind = kind;
  out.severity = model::Severity::high;
  out.ecosystem = "npm";
  out.name = "axios";
  out.before = std::move(before);
  out.after = std::move(after);
  out.places = {{"b.json", 1}, {"b.json", 2}, {"b.json", 3}, {"b.json", 4}};
  out.instances = 4;
  return out;
}

TEST(RenderSbom, TheFirstLineOfADiffIsTheAnswer) {
  model::SbomDiffReport report;
  report.before = "a.json";
  report.after = "b\033.json";
  report.same = true;
  EXPECT_TRUE(render_text(report, {}).starts_with("no change between a.json and b")) << render_text(report, {});
  EXPECT_FALSE(says(render_text(report, {}), "\033"));
  report.same = false;
  report.changes = {change(model::ChangeKind::version, {"1.14.0"}, {"1.14.1"})};
  const std::string text = render_text(report, {});
  EXPECT_TRUE(text.starts_with("1 change between a.json and b"));
  EXPECT_TRUE(says(text, "high      axios: 1.14.0 became 1.14.1\n")) << text;
  report.changes[0].before.clear();
  EXPECT_TRUE(says(render_text(report, {}), "high      axios: now also 1.14.1\n"));
  EXPECT_TRUE(says(text, "b.json:1  b.json:2  b.json:3  and 1 more\n")) << text;
}

TEST(RenderSbom, EveryKindOfChangeIsASentence) {
  using model::ChangeKind;
  const auto sentence = [](ChangeKind kind, std::vector<std::string> before, std::vector<std::string> after) {
    model::SbomDiffReport report;
    report.changes = {change(kind, std::move(before), std::move(after))};
    report.changes[0].version = "1.0.0";
    return render_text(report, {});
  };
  EXPECT_TRUE(says(sentence(ChangeKind::integrity, {"x"}, {"y"}), "axios 1.0.0 has another digest: x became y"));
  EXPECT_TRUE(says(sentence(ChangeKind::integrity, {"x"}, {}), "axios 1.0.0 has no digest any more: x"));
  EXPECT_TRUE(
      says(sentence(ChangeKind::install_script, {"no"}, {"yes"}), "runs code when it is installed, and did not"));
  EXPECT_TRUE(says(sentence(ChangeKind::install_script, {}, {"yes"}), "runs code when it is installed, and is new"));
  EXPECT_TRUE(says(sentence(ChangeKind::install_script, {"unknown"}, {"yes"}), "nothing said whether it did before"));
  EXPECT_TRUE(says(sentence(ChangeKind::source, {"registry npm"}, {"git x"}), "comes from elsewhere: registry npm"));
  EXPECT_TRUE(says(sentence(ChangeKind::address, {"x"}, {"y"}), "stands at another address"));
  EXPECT_TRUE(says(sentence(ChangeKind::added, {}, {"1"}), "axios is new: 1"));
  EXPECT_TRUE(says(sentence(ChangeKind::removed, {"1"}, {}), "is gone: 1"));
}

TEST(RenderSbom, OneCauseIsOneLine) {
  model::SbomDiffReport report;
  for (int i = 0; i < 12; ++i) {
    report.changes.push_back(change(model::ChangeKind::source, {"registry a"}, {"registry b"}));
    report.changes.back().name = "x" + std::to_string(i);
  }
  report.changes.push_back(change(model::ChangeKind::source, {"registry a"}, {"git b"}));
  const std::string text = render_text(report, {});
  EXPECT_TRUE(says(text, "high      12 packages come from elsewhere: registry a became registry b\n          x0, x1, "))
      << text;
  EXPECT_TRUE(says(text, ", x9 and 2 more\n")) << text;
  EXPECT_TRUE(says(text, "high      axios comes from elsewhere: registry a became git b\n")) << text;
}

TEST(RenderSbom, OfManyHarmlessChangesTheFirstAreShown) {
  model::SbomDiffReport report;
  for (int i = 0; i < 30; ++i) {
    report.changes.push_back(change(model::ChangeKind::added, {}, {"1"}));
    report.changes.back().severity = model::Severity::low;
    report.changes.back().name = "x" + std::to_string(i);
  }
  const std::string text = render_text(report, {});
  EXPECT_TRUE(says(text, "x24 is new") && !says(text, "x25 is new")) << text;
  EXPECT_TRUE(says(text, "and 5 more of the kind 'added' (--format json lists all)\n")) << text;
}

TEST(RenderSbom, AMatchIsShownWithItsPaths) {
  model::SbomQueryReport report;
  report.query = "name=axios";
  model::SbomMatch& match = report.matches.emplace_back();
  match.component.purl = "pkg:npm/axios@1.14.1";
  match.component.install_script = model::InstallScript::no;
  match.component.place = {"package-lock.json", 7};
  match.paths = {{"pkg:npm/app@1.0.0", "pkg:npm/%40a/b@2.0.0", "pkg:npm/axios@1.14.1"}, {"build"}};
  match.roots = 9;
  report.coverage.read = {{"package-lock.json", "package-lock v3", 24}};
  const std::string text = render_text(report, {});
  EXPECT_TRUE(text.starts_with("1 match of name=axios; 24 components of 1 file looked at\n")) << text;
  EXPECT_TRUE(says(text, "package-lock.json:7  pkg:npm/axios@1.14.1  runtime\n")) << text;
  EXPECT_TRUE(says(text, "  app 1.0.0 > @a/b 2.0.0 > axios 1.14.1\n")) << text;
  EXPECT_TRUE(says(text, "  and from 4 more roots\n")) << text;
}

TEST(RenderSbom, WhatWasNotLookedAtIsInTheFirstLine) {
  model::SbomQueryReport report;
  report.query = "name=x";
  report.coverage.unread = {{"a", 0, "truncated", "ends too early", true}, {"b", 0, "superseded", "", false}};
  EXPECT_TRUE(render_text(report, {})
                  .starts_with("0 matches of name=x; 0 components of 0 files looked at; INCOMPLETE: 1 thing"
                               " not looked at\n"))
      << render_text(report, {});
}

TEST(RenderSbom, AScoreSaysWhichComponentLacksWhat) {
  model::SbomCheckReport report;
  model::SbomScore& score = report.documents.emplace_back();
  score.path = "bom.json";
  score.format = "CycloneDX 1.6";
  score.components = 12;
  score.score = 714;
  model::SbomLack& supplier = score.lacks.emplace_back();
  supplier.element = "supplier name";
  for (std::uint32_t line = 1; line <= 12; ++line)
    supplier.components.push_back({"pkg:npm/x@1", "x", "1", {"bom.json", line}});
  score.lacks.push_back({"timestamp", {}});
  const std::string text = render_text(report, {});
  EXPECT_TRUE(text.starts_with("0 of 1 document with every minimum element\n")) << text;
  EXPECT_TRUE(says(text, "bom.json  CycloneDX 1.6  71.4 % of the minimum elements, 12 components\n")) << text;
  EXPECT_TRUE(says(text, "  supplier name: 12 of 12 without\n    x 1  bom.json:1\n")) << text;
  EXPECT_TRUE(says(text, "    and 2 more (--format json lists all)\n")) << text;
  EXPECT_TRUE(says(text, "  timestamp: the document has none\n")) << text;
}

TEST(RenderSbom, JsonNamesItsSchema) {
  EXPECT_TRUE(render_json(model::SbomDiffReport{}).starts_with("{\n  \"schema\": "));
  EXPECT_TRUE(render_json(model::SbomQueryReport{}).ends_with("}\n"));
  EXPECT_TRUE(render_json(model::SbomCheckReport{}).ends_with("}\n"));
}

}  // namespace
}  // namespace cordon::cli
