#include "gate/release_line.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "model/semver.h"

namespace cordon::gate {
namespace {

namespace semver = model::semver;

constexpr semver::Options kLoose{true, false};
constexpr std::string_view kAlias = "npm:";
constexpr std::int64_t kSettledSeconds = 72 * 3'600;

std::optional<semver::Version> parsed(std::string_view version) {
  auto out = semver::parse_version(version, kLoose);
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

// npm takes it in any case.
bool is_alias(std::string_view specifier) {
  return std::ranges::equal(specifier.substr(0, kAlias.size()), kAlias, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
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

const Release* release_before(const std::vector<Release>& releases, const Release& release, std::int64_t now) {
  const auto own = parsed(release.version);
  if (!own) return nullptr;
  const auto is_before = [&](const Release& one, const semver::Version& version) {
    if (one.judged.held && one.judged.rule != kMinimumAge) return false;
    if (!version.prerelease.empty() && own->prerelease.empty()) return false;
    return semver::compare(version, *own) < 0;
  };
  const Release* const settled = highest(releases, [&](const Release& one, const semver::Version& version) {
    return one.published && now - *one.published >= kSettledSeconds && is_before(one, version);
  });
  return settled != nullptr ? settled : highest(releases, is_before);
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

std::vector<const Release*> chosen_of(const std::vector<Release>& releases, const registry::Packument& packument,
                                      std::string_view range) {
  std::vector<const Release*> out;
  const auto tagged = [&](std::string_view name) -> const Release* {
    for (const registry::NamedMember& tag : packument.tags)
      if (tag.name == name && !tag.member.overridden)
        if (const auto found = std::ranges::find(releases, tag.value, &Release::version); found != releases.end())
          return &*found;
    return nullptr;
  };
  const auto meant = semver::parse_range(range, kLoose);
  if (!meant) {
    if (const Release* found = tagged(range)) out.push_back(found);
    return out;
  }
  if (const Release* found = newest_in(releases, range)) out.push_back(found);
  const Release* const latest = tagged("latest");
  const auto version = latest != nullptr ? parsed(latest->version) : std::nullopt;
  if (version && semver::satisfies(*version, *meant) && (out.empty() || out.front() != latest)) out.push_back(latest);
  return out;
}

// As npm documents "dependencies" of package.json.
Wanted wanted_of(std::string_view name, std::string_view specifier) {
  if (is_alias(specifier)) {
    const std::string_view whole = specifier.substr(kAlias.size());
    const std::size_t at = whole.find('@', 1);
    if (at == std::string_view::npos) return {std::string(whole), "*", whole.empty()};
    return {std::string(whole.substr(0, at)), std::string(whole.substr(at + 1)), false};
  }
  // Addresses, repositories ("user/name", "github:…") and folders; a range has neither.
  const bool is_elsewhere = specifier.find_first_of(":/") != std::string_view::npos;
  return {std::string(name), std::string(specifier.empty() ? "*" : specifier), is_elsewhere};
}

bool leads_to_same(std::string_view name, std::string_view before, std::string_view now) {
  const Wanted one = wanted_of(name, before), other = wanted_of(name, now);
  // Of a repository, whatever commit of it.
  const auto place = [](std::string_view specifier) { return specifier.substr(0, specifier.find('#')); };
  return one.name == other.name && one.is_elsewhere == other.is_elsewhere &&
         (!one.is_elsewhere || place(before) == place(now));
}

std::map<std::string, std::string, std::less<>> asked_by(const registry::Packument& packument,
                                                         std::string_view version) {
  std::map<std::string, std::string, std::less<>> out;
  const registry::VersionEntry* const entry = packument.find(version);
  if (entry == nullptr) return out;
  const auto manifest = json::parse(std::string(entry->member.value.of(packument.text)));
  if (!manifest) return out;
  const Value root = manifest->root();
  for (const std::string_view kind : {"dependencies", "optionalDependencies", "peerDependencies"})
    for (const Value::Member& member : root[kind].members()) {
      if (kind == "peerDependencies" && root["peerDependenciesMeta"][member.key]["optional"].boolean().value_or(false))
        continue;
      const auto specifier = member.value.string();
      // npm takes what an optional dependency says over what a dependency of the name does.
      if (specifier && kind == "optionalDependencies")
        out.insert_or_assign(std::string(member.key), std::string(*specifier));
      else if (specifier) out.emplace(member.key, *specifier);
    }
  return out;
}

}  // namespace cordon::gate
