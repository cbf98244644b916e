// From the ecosystems' own notations: each range becomes a set of intervals, and the set is written as constraints.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "model/ascii.h"
#include "model/cargo_requirement.h"
#include "model/pep440_specifier.h"
#include "model/semver.h"
#include "model/vers.h"
#include "model/version_set.h"

namespace cordon::model::vers {
namespace {

const VersionSet kEverything = {VersionInterval{}};

Result<VersionBound> bound(Ecosystem ecosystem, std::string text, bool inclusive) {
  VersionKey key = TRY(version_key(ecosystem, text));
  return VersionBound{std::move(key), std::move(text), inclusive};
}

// One comparator and its version as an interval.
Result<VersionInterval> interval(Ecosystem ecosystem, Comparator comparator, const std::string& version) {
  VersionBound inclusive = TRY(bound(ecosystem, version, true));
  VersionBound exclusive = inclusive;
  exclusive.inclusive = false;
  switch (comparator) {
    case Comparator::equal: return VersionInterval{inclusive, inclusive};
    case Comparator::less: return VersionInterval{{}, exclusive};
    case Comparator::less_equal: return VersionInterval{{}, inclusive};
    case Comparator::greater: return VersionInterval{exclusive, {}};
    case Comparator::greater_equal: return VersionInterval{inclusive, {}};
    case Comparator::not_equal: break;
  }
  return fail(ErrorCode::internal, "an exclusion is no interval");
}

Result<VersionInterval> from_upto(Ecosystem ecosystem, const std::string& from, const std::string& below) {
  return VersionInterval{TRY(bound(ecosystem, from, true)), TRY(bound(ecosystem, below, false))};
}

// Writes the set; `excluded` are single versions to leave out. Where only one version is missing between two intervals,
// it is written as an exclusion, because a version stands once in a range.
Result<Range> written(Ecosystem ecosystem, VersionSet set, std::vector<VersionBound> excluded) {
  for (std::size_t i = 1; i < set.size();) {
    if (set[i - 1].upper->key != set[i].lower->key) {
      ++i;
      continue;
    }
    excluded.push_back(*set[i].lower);
    set[i - 1].upper = set[i].upper;
    set.erase(set.begin() + static_cast<std::ptrdiff_t>(i));
  }
  Range out;
  out.ecosystem = ecosystem;
  if (set.empty()) return fail(ErrorCode::invalid_value, "no version is in the range");
  const auto add = [&](Comparator comparator, VersionBound& version) {
    out.constraints.push_back({comparator, std::move(version.text), version.key});
  };
  for (VersionBound& hole : excluded) {
    for (VersionInterval& each : set) {
      const bool at_lower = each.lower && each.lower->key == hole.key,
                 at_upper = each.upper && each.upper->key == hole.key;
      if (at_lower) each.lower->inclusive = false;
      if (at_upper) each.upper->inclusive = false;
      const bool inside = (!each.lower || each.lower->key < hole.key) && (!each.upper || hole.key < each.upper->key);
      if (inside) add(Comparator::not_equal, hole);
    }
  }
  std::erase_if(set, [](const VersionInterval& each) { return each.is_empty(); });
  if (set.empty()) return fail(ErrorCode::invalid_value, "no version is in the range");
  for (VersionInterval& each : set) {
    if (each.is_point()) {
      add(Comparator::equal, *each.lower);
      continue;
    }
    if (each.lower) add(each.lower->inclusive ? Comparator::greater_equal : Comparator::greater, *each.lower);
    if (each.upper) add(each.upper->inclusive ? Comparator::less_equal : Comparator::less, *each.upper);
  }
  auto& all = out.constraints;
  std::stable_sort(all.begin(), all.end(), [](const Constraint& a, const Constraint& b) { return a.key < b.key; });
  all.erase(std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.key == b.key; }),
            all.end());
  if (all.size() > kMaxConstraints) return fail(ErrorCode::too_many, "more than 20000 constraints");
  return out;
}

