#include "app/new_findings.h"

#include <map>
#include <string>
#include <utility>

namespace cordon::app {
namespace {

using Key = std::pair<std::string, std::string>;  // rule, package

Key key_of(const model::Finding& finding) {
  if (finding.subject.kind != model::SubjectKind::package) return {finding.rule_id, {}};
  return {finding.rule_id, finding.subject.purl.value_or(finding.subject.name.value_or(""))};
}

}  // namespace

std::uint32_t keep_new(std::span<const model::Finding> before, std::vector<model::Finding>& now) {
  std::map<Key, std::uint64_t> known;  // instances
  for (const model::Finding& finding : before) known[key_of(finding)] += finding.instances;
  std::map<Key, std::uint64_t> seen;
  for (const model::Finding& finding : now) seen[key_of(finding)] += finding.instances;
  const auto was_there = [&](const model::Finding& finding) {
    const Key key = key_of(finding);
    const auto at = known.find(key);
    return at != known.end() && (finding.subject.kind == model::SubjectKind::package || seen[key] <= at->second);
  };
  return static_cast<std::uint32_t>(std::erase_if(now, was_there));
}

}  // namespace cordon::app
