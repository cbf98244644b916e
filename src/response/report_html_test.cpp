#include "response/report_html.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "response/report_style.h"

namespace cordon::response {
namespace {

ReportDocument one_of_everything(const std::string& text) {
  ReportDocument report;
  report.title = text;
  report.headline = text;
  report.lead = {Paragraph{text, Tone::bad}, Bullets{{text}}, Numbered{{{text, text}}}};
  report.sections.push_back({text,
                             {Table{{text}, {{text}}, 1u}, Preformatted{{text}},
                              Chain{{{text, text, {}, 0}, {text, text, {{text, text, {{text, text}}, 1, true}}, 2}}}}});
  return report;
}

// Every tag opens and closes in its turn; gives the names of all tags.
std::vector<std::string> tags_of(const std::string& page) {
  std::vector<std::string> names, open;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    const bool closes = page[at + 1] == '/';
    const std::string name = page.substr(at + 1 + closes, page.find_first_of(" >", at) - at - 1 - closes);
    if (closes) {
      EXPECT_FALSE(open.empty());
      if (open.empty()) break;
      EXPECT_EQ(open.back(), name) << page.substr(at, 40);
      open.pop_back();
    } else {
      names.push_back(name);
      if (name != "!DOCTYPE" && name != "meta" && name != "br") open.push_back(name);
    }
    at = end;
  }
  EXPECT_TRUE(open.empty());
  return names;
}

TEST(ReportHtml, IsWellFormed) {
  const std::vector<std::string> tags = tags_of(report_html(one_of_everything("text")));
  for (const char* each : {"table", "pre", "ol", "ul", "h1", "h2", "h3", "time"})
    EXPECT_NE(std::ranges::find(tags, each), tags.end()) << each;
}

// Hostile text adds no tag, wherever it stands.
TEST(ReportHtml, MakesNoMarkupOfHostileText) {
  const std::string hostile = "\"'><script>alert(1)</script><img src=x onerror=y>&lt;</style></title>]]>--><!--";
  const std::string page = report_html(one_of_everything(hostile));
  EXPECT_EQ(tags_of(page), tags_of(report_html(one_of_everything("text"))));
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
}

// A narrow window shows rows as cards: each cell has to bring its head.
TEST(ReportHtml, GivesEachCellItsHead) {
  ReportDocument report;
  report.lead = {Table{{"To", "By \"it\""}, {{"x", ""}}, 1u}};
  const std::string page = report_html(report);
  EXPECT_NE(page.find("<td data-head=\"To\"><code>x</code></td>"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"none\" data-head=\"By &quot;it&quot;\"></td>"), std::string::npos);
}

TEST(ReportHtml, KeepsTheDepthOfATreeWithoutItsSpaces) {
  ReportDocument report;
  report.lead = {Preformatted{{"1 sh", "  2 node  [exit 0]", std::string(100, ' ') + "3 x", "    "}}};
  EXPECT_NE(report_html(report).find("<pre><span class=\"line deep0\">1 sh</span>"
                                     "<span class=\"line deep1\">2 node  [exit 0]</span>"
                                     "<span class=\"line deep12\">3 x</span><span class=\"line deep2\"></span></pre>"),
            std::string::npos);
  for (std::size_t depth = 0; depth <= kReportDepths; ++depth)
    EXPECT_NE(kReportStyle.find(depth == 0 ? ".line {" : ".deep" + std::to_string(depth) + " {"), std::string::npos);
}

TEST(ReportHtml, ListsTheEvidenceOfAMomentAndCountsTheRest) {
  ReportDocument report;
  report.lead = {Chain{{{"script", "what ran", {{"", "ran", {{"log:1", "a"}, {"log:2", "b"}}, 3, false}}, 0}}}};
  EXPECT_NE(report_html(report).find("<p><code>log:1</code><br>a</p><p><code>log:2</code><br>b</p>"
                                     "<p>and 3 more in the records</p>"),
            std::string::npos);
}

TEST(ReportHtml, ShowsWhatIsHidden) {
  const std::string page = report_html(one_of_everything("a\x1b\xE2\x80\xAE\xFF"));
  EXPECT_NE(page.find("a&lt;U+001B&gt;&lt;U+202E&gt;&lt;0xFF&gt;"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(ReportHtml, NeedsNothingFromElsewhere) {
  const std::string page = report_html(one_of_everything("text"));
  for (const char* each : {"http:", "https:", "url(", "@import", "src=", "href=", "<link", "<script", " style="})
    EXPECT_EQ(page.find(each), std::string::npos) << each;
}

// That the digest is the sheet's is checked by tests/e2e/case.py, with another implementation.
TEST(ReportHtml, AllowsItsOwnStyleSheetOnly) {
  const std::string page = report_html(one_of_everything("text"));
  EXPECT_NE(page.find("content=\"default-src 'none'; style-src 'sha256-"), std::string::npos);
  EXPECT_NE(page.find("<style>" + std::string(kReportStyle) + "</style>"), std::string::npos);
  EXPECT_EQ(page.find("unsafe"), std::string::npos);
  // No text of the page stands before the policy.
  EXPECT_LT(page.find("Content-Security-Policy"), page.find("<title>"));
}

}  // namespace
}  // namespace cordon::response
