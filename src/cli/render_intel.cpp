#include "cli/render_intel.h"

#include <optional>

#include "base/date.h"
#include "base/json_write.h"

namespace cordon::cli {
namespace {

std::optional<std::string> moment(std::uint32_t seconds) {
  return seconds == 0 ? std::nullopt : std::optional(time_of(seconds));
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

model::SourceOutcome outcome_of(const app::SourceReport& source) {
  if (source.error) return model::SourceOutcome::failed;
  switch (source.how) {
    case app::FetchedSource::How::skipped: return model::SourceOutcome::skipped;
    case app::FetchedSource::How::unchanged: return model::SourceOutcome::unchanged;
    case app::FetchedSource::How::changes: return model::SourceOutcome::changed;
    case app::FetchedSource::How::whole: return model::SourceOutcome::whole;
  }
  return model::SourceOutcome::failed;
}

std::string_view decider_word(intel::Decider decider) {
  switch (decider) {
    case intel::Decider::nothing: return "nothing";
    case intel::Decider::version_list: return "version list";
    case intel::Decider::range: return "range";
    case intel::Decider::every_version: return "every version";
  }
  return {};
}

model::IntelRangeEvent event_of(const intel::VersionEvent& event) {
  model::IntelRangeEvent out;
  switch (event.kind) {
    case intel::EventKind::introduced: out.introduced = event.version; break;
    case intel::EventKind::fixed: out.fixed = event.version; break;
    case intel::EventKind::last_affected: out.last_affected = event.version; break;
    case intel::EventKind::limit: out.limit = event.version; break;
  }
  return out;
}

model::IntelEntry entry_of(const intel::ExplainedEntry& entry) {
  const intel::Judgement& judgement = entry.judgement;
  model::IntelEntry out;
  out.ecosystem = entry.affected.ecosystem;
  out.name = entry.affected.name;
  out.standing = word_of(judgement.standing);
  out.decided_by = decider_word(judgement.decider);
  out.reason = reason_of(judgement);
  if (judgement.range) out.range = *judgement.range;
  out.fixed = unless_empty(judgement.fixed);
  out.versions = entry.affected.versions;
  for (const intel::VersionRange& range : entry.affected.ranges) {
    std::vector<model::IntelRangeEvent>& events = out.ranges.emplace_back();
    for (const intel::VersionEvent& event : range.events) events.push_back(event_of(event));
  }
  out.commit_ranges = entry.affected.git_ranges;
  return out;
}

template <class Report>
std::string written(const Report& report) {
  std::string out;
  json::Writer writer(out);
  write(writer, report);
  return out + "\n";
}

}  // namespace

model::IntelUpdateReport report_of(const app::UpdateReport& update, std::string_view index_path) {
  model::IntelUpdateReport out;
  out.schema = "cordon.intel-update/1";
  out.state = !update.replaced       ? model::KnowledgeState::unchanged
              : update.is_complete() ? model::KnowledgeState::current
                                     : model::KnowledgeState::partial;
  out.index = index_path;
  out.replaced = update.replaced;
  out.records = update.records;
  out.records_before = update.records_before;
  out.began_anew = unless_empty(update.began_anew);
  for (const app::SourceReport& source : update.sources) {
    model::IntelSource& row = out.sources.emplace_back();
    row.id = source.id;
    row.outcome = outcome_of(source);
    row.records = source.records;
    row.removed = source.removed;
    row.refused = source.refused;
    row.missing = source.missing;
    if (source.error) row.error = source.error->describe();
  }
  for (const auto& refused : update.refused) out.refused.push_back({refused.name, refused.error.describe()});
  return out;
}

model::IntelAgeReport age_report_of(const std::vector<intel::IndexSource>& sources,
                                    const std::vector<std::string>& lacking, std::uint32_t current) {
  model::IntelAgeReport out;
  out.schema = "cordon.intel-age/1";
  out.asked = moment(current);
  for (const intel::IndexSource& source : sources)
    out.sources.push_back({source.id.empty() ? source.name : source.id, source.records, moment(source.current())});
  for (const std::string& id : lacking) out.sources.push_back({id, 0, std::nullopt});
  return out;
}

model::IntelExplainReport report_of(const std::vector<intel::ExplainedRecord>& records, model::IntelRelease release,
                                    intel::Standing standing) {
  model::IntelExplainReport out;
  out.schema = "cordon.intel-explain/1";
  out.answer = word_of(standing);
  out.release = std::move(release);
  for (const intel::ExplainedRecord& record : records) {
    const intel::Advisory& advisory = record.advisory;
    model::IntelRecord& row = out.records.emplace_back();
    row.id = advisory.id;
    row.aliases = advisory.aliases;
    row.malware = advisory.malware;
    row.disputed = advisory.disputed;
    row.withdrawn = moment(advisory.withdrawn);
    row.modified = moment(advisory.modified);
    row.summary = advisory.summary;
    for (const intel::ExplainedEntry& entry : record.entries) row.entries.push_back(entry_of(entry));
  }
  return out;
}

std::string_view word_of(intel::Standing standing) {
  switch (standing) {
    case intel::Standing::affected: return "affected";
    case intel::Standing::not_affected: return "not affected";
    case intel::Standing::unknown: return "unknown";
  }
  return {};
}

std::string_view word_of(intel::EventKind kind) {
  switch (kind) {
    case intel::EventKind::introduced: return "introduced";
    case intel::EventKind::fixed: return "fixed";
    case intel::EventKind::last_affected: return "last_affected";
    case intel::EventKind::limit: return "limit";
  }
  return {};
}

std::string reason_of(const intel::Judgement& judgement) {
  return judgement.reason.empty() ? "neither its list nor a range holds the version" : judgement.reason;
}

std::string render_json(const model::IntelUpdateReport& report) { return written(report); }
std::string render_json(const model::IntelAgeReport& report) { return written(report); }
std::string render_json(const model::IntelExplainReport& report) { return written(report); }

}  // namespace cordon::cli