Result<VersionInterval> npm_interval(const semver::Comparator& comparator) {
  using semver::Operator;
  semver::Version version = comparator.version;
  switch (comparator.operation) {
    case Operator::any: return VersionInterval{};
    case Operator::equal: return interval(Ecosystem::npm, Comparator::equal, version.text());
    case Operator::less:
      if (version.prerelease == "0") version.prerelease.clear();
      return interval(Ecosystem::npm, Comparator::less, version.text());
    case Operator::less_equal: return interval(Ecosystem::npm, Comparator::less_equal, version.text());
    case Operator::greater: return interval(Ecosystem::npm, Comparator::greater, version.text());
    case Operator::greater_equal: return interval(Ecosystem::npm, Comparator::greater_equal, version.text());
  }
  return VersionInterval{};
}

Result<Range> from_npm(std::string_view native) {
  const semver::Range range = TRY(semver::parse_range(native, {.loose = true}));
  std::vector<VersionInterval> intervals;
  for (const auto& alternative : range.alternatives) {
    VersionSet set = kEverything;
    for (const semver::Comparator& comparator : alternative) set = intersection(set, {TRY(npm_interval(comparator))});
    intervals.insert(intervals.end(), set.begin(), set.end());
  }
  return written(Ecosystem::npm, union_of(std::move(intervals)), {});
}

// The versions that begin with the numbers of a release: from its first pre-release on to that of the next one.
Result<VersionInterval> pypi_prefix(const pep440::Version& release) {
  return from_upto(Ecosystem::pypi, release.text() + ".dev0", pep440::next_prefix(release) + ".dev0");
}

Result<VersionSet> pypi_set(const pep440::Specifier& specifier, std::vector<VersionBound>& excluded) {
  using pep440::Operator;
  const auto simple = [&](Comparator comparator) -> Result<VersionSet> {
    return VersionSet{TRY(interval(Ecosystem::pypi, comparator, specifier.version))};
  };
  const auto parsed = pep440::parse_version(specifier.version);
  if (!parsed) return fail(ErrorCode::invalid_value, "a text that is no version has no place in a VERS range");
  if (specifier.wildcard) {
    VersionInterval prefix = TRY(pypi_prefix(*parsed));
    if (specifier.operation == Operator::equal) return VersionSet{std::move(prefix)};
    VersionBound before = *prefix.lower, after = *prefix.upper;
    before.inclusive = false;
    after.inclusive = true;
    return VersionSet{{{}, std::move(before)}, {std::move(after), {}}};
  }
  switch (specifier.operation) {
    case Operator::compatible: {
      pep440::Version parent = *parsed;
      parent.release = parent.release.substr(0, parent.release.rfind('.'));
      return VersionSet{TRY(from_upto(Ecosystem::pypi, specifier.version, pep440::next_prefix(parent) + ".dev0"))};
    }
    case Operator::not_equal:
      excluded.push_back(TRY(bound(Ecosystem::pypi, specifier.version, true)));
      return kEverything;
    case Operator::equal:
    case Operator::arbitrary: return simple(Comparator::equal);
    case Operator::less: return simple(Comparator::less);
    case Operator::less_equal: return simple(Comparator::less_equal);
    case Operator::greater: return simple(Comparator::greater);
    case Operator::greater_equal: return simple(Comparator::greater_equal);
  }
  return kEverything;
}

Result<Range> from_pypi(std::string_view native) {
  const pep440::Specifiers specifiers = TRY(pep440::parse_specifiers(native));
  VersionSet set = kEverything;
  std::vector<VersionBound> excluded;
  for (const pep440::Specifier& specifier : specifiers.list)
    set = intersection(set, TRY(pypi_set(specifier, excluded)));
  return written(Ecosystem::pypi, std::move(set), std::move(excluded));
}

std::string joined(std::uint64_t major, std::uint64_t minor, std::uint64_t patch, std::string_view prerelease = {}) {
  std::string out = std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  if (!prerelease.empty()) out.append("-").append(prerelease);
  return out;
}

// The first release beyond those whose first `kept` numbers are the comparator's; nothing beyond the last number.
std::optional<std::string> next_line(const cargo::Comparator& c, int kept) {
  std::array<std::uint64_t, 3> numbers = {c.major, c.minor.value_or(0), c.patch.value_or(0)};
  for (int i = kept - 1; i >= 0; --i) {
    const auto at = static_cast<std::size_t>(i);
    std::fill(numbers.begin() + i + 1, numbers.end(), 0);
    if (numbers[at] != std::numeric_limits<std::uint64_t>::max()) {
      ++numbers[at];
      return joined(numbers[0], numbers[1], numbers[2]);
    }
  }
  return std::nullopt;
}

