#include "gate/release_line.h"

#include <optional>

#include "base/json.h"
#include "model/semver.h"

namespace cordon::gate {
namespace {

namespace semver = model::semver;

constexpr semver::Options kLoose{true, false};

std::optional<semver::Version> parsed(std::string_view version) {
  auto out = semver::parse_version(version, kLoose);
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

// The highest of the releases that satisfy `is_meant`.
template <class Meant>
const Release* highest(const std::vector<Release>& releases, Meant is_meant) {
  const Release* found = nullptr;
  std::optional<semver::Version> best;
  for (const Release& one : releases) {
    auto version = parsed(one.version);
    if (!version || !is_meant(one, *version) || (best && semver::compare(*version, *best) <= 0)) continue;
    best = std::move(version);
    found = &one;
  }
  return found;
}

}  // namespace

const Release* release_before(const std::vector<Release>& releases, const Release& release) {
  const auto own = parsed(release.version);
  if (!own) return nullptr;
  return highest(releases, [&](const Release& one, const semver::Version& version) {
    if (one.judged.held && one.judged.rule != kMinimumAge) return false;
    if (!version.prerelease.empty() && own->prerelease.empty()) return false;
    return semver::compare(version, *own) < 0;
  });
}

bool is_minor_step(std::string_view before, std::string_view after) {
  const auto from = parsed(before), to = parsed(after);
  return from && to && from->major == to->major && (from->major != 0 || from->minor == to->minor);
}

const Release* newest_in(const std::vector<Release>& releases, std::string_view range) {
  const auto meant = semver::parse_range(range, kLoose);
  if (!meant) return nullptr;
  return highest(releases,
                 [&](const Release&, const semver::Version& version) { return semver::satisfies(version, *meant); });
}

std::map<std::string, std::string, std::less<>> asked_by(const registry::Packument& packument,
                                                         std::string_view version) {
  std::map<std::string, std::string, std::less<>> out;
  const registry::VersionEntry* const entry = packument.find(version);
  if (entry == nullptr) return out;
  const auto manifest = json::parse(std::string(entry->member.value.of(packument.text)));
  if (!manifest) return out;
  for (const std::string_view kind : {"dependencies", "optionalDependencies"})
    for (const Value::Member& member : manifest->root()[kind].members())
      if (const auto range = member.value.string()) out.emplace(member.key, *range);
  return out;
}

}  // namespace cordon::gate
