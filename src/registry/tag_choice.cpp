#include "registry/tag_choice.h"

#include <algorithm>
#include <tuple>

#include "model/ascii.h"

namespace cordon::registry {
namespace {

bool is_stable(const model::semver::Version& version) { return version.prerelease.empty(); }

// Whether a caret range of `from` has place for `to`: 1.2.3 for 1.9.0, 0.2.3 for 0.2.9, 0.0.3 for none but itself.
bool within_caret(const model::semver::Version& from, const model::semver::Version& to) {
  if (from.major != to.major) return false;
  if (from.major != 0) return true;
  if (from.minor != to.minor) return false;
  return from.minor != 0 || from.patch == to.patch;
}

}  // namespace

std::optional<TagChoice::Candidate> TagChoice::read(std::string_view version) {
  auto parsed = model::semver::parse_version(version, {.loose = true, .include_prerelease = false});
  if (!parsed) return std::nullopt;
  Candidate out;
  out.version = std::move(*parsed);
  const std::string& identifiers = out.version.prerelease;
  const auto letters = std::ranges::find_if_not(
      identifiers, [](char c) { return model::ascii::lower(c) >= 'a' && model::ascii::lower(c) <= 'z'; });
  out.label.assign(identifiers.begin(), letters);
  return out;
}

bool TagChoice::same_line(const Candidate& a, const Candidate& b) {
  return a.version.major == b.version.major && is_stable(a.version) == is_stable(b.version) && a.label == b.label;
}

bool TagChoice::precedes(const Candidate& a, const Candidate& b) {
  const auto line = [](const Candidate& c) {
    return std::tuple<std::uint64_t, bool, const std::string&>(c.version.major, is_stable(c.version), c.label);
  };
  if (line(a) != line(b)) return line(a) < line(b);
  return model::semver::compare(a.version, b.version) < 0;
}

TagChoice::TagChoice(const Packument& packument, std::span<const std::uint8_t> listed) {
  for (std::uint32_t i = 0; i < packument.versions.size(); ++i) {
    if (listed[i] == 0) continue;
    auto candidate = read(packument.versions[i].version);
    if (!candidate) continue;
    candidate->index = i;
    candidates_.push_back(std::move(*candidate));
  }
  std::ranges::stable_sort(candidates_, precedes);
}

std::optional<std::uint32_t> TagChoice::latest(std::string_view target) const {
  const auto from = read(target);
  if (!from) return std::nullopt;
  const Candidate *stable = nullptr, *above = nullptr, *early = nullptr;
  for (const Candidate& each : candidates_) {
    const auto order = model::semver::compare(each.version, from->version);
    const auto beats = [&](const Candidate* best) {
      return best == nullptr || model::semver::compare(each.version, best->version) >= 0;
    };
    if (is_stable(each.version)) {
      if (order <= 0 && beats(stable)) stable = &each;
      if (order > 0 && within_caret(from->version, each.version) && (above == nullptr || !beats(above))) above = &each;
    } else if (order <= 0 && beats(early)) {
      early = &each;
    }
  }
  for (const Candidate* best : {stable, above, early})
    if (best != nullptr) return best->index;
  return std::nullopt;
}

std::optional<std::uint32_t> TagChoice::other(std::string_view target) const {
  const auto from = read(target);
  if (!from) return std::nullopt;
  const auto after = std::ranges::upper_bound(candidates_, *from, precedes);
  if (after == candidates_.begin() || !same_line(after[-1], *from)) return std::nullopt;
  return after[-1].index;
}

}  // namespace cordon::registry
