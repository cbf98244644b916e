#include "app/new_findings.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

namespace cordon::app {
namespace {

// Rule, package, and of findings about a file one of the things that they gather.
using Key = std::tuple<std::string, std::string, std::string>;

bool is_about_package(const model::Finding& finding) { return finding.subject.kind == model::SubjectKind::package; }

Key key_of(const model::Finding& finding, const std::string& excerpt) {
  if (is_about_package(finding))
    return {finding.rule_id, finding.subject.purl.value_or(finding.subject.name.value_or("")), {}};
  return {finding.rule_id, {}, excerpt};
}

}  // namespace

std::uint32_t keep_new(std::span<const model::Finding> before, std::vector<model::Finding>& now) {
  std::set<Key> known;
  for (const model::Finding& finding : before)
    for (const model::Evidence& evidence : finding.evidence) known.insert(key_of(finding, evidence.excerpt));
  const auto was_there = [&](const model::Finding& finding) {
    return std::ranges::all_of(finding.evidence, [&](const model::Evidence& evidence) {
      return known.contains(key_of(finding, evidence.excerpt));
    });
  };
  return static_cast<std::uint32_t>(std::erase_if(now, was_there));
}

}  // namespace cordon::app
