// How versions and ranges stand to each other.
#include <algorithm>

#include "model/semver.h"

namespace cordon::model::semver {
namespace {

using Alternative = std::vector<Comparator>;

bool holds(const Version& version, const Comparator& comparator) {
  if (comparator.operation == Operator::any) return true;
  const std::weak_ordering order = compare(version, comparator.version);
  switch (comparator.operation) {
    case Operator::any: return true;
    case Operator::equal: return order == 0;
    case Operator::less: return order < 0;
    case Operator::less_equal: return order <= 0;
    case Operator::greater: return order > 0;
    case Operator::greater_equal: return order >= 0;
  }
  return false;
}

bool holds_all(const Version& version, const Alternative& comparators, Options options) {
  for (const Comparator& comparator : comparators)
    if (!holds(version, comparator)) return false;
  if (version.prerelease.empty() || options.include_prerelease) return true;
  return std::any_of(comparators.begin(), comparators.end(), [&](const Comparator& comparator) {
    const Version& named = comparator.version;
    return comparator.operation != Operator::any && !named.prerelease.empty() && named.major == version.major &&
           named.minor == version.minor && named.patch == version.patch;
  });
}

bool upward(const Comparator& c) { return c.operation == Operator::greater || c.operation == Operator::greater_equal; }
bool inclusive(const Comparator& c) {
  return c.operation == Operator::less_equal || c.operation == Operator::greater_equal;
}

// Whether nothing is below the comparator's bound.
bool empty_below(const Comparator& comparator, Options options) {
  const Version& bound = comparator.version;
  if (comparator.operation != Operator::less || bound.major != 0 || bound.minor != 0 || bound.patch != 0) return false;
  return !options.include_prerelease || bound.prerelease == "0";
}

bool pair_intersects(const Comparator& left, const Comparator& right, Options options) {
  if (left.operation == Operator::any) return true;
  if (left.operation == Operator::equal) return holds_all(left.version, {right}, options);
  if (right.operation == Operator::any) return true;
  if (right.operation == Operator::equal) return holds_all(right.version, {left}, options);
  if (empty_below(left, options) || empty_below(right, options)) return false;
  if (upward(left) == upward(right)) return true;
  const std::weak_ordering order = compare(left.version, right.version);
  if (order == 0) return inclusive(left) && inclusive(right);
  return upward(left) ? order < 0 : order > 0;
}

bool satisfiable(const Alternative& comparators, Options options) {
  for (std::size_t i = 1; i < comparators.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (!pair_intersects(comparators[i], comparators[k], options)) return false;
  return true;
}

// `sign` 1 asks whether the version is above the range, -1 whether it is below: everything is then seen in a mirror.
bool outside(const Version& version, const Range& range, int sign) {
  if (satisfies(version, range)) return false;
  const auto beyond = [sign](const Version& left, const Version& right) {
    const std::weak_ordering order = compare(left, right);
    return sign > 0 ? order > 0 : order < 0;
  };
  const Operator open = sign > 0 ? Operator::greater : Operator::less;
  const Operator closed = sign > 0 ? Operator::greater_equal : Operator::less_equal;
  Comparator everything;
  everything.operation = Operator::greater_equal;
  for (const Alternative& comparators : range.alternatives) {
    const Comparator *far = nullptr, *near = nullptr;
    for (const Comparator& written : comparators) {
      const Comparator* comparator = written.operation == Operator::any ? &everything : &written;
      if (far == nullptr) far = near = comparator;
      if (beyond(comparator->version, far->version)) far = comparator;
      else if (beyond(near->version, comparator->version)) near = comparator;
    }
    if (far->operation == open || far->operation == closed) return false;  // no end on that side
    if ((near->operation == Operator::equal || near->operation == open) && !beyond(version, near->version))
      return false;
    if (near->operation == closed && beyond(near->version, version)) return false;
  }
  return true;
}

}  // namespace

bool satisfies(const Version& version, const Range& range) {
  return std::any_of(range.alternatives.begin(), range.alternatives.end(),
                     [&](const Alternative& set) { return holds_all(version, set, range.options); });
}

bool satisfies(std::string_view version, std::string_view range, Options options) {
  const auto parsed_range = parse_range(range, options);
  const auto parsed_version = parse_version(version, options);
  return parsed_range && parsed_version && satisfies(*parsed_version, *parsed_range);
}

bool intersects(const Range& left, const Range& right) {
  const Options options = left.options;
  for (const Alternative& a : left.alternatives) {
    if (!satisfiable(a, options)) continue;
    for (const Alternative& b : right.alternatives) {
      if (!satisfiable(b, options)) continue;
      const bool all = std::all_of(a.begin(), a.end(), [&](const Comparator& from_a) {
        return std::all_of(b.begin(), b.end(),
                           [&](const Comparator& from_b) { return pair_intersects(from_a, from_b, options); });
      });
      if (all) return true;
    }
  }
  return false;
}

bool above(const Version& version, const Range& range) { return outside(version, range, 1); }
bool below(const Version& version, const Range& range) { return outside(version, range, -1); }

}  // namespace cordon::model::semver