// How many numbers a caret keeps: those up to the first that is not 0.
int kept_by_caret(const cargo::Comparator& c) {
  if (c.major > 0 || !c.minor) return 1;
  return *c.minor > 0 || !c.patch ? 2 : 3;
}

Result<VersionInterval> cargo_interval(const cargo::Comparator& c) {
  using cargo::Operator;
  const int named = c.patch ? 3 : c.minor ? 2 : 1;
  VersionBound lowest =
      TRY(bound(Ecosystem::crates_io, joined(c.major, c.minor.value_or(0), c.patch.value_or(0), c.prerelease), true));
  std::optional<VersionBound> upper;
  const auto up_to = [&](int kept) -> Result<VersionInterval> {
    if (const auto next = next_line(c, kept)) upper = TRY(bound(Ecosystem::crates_io, *next, false));
    return VersionInterval{lowest, upper};
  };
  switch (c.operation) {
    case Operator::tilde: return up_to(std::min(named, 2));
    case Operator::caret: return up_to(kept_by_caret(c));
    case Operator::greater_equal: return VersionInterval{lowest, {}};
    case Operator::less: lowest.inclusive = false; return VersionInterval{{}, lowest};
    case Operator::exact:
    case Operator::wildcard:
      if (named < 3) return up_to(named);
      return VersionInterval{lowest, lowest};
    case Operator::less_equal:
      if (named == 3) return VersionInterval{{}, lowest};
      return VersionInterval{{}, TRY(up_to(named)).upper};
    case Operator::greater: break;
  }
  if (named == 3) {
    lowest.inclusive = false;
    return VersionInterval{lowest, {}};
  }
  TRY(up_to(named));
  if (!upper) return VersionInterval{lowest, VersionBound{lowest.key, lowest.text, false}};  // nothing is beyond
  upper->inclusive = true;
  return VersionInterval{upper, {}};
}

Result<Range> from_cargo(std::string_view native) {
  const cargo::Requirement requirement = TRY(cargo::parse_requirement(native));
  VersionSet set = kEverything;
  for (const cargo::Comparator& comparator : requirement.comparators)
    set = intersection(set, {TRY(cargo_interval(comparator))});
  return written(Ecosystem::crates_io, std::move(set), {});
}

Result<Range> from_go(std::string_view native) {
  static constexpr std::array<std::pair<std::string_view, Comparator>, 4> kQueries = {
      {{">=", Comparator::greater_equal},
       {"<=", Comparator::less_equal},
       {">", Comparator::greater},
       {"<", Comparator::less}}};
  native = ascii::trim(native);
  if (native.starts_with('[') && native.ends_with(']')) {
    const std::string_view inside = native.substr(1, native.size() - 2);
    const std::size_t comma = inside.find(',');
    if (comma == std::string_view::npos) return fail(ErrorCode::syntax, "an interval of one version");
    VersionInterval whole;
    whole.lower = TRY(bound(Ecosystem::go, std::string(ascii::trim(inside.substr(0, comma))), true));
    whole.upper = TRY(bound(Ecosystem::go, std::string(ascii::trim(inside.substr(comma + 1))), true));
    return written(Ecosystem::go, union_of({std::move(whole)}), {});
  }
  Comparator comparator = Comparator::equal;
  for (const auto& [sign, meaning] : kQueries) {
    if (!native.starts_with(sign)) continue;
    comparator = meaning;
    native.remove_prefix(sign.size());
    break;
  }
  return written(Ecosystem::go, {TRY(interval(Ecosystem::go, comparator, std::string(native)))}, {});
}

}  // namespace

Result<Range> from_native(Ecosystem ecosystem, std::string_view native) {
  switch (ecosystem) {
    case Ecosystem::npm: return from_npm(native);
    case Ecosystem::pypi: return from_pypi(native);
    case Ecosystem::crates_io: return from_cargo(native);
    case Ecosystem::go: return from_go(native);
    case Ecosystem::javascript:
    case Ecosystem::github_actions: break;
  }
  return fail(ErrorCode::unsupported_format, "VERS does not know this ecosystem");
}

}  // namespace cordon::model::vers
