#include "checks/comparison.h"

#include <algorithm>
#include <string_view>

#include "checks/package_files.h"

namespace cordon::checks {
namespace {

using model::Inventory;

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Files whose names were given may be called anything; then the format says which belong together.
const Inventory* counterpart(const Inventory& of, std::span<const Inventory> others) {
  const auto find = [&](auto is_meant) -> const Inventory* {
    const auto at = std::ranges::find_if(others, is_meant);
    return at == others.end() ? nullptr : &*at;
  };
  if (const auto* same = find([&](const Inventory& o) { return file_name(o.path) == file_name(of.path); })) return same;
  if (const auto* same = find([&](const Inventory& o) { return o.client == of.client && o.ecosystem == of.ecosystem; }))
    return same;
  return find([&](const Inventory& o) { return o.ecosystem == of.ecosystem; });
}

}  // namespace

Inventory nothing_like(const Inventory& other) {
  Inventory nothing;
  nothing.ecosystem = other.ecosystem;
  nothing.format = other.format;
  return nothing;
}

std::vector<LockfilePair> pair_lockfiles(std::span<const Inventory> before, std::span<const Inventory> after) {
  std::vector<LockfilePair> pairs;
  for (const Inventory& each : after) pairs.emplace_back(counterpart(each, before), &each);
  for (const Inventory& each : before) {
    const auto is_paired = [&](const LockfilePair& pair) { return pair.first == &each; };
    if (std::ranges::none_of(pairs, is_paired) && counterpart(each, after) == nullptr)
      pairs.emplace_back(&each, nullptr);
  }
  return pairs;
}

Comparison::Comparison(LockfilePair pair, const change::Sources& sources)
    : is_gone_(pair.second == nullptr), nothing_(nothing_like(pair.first != nullptr ? *pair.first : *pair.second)),
      before_(pair.first != nullptr ? *pair.first : nothing_), after_(pair.second != nullptr ? *pair.second : nothing_),
      delta_(change::compare(before_, after_)) {
  const change::FactFinder finder(before_, after_, delta_, sources);
  const auto weigh = [&](const std::vector<change::ReleaseChange>& list, std::vector<WeighedChange>& out) {
    out.reserve(list.size());
    for (const change::ReleaseChange& each : list) {
      change::Facts facts = finder.of(each);
      model::Risk risk = change::assess(facts);
      out.push_back({&each, std::move(facts), std::move(risk)});
    }
  };
  weigh(delta_.added, added_);
  weigh(delta_.changed, changed_);
}

std::shared_ptr<const Comparisons> comparisons_of(const Project& project) {
  if (project.comparisons) return project.comparisons;
  auto out = std::make_shared<Comparisons>();
  if (project.before == nullptr) return out;
  const change::Sources sources = sources_of(project);
  for (const LockfilePair& pair : pair_lockfiles(project.before->lockfiles, project.lockfiles))
    out->push_back(std::make_unique<const Comparison>(pair, sources));
  return out;
}

}  // namespace cordon::checks
