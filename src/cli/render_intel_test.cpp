#include "cli/render_intel.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::cli {
namespace {

app::SourceReport source(std::string id, app::FetchedSource::How how) {
  app::SourceReport out;
  out.id = std::move(id);
  out.how = how;
  return out;
}

// JSON without the blanks that only people need; no text of these tests has a line end.
std::string squeezed(const std::string& json) {
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '\n') i = std::min(json.find_first_not_of(" \n", i), json.size()) - 1;
    else if (json.compare(i, 3, "\": ") == 0) out += "\":", i += 2;
    else out += json[i];
  }
  return out;
}

TEST(RenderIntel, AnUpdateTellsWhatCameOfEachSource) {
  using How = app::FetchedSource::How;
  app::UpdateReport update;
  update.replaced = true;
  update.records = 12;
  update.records_before = 10;
  update.sources = {source("a", How::skipped), source("b", How::unchanged), source("c", How::changes),
                    source("d", How::whole), source("e", How::whole)};
  update.sources[2].records = 2;
  update.sources[2].removed = 1;
  update.sources[4].error = Error{ErrorCode::unavailable, "no answer", 0, 0, {}};
  update.refused = {{"MAL-1", Error{ErrorCode::wrong_type, "no list", 0, 0, {}}}};
  const model::IntelUpdateReport report = report_of(update, "a/index");
  EXPECT_EQ(report.state, model::KnowledgeState::partial);
  EXPECT_EQ(report.index, "a/index");
  std::string outcomes;
  for (const model::IntelSource& each : report.sources) outcomes += std::string(to_string(each.outcome)) + " ";
  EXPECT_EQ(outcomes, "skipped unchanged changed whole failed ");
  EXPECT_EQ(report.sources[2].removed, 1u);
  EXPECT_EQ(report.sources[4].error, "no answer");
  EXPECT_FALSE(report.began_anew);
  const std::string text = render_json(report);
  EXPECT_TRUE(squeezed(text).starts_with("{\"schema\":\"cordon.intel-update/1\",\"state\":\"partial\"")) << text;
  EXPECT_TRUE(text.ends_with("}\n"));
}

TEST(RenderIntel, AnIndexThatStaysIsUnchanged) {
  app::UpdateReport update;
  update.began_anew = "it is damaged";
  const model::IntelUpdateReport report = report_of(update, "i");
  EXPECT_EQ(report.state, model::KnowledgeState::unchanged);
  EXPECT_EQ(report.began_anew, "it is damaged");
}

TEST(RenderIntel, AgesNameTheSourcesThatAreLackingToo) {
  std::vector<intel::IndexSource> sources(2);
  sources[0].id = "osv-npm";
  sources[0].records = 5;
  sources[0].fetched = 86'400;
  sources[1].name = "folder";
  const model::IntelAgeReport report = age_report_of(sources, {"kev"}, 86'400);
  EXPECT_EQ(report.asked, "1970-01-02T00:00:00Z");
  ASSERT_EQ(report.sources.size(), 3u);
  EXPECT_EQ(report.sources[0], (model::IntelSourceAge{"osv-npm", 5, "1970-01-02T00:00:00Z"}));
  EXPECT_EQ(report.sources[1], (model::IntelSourceAge{"folder", 0, std::nullopt}));
  EXPECT_EQ(report.sources[2], (model::IntelSourceAge{"kev", 0, std::nullopt}));
}

TEST(RenderIntel, AnExplanationHasEveryEntryAndWhatDecided) {
  intel::ExplainedRecord record;
  record.advisory.id = "GHSA-1";
  record.advisory.aliases = {"CVE-1"};
  intel::ExplainedEntry entry;
  entry.affected.ecosystem = "npm";
  entry.affected.name = "a";
  entry.affected.versions = {"1.0.0"};
  entry.affected.ranges = {{{{intel::EventKind::introduced, "0"}, {intel::EventKind::fixed, "2.0.0"}}}};
  entry.judgement.standing = intel::Standing::affected;
  entry.judgement.decider = intel::Decider::range;
  entry.judgement.range = 0;
  entry.judgement.fixed = "2.0.0";
  record.entries = {entry};
  EXPECT_EQ(
      squeezed(render_json(report_of({record}, {"npm", "a", "1.0.0"}, intel::Standing::affected))),
      R"({"schema":"cordon.intel-explain/1","answer":"affected","release":{"ecosystem":"npm","name":"a",)"
      R"("version":"1.0.0"},"records":[{"id":"GHSA-1","aliases":["CVE-1"],"malware":false,"disputed":false,)"
      R"("summary":"","entries":[{"ecosystem":"npm","name":"a","standing":"affected","decided_by":"range",)"
      R"("reason":"neither its list nor a range holds the version","range":0,"fixed":"2.0.0","versions":["1.0.0"],)"
      R"("ranges":[[{"introduced":"0"},{"fixed":"2.0.0"}]],"commit_ranges":false}]}]})");
}

}  // namespace
}  // namespace cordon::cli
