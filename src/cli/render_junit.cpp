// JUnit XML, in what the parsers of GitLab (name, classname, file, failure, error, skipped, system-out) and of Jenkins
// (the same, counted in the suite) have in common.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/render.h"
#include "model/finding.h"
#include "policy/verdict.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kUnreadShown = 1'000;
constexpr std::size_t kIdShown = 12;

// Text as XML 1.0 can hold it: control characters, which it cannot hold at all, are made visible before.
std::string escaped(std::string_view hostile, std::size_t limit = 1'000) {
  std::string out;
  for (const char c : text::visible(hostile, limit)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string place(std::string_view path, std::uint32_t line) {
  return escaped(path, 4'000) + (line == 0 ? "" : ":" + std::to_string(line));
}

// Whether this finding alone would make the exit code 1.
bool counts(const model::Finding& finding, model::Severity fail_on) {
  return policy::decide({finding}, {}, fail_on).exit_code == 1;
}

struct Suite {
  std::string cases;
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0, unlisted = 0;
};

// The name says which one it is, and stays: title, place and the beginning of the id, which no line is part of.
std::string opening(const model::Finding& finding) {
  std::string out =
      fmt::format(R"(    <testcase classname="{}" name="{}{} [{}]")", escaped(finding.rule_id), escaped(finding.title),
                  finding.subject.path ? " in " + place(*finding.subject.path, 0) : "", finding.id.substr(0, kIdShown));
  if (finding.subject.path) out += fmt::format(R"( file="{}")", escaped(*finding.subject.path, 4'000));
  return out + " time=\"0\">\n";
}

std::string details(const model::Finding& finding) {
  std::string out;
  if (finding.subject.path) out += "where: " + place(*finding.subject.path, finding.subject.line.value_or(0)) + "\n";
  if (finding.exposure) out += fmt::format("how far: {}\n", model::headline(*finding.exposure));
  const model::Evidence& evidence = finding.evidence.front();
  out += fmt::format("evidence: {} ({})\n", escaped(evidence.excerpt), escaped(evidence.locator));
  if (finding.policy)
    out += fmt::format("rule of {}: {} ({})\n", escaped(finding.policy->owner), escaped(finding.policy->id),
                       escaped(finding.policy->reason));
  for (const model::Remedy& step : finding.remedy) {
    out += fmt::format("{}. {}\n", step.order, escaped(step.action));
    if (step.command) out += "   " + escaped(*step.command) + "\n";
  }
  return out;
}

void add(Suite& suite, const model::Finding& finding, model::Severity fail_on) {
  if (finding.waived) {
    ++suite.tests, ++suite.skipped;
    suite.cases += opening(finding);
    suite.cases +=
        fmt::format("      <skipped message=\"waived until {} by {}: {}\"/>\n    </testcase>\n",
                    escaped(finding.waived->expires), escaped(finding.waived->owner), escaped(finding.waived->reason));
    return;
  }
  if (!counts(finding, fail_on)) {
    ++suite.unlisted;
    return;
  }
  ++suite.tests, ++suite.failures;
  suite.cases += opening(finding);
  suite.cases +=
      fmt::format("      <failure type=\"{}\" message=\"{}: {}\">{}</failure>\n    </testcase>\n",
                  escaped(finding.rule_id), to_string(finding.severity), escaped(finding.title), details(finding));
}

void add_coverage(Suite& suite, const model::ScanReport& report) {
  std::string lines;
  std::size_t missing = 0;
  for (const model::FileUnread& unread : report.coverage.unread)
    if (unread.incomplete && ++missing <= kUnreadShown)
      lines += place(unread.path, unread.line) + ": " + escaped(unread.reason) + "\n";
  if (missing > kUnreadShown) lines += fmt::format("and {} more\n", missing - kUnreadShown);
  ++suite.tests;
  suite.cases += "    <testcase classname=\"cordon.coverage\" name=\"coverage complete\" time=\"0\">\n";
  if (!report.answer.complete) {
    ++suite.errors;
    suite.cases += fmt::format("      <error type=\"incomplete\" message=\"{} thing{} not looked at\">{}</error>\n",
                               missing, missing == 1 ? " was" : "s were", lines);
  }
  const std::string below =
      suite.unlisted == 0 ? ""
                          : fmt::format("\n{} finding{} below the threshold or of rules that only observe: not listed",
                                        suite.unlisted, suite.unlisted == 1 ? "" : "s");
  suite.cases += fmt::format("      <system-out>{}\n{} file{} read{}</system-out>\n    </testcase>\n",
                             escaped(report.answer.headline, 2'000), report.coverage.read.size(),
                             report.coverage.read.size() == 1 ? "" : "s", below);
}

}  // namespace

std::string render_junit(const model::ScanReport& report, model::Severity fail_on) {
  Suite suite;
  for (const model::Finding& finding : report.findings) add(suite, finding, fail_on);
  add_coverage(suite, report);
  const std::string counted = fmt::format(R"(name="cordon" tests="{}" failures="{}" errors="{}" skipped="{}" time="0")",
                                          suite.tests, suite.failures, suite.errors, suite.skipped);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counted + ">\n  <testsuite " + counted + ">\n" +
         suite.cases + "  </testsuite>\n</testsuites>\n";
}

}  // namespace cordon::cli
