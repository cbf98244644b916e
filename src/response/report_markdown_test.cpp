#include "response/report_markdown.h"

#include <gtest/gtest.h>

namespace cordon::response {
namespace {

std::string markdown_of(Block block) {
  ReportDocument report;
  report.headline = "H";
  report.title = "T";
  report.lead.push_back(std::move(block));
  const std::string text = report_markdown(report);
  EXPECT_TRUE(text.starts_with("# H\n\nT\n\n")) << text;
  return text.substr(8);
}

std::string paragraph(std::string text) { return markdown_of(Paragraph{std::move(text), Tone::plain}); }

TEST(ReportMarkdown, EscapesEverythingThatMeansSomething) {
  EXPECT_EQ(paragraph("<img src=x> & [a](b) *b* _c_ `d` | ~e~ #f \\ !g"),
            "&lt;img src=x&gt; &amp; \\[a\\](b) \\*b\\* \\_c\\_ \\`d\\` \\| \\~e\\~ \\#f \\\\ \\!g\n");
}

TEST(ReportMarkdown, MakesNeitherLinksNorMentionsOfBareWords) {
  EXPECT_EQ(paragraph("http://sink.invalid @somebody www.sink.invalid a:b"),
            "http&#58;//sink.invalid &#64;somebody www&#46;sink.invalid a:b\n");
}

TEST(ReportMarkdown, ShowsWhatIsHidden) {
  EXPECT_EQ(paragraph("a\x1b[31m\n# b\xE2\x80\xAE"), "a&lt;U+001B&gt;\\[31m&lt;U+000A&gt;\\# b&lt;U+202E&gt;\n");
}

TEST(ReportMarkdown, BeginsNoListInsideAnItem) {
  EXPECT_EQ(markdown_of(Bullets{{"- x", "1. y", "12) z", "+ a", "4.2.1", "a-b"}}),
            "- \\- x\n- 1\\. y\n- 12\\) z\n- \\+ a\n- 4\\.2.1\n- a-b\n");
}

TEST(ReportMarkdown, KeepsACodeSpanClosedWhateverIsInIt) {
  EXPECT_EQ(markdown_of(Numbered{{{"stop it", "echo `` ` x"}}}), "1. stop it\n   ``` echo `` ` x ```\n");
}

TEST(ReportMarkdown, KeepsACellACell) {
  EXPECT_EQ(markdown_of(Table{{"A", "B"}, {{"x|y", "p|q"}, {"1", "r"}}, 1u << 1}),
            "| A | B |\n|---|---|\n| x\\|y | p\\|q |\n| 1 | ` r ` |\n");
}

TEST(ReportMarkdown, KeepsATreeVerbatim) {
  EXPECT_EQ(markdown_of(Preformatted{{"1 sh", "  2 ```"}}), "    1 sh\n      2 ```\n");
}

TEST(ReportMarkdown, SaysWhatIsNotRecordedAndWhatSpeaksAgainst) {
  const std::string text = markdown_of(
      Chain{{{"fetch", "how", {}, 0},
             {"script", "what ran", {{"2026-03-31", "ran", {{"log:1", "a.json"}, {"log:2", "b.json"}}, 4, true}}, 3}}});
  EXPECT_EQ(text,
            "### 1. fetch: how\n\n*nothing recorded*\n\n### 2. script: what ran\n\n"
            "- **2026-03-31** (evidence against) ran\n  - evidence: ` log:1 `; source: a.json\n"
            "  - evidence: ` log:2 `; source: b.json\n  - and 4 more in the records\n"
            "- and 3 more in the records\n");
}

TEST(ReportMarkdown, IsLoudWhereItMustBe) { EXPECT_EQ(markdown_of(Paragraph{"broken", Tone::bad}), "**broken**\n"); }

}  // namespace
}  // namespace cordon::response
