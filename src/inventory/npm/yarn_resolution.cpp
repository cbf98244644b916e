#include "inventory/npm/yarn_resolution.h"

#include "inventory/npm/specifier.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::size_t kMostRules = 100;

// Takes the last segment off a pattern: a name with its scope, and what follows its '@'.
std::string_view take_last(std::string_view& rest) {
  std::size_t slash = rest.rfind('/');
  if (slash != std::string_view::npos) {
    const std::size_t before = slash == 0 ? std::string_view::npos : rest.rfind('/', slash - 1);
    const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
    if (rest.substr(start).starts_with('@')) slash = before;
  }
  const std::string_view segment = slash == std::string_view::npos ? rest : rest.substr(slash + 1);
  rest = slash == std::string_view::npos ? std::string_view() : rest.substr(0, slash);
  return segment;
}

}  // namespace

ResolutionPattern parse_resolution_pattern(std::string_view pattern) {
  ResolutionPattern out;
  const NameAndRest target = split_name(take_last(pattern));
  out.name = target.name;
  out.range = target.rest;
  while (!pattern.empty()) {
    const std::string_view segment = take_last(pattern);
    if (segment.empty() || segment == "**" || segment == "*") continue;
    const NameAndRest parent = split_name(segment);
    out.parent = parent.name;
    out.parent_range = parent.rest;
    break;
  }
  return out;
}

ResolutionRules::ResolutionRules(const std::vector<model::Override>& overrides) {
  for (const model::Override& rule : overrides) {
    ResolutionPattern pattern = parse_resolution_pattern(rule.pattern);
    std::vector<Rule>& rules = rules_[pattern.name];
    if (rules.size() < kMostRules) rules.push_back({std::move(pattern), rule.replacement});
    else complete_ = false;
  }
}

std::span<const ResolutionRules::Rule> ResolutionRules::for_name(std::string_view name) const {
  if (rules_.empty()) return {};
  const auto found = rules_.find(std::string(name));
  return found == rules_.end() ? std::span<const Rule>() : std::span<const Rule>(found->second);
}

}  // namespace cordon::inventory::npm
