#include "cli/render_policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"

namespace cordon::cli {
namespace {

using model::RuleSays;

std::string shown(std::string_view hostile) { return text::visible(hostile, 300); }

std::string listed(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& each : texts) out += (out.empty() ? "" : ", ") + shown(each);
  return out;
}

// "young: minimum_age: 3d   block", and below it of what, who, why, until when.
void rule_block(std::string& out, const Palette& palette, const model::RuleInForce& row_of) {
  const model::RuleUsed& rule = row_of.rule;
  const bool observes = rule.mode == model::RuleMode::observe;
  out += palette.bold(shown(rule.id)) + "  " + shown(rule.condition) + "\n";
  row(out, palette, "packages",
      listed(row_of.packages) + (row_of.except.empty() ? "" : "   but not " + listed(row_of.except)));
  row(out, palette, "verdict",
      std::string(to_string(rule.verdict)) +
          (observes ? ", observed only: it is told and changes nothing" : ", enforced"));
  if (rule.expires)
    row(out, palette, "until",
        *rule.expires +
            (row_of.expired ? "   " + palette.severity(model::Severity::medium, "EXPIRED: it decides nothing") : ""));
  row(out, palette, "owner", shown(rule.owner));
  row(out, palette, "reason", shown(rule.reason));
  row(out, palette, "where", place_text(rule.place.path, rule.place.line));
  out += "\n";
}

void approval_block(std::string& out, const Palette& palette, const std::vector<model::ScriptApproval>& approvals) {
  if (approvals.empty()) return;
  out += palette.bold(fmt::format("May run code at install ({})", approvals.size())) + "\n";
  for (const model::ScriptApproval& each : approvals) {
    row(out, palette, "",
        fmt::format("{} {}   {}", shown(each.package), shown(each.version), shown(each.integrity.front())));
    row(out, palette, "",
        fmt::format("  by {}: {}{}{}   {}", shown(each.owner), shown(each.reason),
                    each.expires ? "; until " + *each.expires : "", each.expired ? ", EXPIRED" : "",
                    palette.dim(place_text(each.place.path, each.place.line))));
  }
  out += "\n";
}

std::string word_of(const model::RuleSaid& said) {
  switch (said.says) {
    case RuleSays::not_meant: return "not meant";
    case RuleSays::met: return "met";
    case RuleSays::broken:
      return std::string(to_string(said.verdict)) + (said.mode == model::RuleMode::observe ? ", observed" : "");
    case RuleSays::unknown: return "unknown";
    case RuleSays::expired: return "expired";
  }
  return {};
}

void release_block(std::string& out, const Palette& palette, const model::ExplainedRelease& release) {
  out += palette.bold(fmt::format("{}: {}", shown(purl_for_people(release.purl)), to_string(release.verdict))) + "\n";
  for (const model::Place& place : release.places)
    row(out, palette, &place == release.places.data() ? "where" : "", place_text(place.path, place.line));
  for (const model::RuleSaid& said : release.rules) {
    std::string word = fmt::format("{:<16}", word_of(said));
    if (said.says == RuleSays::broken) word = palette.severity(model::Severity::high, word);
    row(out, palette, "", fmt::format("{:<16} {} {}", shown(said.id), word, text::visible(said.fact, 600)));
    if (said.supply) row(out, palette, "", fmt::format("{:<33} from: {}", "", shown(*said.supply)));
  }
  out += "\n";
}

std::string counted(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::string render_policy_text(const model::PolicyExplainReport& report, const Style& style) {
  const Palette palette(style);
  const auto expired = std::ranges::count_if(report.rules, &model::RuleInForce::expired);
  std::string head = counted(report.rules.size(), "rule") + " in " +
                     (report.settings ? text::visible(*report.settings, 1'000) : "no cordon.yaml: none was found");
  if (expired > 0) head += fmt::format(", {} expired", expired);
  if (!report.approvals.empty()) head += ", " + counted(report.approvals.size(), "approval");
  if (report.package) {
    head = report.releases.empty()
               ? "no release of " + shown(*report.package) + " is here; " + head
               : counted(report.releases.size(), "release") + " of " + shown(*report.package) + "; " + head;
  }
  std::string out = palette.bold(head) + "\n\n";
  if (!report.package) {
    for (const model::RuleInForce& rule : report.rules) rule_block(out, palette, rule);
    approval_block(out, palette, report.approvals);
    return out;
  }
  for (const model::ExplainedRelease& release : report.releases) release_block(out, palette, release);
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_policy_json(const model::PolicyExplainReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

std::string render_policy_test_text(const model::PolicyTestReport& report, const Style& style) {
  const Palette palette(style);
  std::string out;
  for (const model::PolicyCase& each : report.cases) {
    if (each.passed) continue;
    out += palette.severity(model::Severity::high, "FAILED") + " " + palette.bold(shown(each.name)) + "  " +
           place_text(each.place.path, each.place.line) + "\n";
    for (const std::string& difference : each.differences) row(out, palette, "", text::visible(difference, 600));
    out += "\n";
  }
  return out + fmt::format("{} passed, {} failed: the rules of {}\n", report.passed, report.failed,
                           text::visible(report.settings, 1'000));
}

std::string render_policy_test_json(const model::PolicyTestReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

std::vector<std::string> policy_lines(const model::PolicyUsed& used, const std::vector<model::Finding>& findings) {
  std::vector<std::string> out;
  for (const model::RuleUsed& rule : used.rules) {
    const bool expired = std::ranges::any_of(findings, [&](const model::Finding& finding) {
      return finding.rule_id == "policy.rule-expired" && finding.subject.name == "rule " + rule.id;
    });
    if (!expired && rule.broken == 0 && rule.unknown == 0) continue;
    std::string line = fmt::format("{} ({}, {}): ", shown(rule.id), place_text(rule.place.path, rule.place.line),
                                   shown(rule.condition));
    if (expired) {
      line += "expired on " + rule.expires.value_or("") + ", and decides nothing";
    } else {
      line += rule.broken > 0 ? fmt::format("{} of {} {} it", rule.broken, counted(rule.judged, "release"),
                                            rule.broken == 1 ? "breaks" : "break")
                              : counted(rule.judged, "release") + " judged";
      if (rule.unknown > 0) line += fmt::format(", {} lack{} a fact", rule.unknown, rule.unknown == 1 ? "s" : "");
      if (rule.mode == model::RuleMode::observe) line += "; observed only";
    }
    out.push_back(std::move(line));
  }
  return out;
}

void policy_block(std::string& out, const Palette& palette, const model::PolicyUsed& used,
                  const std::vector<model::Finding>& findings) {
  const char* label = "policy";
  for (const std::string& line : policy_lines(used, findings)) {
    row(out, palette, label, line);
    label = "";
  }
}

}  // namespace cordon::cli
