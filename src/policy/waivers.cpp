#include "policy/waivers.h"

#include <algorithm>
#include <cassert>

#include "base/suggest.h"
#include "model/finding.h"

namespace cordon::policy {
namespace {

bool fits(std::string_view pattern, std::string_view text) {
  if (pattern.ends_with('*')) return text.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == text;
}

void report(const Waiver& waiver, const char* rule, model::Severity severity, const std::string& title,
            std::vector<model::Finding>& out) {
  model::FindingInput input;
  input.rule_id = rule;
  input.title = title;
  input.kind = model::FindingKind::policy;
  input.severity = severity;
  input.subject = model::file_subject(waiver.place.path, waiver.place.line);
  // Two waivers of one file must not share an id: the rule and subject waived are part of what this finding is about.
  input.subject.name = waiver.rule + " " + waiver.subject + (waiver.path.empty() ? "" : " " + waiver.path);
  input.evidence.push_back(model::text_span(waiver.place.path, waiver.place.line,
                                            waiver.rule + " for " + waiver.subject + " until " + waiver.expires,
                                            "waivers"));
  input.remedy = {{1, "Remove the waiver, or renew it with " + waiver.owner + ".", std::nullopt}};
  auto made = model::make_finding(std::move(input));
  assert(made);
  if (made) out.push_back(std::move(*made));
}

// What is to be said of a rule that nobody has.
std::string unknown_rule(const std::string& rule, std::span<const std::string> known) {
  if (known.empty() || std::ranges::find(known, rule) != known.end()) return {};
  const std::vector<std::string_view> words(known.begin(), known.end());
  const std::string meant = did_you_mean(rule, words);
  // Rules of other kinds of findings have a dot, too.
  return meant.empty() && rule.contains('.') ? std::string() : ": no rule is called " + rule + meant;
}

}  // namespace

bool covers(const Waiver& waiver, const model::Finding& finding) {
  const bool is_own_rule = finding.policy && finding.policy->id == waiver.rule;
  if (waiver.rule != finding.rule_id && !is_own_rule) return false;
  const model::Subject& subject = finding.subject;
  const std::string_view what = subject.purl   ? std::string_view(*subject.purl)
                                : subject.path ? std::string_view(*subject.path)
                                               : std::string_view();
  if (!fits(waiver.subject, what)) return false;
  return waiver.path.empty() || (subject.path && fits(waiver.path, *subject.path));
}

std::size_t apply_waivers(const std::vector<Waiver>& waivers, std::string_view today,
                          std::vector<model::Finding>& findings, std::span<const std::string> known_rules) {
  const std::size_t made_by_checks = findings.size();
  std::size_t applied = 0;
  for (const Waiver& waiver : waivers) {
    bool used = false;
    const bool expired = waiver.expires < today;  // the form YYYY-MM-DD compares as text
    for (std::size_t i = 0; i < made_by_checks; ++i) {
      if (!covers(waiver, findings[i])) continue;
      used = true;
      if (!expired && !findings[i].waived)
        findings[i].waived = model::Waived{waiver.owner, waiver.reason, waiver.expires};
    }
    applied += used && !expired;
    if (expired && used)
      report(waiver, "policy.waiver-expired", model::Severity::medium,
             "a waiver expired on " + waiver.expires + " and no longer covers what it covered", findings);
    else if (!used)
      report(waiver, "policy.waiver-unused", model::Severity::info,
             "a waiver covers nothing that was found" + unknown_rule(waiver.rule, known_rules), findings);
  }
  return applied;
}

}  // namespace cordon::policy
