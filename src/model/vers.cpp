#include "model/vers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/percent.h"
#include "model/ascii.h"

namespace cordon::model::vers {
namespace {

constexpr std::array<std::pair<Ecosystem, std::string_view>, 4> kTypes = {{
    {Ecosystem::npm, "npm"},
    {Ecosystem::pypi, "pypi"},
    {Ecosystem::crates_io, "cargo"},
    {Ecosystem::go, "golang"},
}};

// A sign stands before those that it begins with; equality has none.
constexpr std::array<std::pair<std::string_view, Comparator>, 5> kSigns = {{
    {">=", Comparator::greater_equal},
    {"<=", Comparator::less_equal},
    {"!=", Comparator::not_equal},
    {">", Comparator::greater},
    {"<", Comparator::less},
}};

bool is_upward(Comparator comparator) {
  return comparator == Comparator::greater || comparator == Comparator::greater_equal;
}
bool is_downward(Comparator comparator) {
  return comparator == Comparator::less || comparator == Comparator::less_equal;
}

// Whether a character of a version may not stand for itself.
bool is_encoded(char c) { return c <= ' ' || c > '~' || std::string_view("><=!*|%").find(c) != std::string_view::npos; }

int upper_hex(char c) { return ascii::is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

std::string encoded(std::string_view version) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : version) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_encoded(c)) out.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    else out += c;
  }
  return out;
}

// Characters are encoded where they must be, with capital letters, and nowhere else.
Result<std::string> decoded(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      if (is_encoded(text[at])) return fail(ErrorCode::syntax, "a character of a version that must be encoded");
      continue;
    }
    const bool whole = text.size() - at >= 3 && upper_hex(text[at + 1]) >= 0 && upper_hex(text[at + 2]) >= 0;
    if (!whole || !is_encoded(static_cast<char>(upper_hex(text[at + 1]) * 16 + upper_hex(text[at + 2]))))
      return fail(ErrorCode::syntax, "a percent-encoding that is not canonical");
    at += 2;
  }
  return percent_decoded(text);
}

Result<Constraint> parse_constraint(std::string_view text, Ecosystem ecosystem) {
  Constraint out;
  const auto sign =
      std::find_if(kSigns.begin(), kSigns.end(), [&](const auto& each) { return text.starts_with(each.first); });
  if (sign != kSigns.end()) {
    out.comparator = sign->second;
    text.remove_prefix(sign->first.size());
  }
  if (text.empty()) return fail(ErrorCode::syntax, "a constraint without a version");
  out.version = TRY(decoded(text));
  if (auto key = version_key(ecosystem, out.version)) out.key = std::move(*key);
  return out;
}

Result<std::vector<Constraint>> parse_constraints(std::string_view text, Ecosystem ecosystem) {
  std::vector<Constraint> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t bar = std::min(text.find('|', at), text.size());
    out.push_back(TRY(parse_constraint(text.substr(at, bar - at), ecosystem)));
    if (out.size() > kMaxConstraints) return fail(ErrorCode::too_many, "more than 20000 constraints");
    at = bar + 1;
  }
  const bool comparable =
      std::none_of(out.begin(), out.end(), [](const auto& each) { return each.key.bytes().empty(); });
  if (out.size() > 1 && !comparable)
    return fail(ErrorCode::invalid_value, "a version that cannot be compared with the others");
  return out;
}

// The constraints in the order written.
Result<Range> read(std::string_view text) {
  if (text.size() > kMaxBytes) return fail(ErrorCode::too_large, "a range of more than 1000000 bytes");
  if (std::any_of(text.begin(), text.end(), ascii::is_space)) return fail(ErrorCode::syntax, "white space in a range");
  if (!text.starts_with("vers:")) return fail(ErrorCode::syntax, "not a VERS range");
  text.remove_prefix(5);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return fail(ErrorCode::syntax, "a VERS range without constraints");
  const auto type = std::find_if(kTypes.begin(), kTypes.end(),
                                 [&](const auto& each) { return each.second == text.substr(0, slash); });
  if (type == kTypes.end()) return fail(ErrorCode::unsupported_format, "a type of VERS ranges that is not read");
  Range out;
  out.ecosystem = type->first;
  text.remove_prefix(slash + 1);
  if (text != "*") out.constraints = TRY(parse_constraints(text, out.ecosystem));
  return out;
}

// What the specification lets follow in a range, when '!=' is passed over.
bool may_follow(Comparator before, Comparator after) {
  if (before == Comparator::equal || is_downward(before)) return !is_downward(after);
  return is_downward(after);
}

}  // namespace

std::string_view type_of(Ecosystem ecosystem) {
  for (const auto& [known, type] : kTypes)
    if (known == ecosystem) return type;
  return {};
}

std::string Range::text() const {
  std::string out = "vers:";
  out.append(type_of(ecosystem)).append("/");
  if (constraints.empty()) return out + "*";
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    if (i != 0) out += '|';
    for (const auto& [sign, meaning] : kSigns)
      if (meaning == constraints[i].comparator) out += sign;
    out += encoded(constraints[i].version);
  }
  return out;
}

Result<void> validate(const Range& range) {
  const auto& all = range.constraints;
  std::optional<Comparator> before;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0 && all[i - 1].key >= all[i].key)
      return fail(ErrorCode::invalid_value, "the versions of a range are out of order, or one stands twice");
    if (all[i].comparator == Comparator::not_equal) continue;
    if (before && !may_follow(*before, all[i].comparator))
      return fail(ErrorCode::invalid_value, "a comparator that cannot follow the one before it");
    before = all[i].comparator;
  }
  return {};
}

Result<Range> parse(std::string_view text) {
  Range out = TRY(read(text));
  TRY(validate(out));
  return out;
}

Result<Range> parse_unsorted(std::string_view text) {
  Range out = TRY(read(text));
  std::stable_sort(out.constraints.begin(), out.constraints.end(),
                   [](const Constraint& a, const Constraint& b) { return a.key < b.key; });
  return out;
}

Result<bool> contains(const Range& range, std::string_view version) {
  const VersionKey key = TRY(version_key(range.ecosystem, version));
  bool only_exclusions = true;
  std::optional<Comparator> below, above;  // of the nearest bounds on either side
  std::optional<bool> here;
  for (const Constraint& constraint : range.constraints) {
    if (constraint.key.bytes().empty())
      return fail(ErrorCode::syntax, "the version of the range has no place in the order");
    const bool excludes = constraint.comparator == Comparator::not_equal;
    only_exclusions &= excludes;
    if (constraint.key == key) {
      const bool strict = constraint.comparator == Comparator::less || constraint.comparator == Comparator::greater;
      if (!strict && !here.value_or(false)) here = !excludes;
      if (!strict) continue;
    }
    if (excludes || constraint.comparator == Comparator::equal) continue;
    // A strict bound at the version itself is on the side that it keeps the version out of.
    const bool is_below = constraint.key != key ? constraint.key < key : is_downward(constraint.comparator);
    if (is_below) below = constraint.comparator;
    else if (!above) above = constraint.comparator;
  }
  if (here) return *here;
  return only_exclusions || (below && is_upward(*below)) || (above && is_downward(*above));
}

}  // namespace cordon::model::vers
