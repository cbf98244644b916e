// GitLab's Code Quality report, the part of Code Climate's format that GitLab reads: description, check_name,
// fingerprint, severity, location. Paths are from the top of the repository (cli/repository_paths.h).
#include <map>
#include <utility>

#include "base/json_write.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cli/render.h"
#include "cli/repository_paths.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kFingerprintBytes = 16;  // as of a finding's id

struct Issue {
  std::string description, check, fingerprint, severity, path;
  std::uint32_t line = 0;
};

const char* severity_word(model::Severity severity) {
  switch (severity) {
    case model::Severity::critical: return "blocker";
    case model::Severity::high: return "critical";
    case model::Severity::medium: return "major";
    case model::Severity::low: return "minor";
    case model::Severity::info: return "info";
  }
  return "info";
}

// What has no place in the repository stands at its top: an issue without a path is refused with the whole report.
std::string path_of(std::string_view path) { return path.empty() || is_no_path(path) ? "." : std::string(path); }

void write_issue(json::Writer& writer, const Issue& issue) {
  writer.begin_object().member("description", issue.description).member("check_name", issue.check);
  writer.member("fingerprint", issue.fingerprint).member("severity", issue.severity);
  writer.key("location").begin_object().member("path", issue.path);
  writer.key("lines").begin_object().member("begin", issue.line == 0 ? 1u : issue.line).end_object();
  writer.end_object().end_object();
}

Issue issue_of(const model::Finding& finding) {
  Issue issue{text::visible(finding.title, 1'000),
              finding.rule_id,
              finding.id,
              severity_word(finding.severity),
              path_of(finding.subject.path.value_or("")),
              finding.subject.line.value_or(0)};
  if (finding.waived) {
    issue.severity = "info";
    issue.description += " (waived until " + finding.waived->expires + " by " + text::visible(finding.waived->owner) +
                         ": " + text::visible(finding.waived->reason) + ")";
  } else if (finding.policy && finding.policy->mode == model::RuleMode::observe) {
    issue.severity = "info";
    issue.description += " (the rule only observes)";
  }
  return issue;
}

Issue issue_of(const model::FileUnread& unread, std::size_t times) {
  const std::string again = times == 1 ? "" : " (and " + std::to_string(times - 1) + " more of this kind)";
  return {"Not looked at: " + text::visible(unread.path, 1'000) + ": " + text::visible(unread.reason, 600) + again,
          "coverage." + unread.code,
          sha256_hex("coverage\n" + unread.code + "\n" + unread.path, kFingerprintBytes),
          "major",
          path_of(unread.path),
          unread.line};
}

}  // namespace

std::string render_gitlab(const model::ScanReport& report) {
  // One issue for each file and reason: its fingerprint has no line in it, as no finding's has.
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> times;
  for (const model::FileUnread& unread : report.coverage.unread)
    if (unread.incomplete) ++times[{unread.path, unread.code}];
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const model::Finding& finding : report.findings) write_issue(writer, issue_of(finding));
  for (const model::FileUnread& unread : report.coverage.unread)
    if (unread.incomplete)
      if (const auto node = times.extract({unread.path, unread.code}))
        write_issue(writer, issue_of(unread, node.mapped()));
  writer.end_array();
  out += '\n';
  return out;
}

}  // namespace cordon::cli
