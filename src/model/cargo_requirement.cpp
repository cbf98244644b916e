#include "model/cargo_requirement.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "model/ascii.h"
#include "model/semver_key.h"
#include "model/semver_scan.h"
#include "model/version_order.h"

namespace cordon::model::cargo {
namespace {

constexpr std::array<std::pair<std::string_view, Operator>, 7> kOperators = {{
    {"=", Operator::exact},
    {">=", Operator::greater_equal},
    {">", Operator::greater},
    {"<=", Operator::less_equal},
    {"<", Operator::less},
    {"~", Operator::tilde},
    {"^", Operator::caret},
}};

void skip_spaces(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); }

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_wildcard(std::string_view& text) { return take(text, "*") || take(text, "x") || take(text, "X"); }

Result<std::uint64_t> take_number(std::string_view& text) {
  const std::size_t length = ascii::count_digits(text, 0);
  if (length == 0 || (length > 1 && text[0] == '0'))
    return fail(ErrorCode::syntax, "a number is missing or begins with 0");
  std::uint64_t value = 0;
  if (std::from_chars(text.data(), text.data() + length, value).ec != std::errc())
    return fail(ErrorCode::invalid_value, "a number of the requirement is too big");
  text.remove_prefix(length);
  return value;
}

// The pre-release and the build that may follow three numbers.
Result<void> take_rest(std::string_view& text, Comparator& out) {
  if (take(text, "-")) {
    const std::size_t end = semver::scan::identifiers(text, 0, false);
    if (end == 0) return fail(ErrorCode::syntax, "an empty pre-release");
    out.prerelease = text.substr(0, end);
    text.remove_prefix(end);
  }
  if (text.starts_with('+')) {
    const std::size_t end = semver::scan::build(text, 0);
    if (end == 0) return fail(ErrorCode::syntax, "empty build metadata");
    text.remove_prefix(end);
  }
  return {};
}

Result<Comparator> take_comparator(std::string_view& text) {
  Comparator out;
  const auto found =
      std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& entry) { return take(text, entry.first); });
  const bool written = found != kOperators.end();
  if (written) out.operation = found->second;
  skip_spaces(text);
  out.major = TRY(take_number(text));
  bool wildcard = false;
  for (std::optional<std::uint64_t>* number : {&out.minor, &out.patch}) {
    if (!take(text, ".")) break;
    if (take_wildcard(text)) {
      wildcard = true;
    } else if (wildcard) {
      return fail(ErrorCode::syntax, "a number after a wildcard");
    } else {
      *number = TRY(take_number(text));
    }
  }
  if (wildcard && !written) out.operation = Operator::wildcard;
  if (out.patch) TRY(take_rest(text, out));
  skip_spaces(text);
  return out;
}

std::strong_ordering compare_prerelease(std::string_view a, std::string_view b) {
  VersionKey key_a, key_b;
  put_prerelease(key_a, a);
  put_prerelease(key_b, b);
  return key_a <=> key_b;
}

// How the version stands to the numbers that the comparator names, and to its pre-release where it names all three.
// A missing number stands for all numbers: nothing is above or below it.
std::strong_ordering compare(const Version& version, const Comparator& comparator) {
  if (version.major != comparator.major) return version.major <=> comparator.major;
  if (!comparator.minor) return std::strong_ordering::equal;
  if (version.minor != *comparator.minor) return version.minor <=> *comparator.minor;
  if (!comparator.patch) return std::strong_ordering::equal;
  if (version.patch != *comparator.patch) return version.patch <=> *comparator.patch;
  return compare_prerelease(version.prerelease, comparator.prerelease);
}

// Whether the numbers that must not change are the comparator's: for a caret those up to the first that is not 0.
bool same_line(const Version& version, const Comparator& comparator) {
  if (version.major != comparator.major) return false;
  if (!comparator.minor) return true;
  const bool caret = comparator.operation == Operator::caret;
  if (caret && comparator.major > 0) return true;
  if (version.minor != *comparator.minor) return false;
  return !caret || *comparator.minor > 0 || !comparator.patch || version.patch == *comparator.patch;
}

bool matches(const Version& version, const Comparator& comparator) {
  const auto order = compare(version, comparator);
  // The crate looks at the pre-release even where numbers are missing: "=1.2" and "~1.2" are no 1.2.0-rc.1.
  const bool final = version.prerelease.empty();
  const bool exact = order == 0 && version.prerelease == comparator.prerelease;
  switch (comparator.operation) {
    case Operator::exact:
    case Operator::wildcard: return exact;
    case Operator::greater: return order > 0;
    case Operator::greater_equal: return exact || order > 0;
    case Operator::less: return order < 0;
    case Operator::less_equal: return exact || order < 0;
    case Operator::tilde: return same_line(version, comparator) && order >= 0 && (comparator.patch || final);
    case Operator::caret: return same_line(version, comparator) && order >= 0;
  }
  return false;
}

bool names_prerelease_of(const Comparator& comparator, const Version& version) {
  return !comparator.prerelease.empty() && comparator.major == version.major && comparator.minor == version.minor &&
         comparator.patch == version.patch;
}

}  // namespace

std::string Comparator::text() const {
  std::string out;
  for (const auto& [sign, meaning] : kOperators)
    if (meaning == operation) out = sign;
  out += std::to_string(major);
  if (minor) out += "." + std::to_string(*minor);
  if (patch) out += "." + std::to_string(*patch);
  if (operation == Operator::wildcard) out += ".*";
  if (!prerelease.empty()) out += "-" + prerelease;
  return out;
}

std::string Requirement::text() const {
  std::string out;
  for (const Comparator& comparator : comparators) out += (out.empty() ? "" : ", ") + comparator.text();
  return out.empty() ? "*" : out;
}

Result<Requirement> parse_requirement(std::string_view text) {
  if (text.size() > kMaxComparators * kMaxVersionBytes)
    return fail(ErrorCode::too_large, "the requirement is too long");
  skip_spaces(text);
  if (std::string_view rest = text; take_wildcard(rest)) {
    skip_spaces(rest);
    if (rest.empty()) return Requirement{};
    return fail(ErrorCode::syntax, "a wildcard stands alone");
  }
  Requirement out;
  for (;;) {
    out.comparators.push_back(TRY(take_comparator(text)));
    if (text.empty()) return out;
    if (!take(text, ",")) return fail(ErrorCode::syntax, "a comma is missing in a requirement");
    skip_spaces(text);
    if (out.comparators.size() == kMaxComparators) return fail(ErrorCode::too_many, "more than 32 comparators");
  }
}

bool satisfies(const Version& version, const Requirement& requirement) {
  const auto& all = requirement.comparators;
  if (!std::all_of(all.begin(), all.end(), [&](const auto& each) { return matches(version, each); })) return false;
  return version.prerelease.empty() ||
         std::any_of(all.begin(), all.end(), [&](const auto& each) { return names_prerelease_of(each, version); });
}

}  // namespace cordon::model::cargo
