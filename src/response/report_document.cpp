#include "response/report_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/date.h"
#include "model/finding.h"
#include "response/add_up.h"
#include "response/report_sections.h"

namespace cordon::response {
namespace {

Tone tone_of(const Story& story) {
  for (const StoryPackage& package : story.packages)
    if (package.concerned && package.worst && *package.worst >= model::Severity::high) return Tone::bad;
  return story.findings.empty() ? Tone::plain : Tone::warning;
}

Paragraph chain_state(const model::CaseVerifyReport& verified) {
  switch (verified.state) {
    case model::CaseState::holds:
      return {fmt::format("The chain of evidence holds: {} record{} and {} file{} are as they were taken in. End: {}",
                          verified.records, verified.records == 1 ? "" : "s", verified.files,
                          verified.files == 1 ? "" : "s", verified.end),
              Tone::good};
    case model::CaseState::unfinished:
      return {fmt::format("The chain of evidence holds, but an addition was interrupted ({}). End: {}",
                          verified.remarks.empty() ? "nothing says how" : verified.remarks.front(), verified.end),
              Tone::warning};
    case model::CaseState::broken: break;
  }
  const model::CaseBreak& first = verified.breaks.front();
  return {fmt::format("THE CHAIN OF EVIDENCE IS BROKEN at {}: {}. What follows is what can still be read; do not rely "
                      "on it.",
                      first.record == 0 ? "case.json" : fmt::format("record {}", first.record), first.reason),
          Tone::bad};
}

std::uint64_t incomplete_count(const Story& story) {
  return static_cast<std::uint64_t>(std::ranges::count_if(story.unread, &model::FileUnread::incomplete));
}

void lead(ReportDocument& report, const model::CaseHead& head, const model::CaseVerifyReport& verified,
          const Story& story) {
  report.lead.push_back(chain_state(verified));
  std::uint64_t lost = story.events_left_out;
  for (const LostEvents& each : story.lost) lost = add_up(lost, each.count);
  for (const LostEvents& each : story.absent) lost = add_up(lost, each.count);
  const std::uint64_t unread = incomplete_count(story);
  if (unread > 0 || lost > 0)
    report.lead.push_back(
        Paragraph{fmt::format("Incomplete: {} thing{} not looked at, {} event{} not here. The last section says which.",
                              unread, unread == 1 ? "" : "s", lost, lost == 1 ? "" : "s"),
                  Tone::warning});
  report.lead.push_back(
      Paragraph{fmt::format("Case {}, begun {} with Cordon {}.", head.id, head.made, head.version), Tone::plain});
  if (!story.answers.empty()) report.lead.push_back(Bullets{story.answers});
}

}  // namespace

std::string moment_text(std::uint64_t wall_ns) {
  if (wall_ns == 0) return {};
  std::string time = time_of(static_cast<std::int64_t>(wall_ns / 1'000'000'000));  // 2026-03-31T00:21:58Z
  time[10] = ' ';
  time.pop_back();
  return fmt::format("{}.{:03} UTC", time, wall_ns / 1'000'000 % 1'000);
}

ReportDocument make_report(const model::CaseHead& head, const model::CaseVerifyReport& verified, const Story& story) {
  ReportDocument report;
  report.title = head.title.empty() ? "Case " + head.id : head.title;
  report.headline = story.headline;
  report.tone = tone_of(story);
  lead(report, head, verified, story);
  report.sections.push_back(recovery_section(story));
  report.sections.push_back(packages_section(story));
  report.sections.push_back(chain_section(story));
  report.sections.push_back(processes_section(story));
  report.sections.push_back(connections_section(story));
  report.sections.push_back(touched_section(story));
  report.sections.push_back(findings_section(story));
  if (!story.deeds.empty()) report.sections.push_back(deeds_section(story));
  report.sections.push_back(evidence_section(story));
  report.sections.push_back(coverage_section(story, verified));
  return report;
}

}  // namespace cordon::response
