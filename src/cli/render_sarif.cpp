// SARIF 2.1.0 (OASIS): one run, a rule descriptor for every rule that found something, locations with file and line,
// the finding id as the stable fingerprint beside one that outlives a move of the file, Coverage as notifications.
#include <map>
#include <optional>

#include "base/text.h"
#include "checks/project.h"
#include "cli/render.h"
#include "cli/version.h"
#include "model/finding.h"
#include "policy/finding_rules.h"

namespace cordon::cli {
namespace {

const char* level(model::Severity severity) {
  switch (severity) {
    case model::Severity::critical:
    case model::Severity::high: return "error";
    case model::Severity::medium: return "warning";
    case model::Severity::low:
    case model::Severity::info: return "note";
  }
  return "none";
}

// What code hosts sort by.
const char* security_severity(model::Severity severity) {
  switch (severity) {
    case model::Severity::critical: return "9.5";
    case model::Severity::high: return "8.0";
    case model::Severity::medium: return "5.5";
    case model::Severity::low: return "2.5";
    case model::Severity::info: return "0.0";
  }
  return "0.0";
}

// A relative reference (RFC 3986): everything but unreserved characters and '/' is percent-encoded.
std::string uri_of(std::string_view path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

void location(json::Writer& writer, std::string_view path, std::uint32_t line) {
  writer.begin_object().key("physicalLocation").begin_object();
  writer.key("artifactLocation").begin_object().member("uri", uri_of(path)).end_object();
  if (line != 0) writer.key("region").begin_object().member("startLine", line).end_object();
  writer.end_object().end_object();
}

std::optional<checks::Rule> rule_of(std::string_view id) {
  for (const checks::CheckRow& row : checks::all_checks())
    for (const checks::Rule& rule : row.rules)
      if (rule.id == id) return rule;
  for (const policy::FindingRule& rule : policy::finding_rules())
    if (rule.id == id) return checks::Rule{rule.id, rule.title, rule.help, rule.severity};
  return std::nullopt;
}

void descriptor(json::Writer& writer, const model::Finding& finding) {
  const std::optional<checks::Rule> rule = rule_of(finding.rule_id);
  writer.begin_object().member("id", finding.rule_id);
  writer.key("shortDescription")
      .begin_object()
      .member("text", rule ? std::string(rule->title) : finding.rule_id)
      .end_object();
  if (rule) writer.key("help").begin_object().member("text", std::string(rule->help)).end_object();
  const model::Severity severity = rule ? rule->severity : finding.severity;
  writer.key("defaultConfiguration").begin_object().member("level", level(severity)).end_object();
  writer.key("properties").begin_object().member("security-severity", security_severity(severity));
  writer.key("tags").begin_array().string("security").string(to_string(finding.kind)).end_array();
  writer.end_object().end_object();
}

void result(json::Writer& writer, const model::Finding& finding, std::size_t rule_index) {
  std::string message = text::visible(finding.title, 1'000);
  for (const model::Remedy& step : finding.remedy)
    message += "\n" + std::to_string(step.order) + ". " + text::visible(step.action, 600);
  writer.begin_object().member("ruleId", finding.rule_id).member("ruleIndex", static_cast<std::uint64_t>(rule_index));
  writer.member("level", level(finding.severity));
  writer.key("message").begin_object().member("text", message).end_object();
  writer.key("locations").begin_array();
  if (finding.subject.path) location(writer, *finding.subject.path, finding.subject.line.value_or(0));
  writer.end_array();
  writer.key("partialFingerprints")
      .begin_object()
      .member("cordonFindingId/v1", finding.id)
      .member("cordonCause/v1", model::cause_id(finding.rule_id, finding.subject))
      .end_object();
  if (finding.waived) {
    // A viewer hides what is suppressed, but not while that is under review: known malware must stay in sight.
    const bool malware = finding.kind == model::FindingKind::malware;
    writer.key("suppressions").begin_array().begin_object().member("kind", "external");
    writer.member("status", malware ? "underReview" : "accepted");
    writer.member("justification",
                  finding.waived->reason + " (" + finding.waived->owner + ", until " + finding.waived->expires + ")");
    writer.end_object().end_array();
  }
  writer.key("properties")
      .begin_object()
      .member("severity", to_string(finding.severity))
      .member("confidence", to_string(finding.confidence));
  if (finding.subject.purl) writer.member("purl", *finding.subject.purl);
  if (finding.policy) writer.member("policyRule", finding.policy->id);
  writer.member("instances", finding.instances);
  writer.key("aliases").begin_array();
  for (const std::string& alias : finding.aliases) writer.string(alias);
  writer.end_array().end_object().end_object();
}

}  // namespace

std::string render_sarif(const model::ScanReport& report) {
  std::map<std::string, std::size_t> rule_index;
  std::vector<const model::Finding*> first_of_rule;
  for (const model::Finding& finding : report.findings)
    if (rule_index.try_emplace(finding.rule_id, first_of_rule.size()).second) first_of_rule.push_back(&finding);
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("$schema", "https://json.schemastore.org/sarif-2.1.0.json").member("version", "2.1.0");
  writer.key("runs").begin_array().begin_object();
  writer.key("tool")
      .begin_object()
      .key("driver")
      .begin_object()
      .member("name", "Cordon")
      .member("semanticVersion", kVersion);
  writer.key("rules").begin_array();
  for (const model::Finding* finding : first_of_rule) descriptor(writer, *finding);
  writer.end_array().end_object().end_object();
  writer.key("invocations").begin_array().begin_object();
  writer.member("executionSuccessful", true).member("exitCode", static_cast<std::uint64_t>(report.answer.exit_code));
  writer.key("toolExecutionNotifications").begin_array();
  for (const model::FileUnread& unread : report.coverage.unread) {
    writer.begin_object().member("level", unread.incomplete ? "warning" : "note");
    writer.key("descriptor").begin_object().member("id", "coverage." + unread.code).end_object();
    writer.key("message")
        .begin_object()
        .member("text", text::visible(unread.path, 1'000) + ": " + text::visible(unread.reason, 600))
        .end_object();
    writer.end_object();
  }
  writer.end_array().end_object().end_array();
  writer.key("results").begin_array();
  for (const model::Finding& finding : report.findings) result(writer, finding, rule_index[finding.rule_id]);
  writer.end_array();
  writer.key("properties")
      .begin_object()
      .member("verdict", to_string(report.answer.verdict))
      .member("complete", report.answer.complete);
  writer.member("headline", report.answer.headline);
  if (report.coverage.settings) {
    writer.key("settings");
    write(writer, *report.coverage.settings);
  }
  writer.end_object();
  writer.end_object().end_array().end_object();
  out += '\n';
  return out;
}

}  // namespace cordon::cli
