#include <gtest/gtest.h>

#include "cli/render.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

std::string markdown(std::string_view hostile) {
  model::FindingInput input;
  input.rule_id = "integrity.missing";
  input.title = hostile;
  input.subject = model::file_subject(hostile, 1);
  input.evidence = {model::text_span(hostile, 1, hostile, "test")};
  input.remedy = {{1, std::string(hostile), std::string(hostile)}};
  model::ScanReport report;
  report.answer.headline = hostile;
  report.findings = {model::make_finding(input).value()};
  report.coverage.unread = {{std::string(hostile), 1, "x", std::string(hostile), true}};
  return render_markdown(report);
}

TEST(RenderMarkdown, NamesDoNotBecomeMarkup) {
  const std::string text = markdown("<img src=x>|`a`[b](c)*d*_e_~f~#1 @g $h$ &lt; ![i](j)");
  for (const char* markup : {"<img", "](c", " @g", " $h", " &lt; ", " ![i"})
    EXPECT_EQ(text.find(markup), std::string::npos) << markup << "\n" << text;
  EXPECT_NE(text.find(R"(&lt;img src=x&gt;\|\`a\`\[b\]\(c\)\*d\*\_e\_\~f\~\#1 \@g \$h\$ &amp;lt;)"), std::string::npos);
}

TEST(RenderMarkdown, TheFirstLineSaysWhetherEverythingWasLookedAt) {
  const auto first_line = [](std::uint32_t code, std::vector<model::FileUnread> unread) {
    model::ScanReport report;
    report.answer.verdict = code == 1 ? model::VerdictValue::review : model::VerdictValue::allow;
    report.answer.exit_code = code;
    report.coverage.unread = std::move(unread);
    const std::string text = render_markdown(report);
    return text.substr(0, text.find('\n'));
  };
  const model::FileUnread advisories{"(knowledge)", 0, "no_advisories", "none", true};
  const model::FileUnread old{"(knowledge)", 0, "knowledge_too_old", "90 days", true};
  const model::FileUnread lock{"package-lock.json", 1, "too_deep", "nested", true};
  const model::FileUnread nothing_lost{"a.json", 1, "superseded", "by b.json", false};
  EXPECT_EQ(first_line(0, {nothing_lost}), "## Cordon: allow");
  EXPECT_EQ(first_line(1, {lock}), "## Cordon: review");
  EXPECT_EQ(first_line(3, {advisories, old, nothing_lost}), "## Cordon: incomplete, only knowledge is missing");
  EXPECT_EQ(first_line(3, {advisories, lock}), "## Cordon: incomplete");
  EXPECT_EQ(first_line(3, {lock}), "## Cordon: incomplete");
  EXPECT_EQ(first_line(3, {{"no_advisories/package-lock.json", 0, "no_advisories", "", true}}),
            "## Cordon: incomplete");
}

TEST(RenderMarkdown, NamesDoNotBecomeLinks) {
  const std::string text = markdown("https://a.invalid WWW.b.invalid c:d e.f");
  EXPECT_EQ(text.find("https://"), std::string::npos);
  EXPECT_EQ(text.find("WWW.b"), std::string::npos);
  EXPECT_NE(text.find(R"(https\://a.invalid WWW\.b.invalid c:d e.f)"), std::string::npos) << text;
}

TEST(RenderMarkdown, NamesStayOnOneLine) {
  const std::string text = markdown("a\n# b\r\n::error::c");
  EXPECT_EQ(text.find("\n# b"), std::string::npos);
  EXPECT_EQ(text.find("\n::"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
