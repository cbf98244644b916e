#include "model/pep440_specifier.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/ascii.h"
#include "model/version_order.h"

namespace cordon::model::pep440 {
namespace {

// A sign stands before those that it begins with.
constexpr std::array<std::pair<std::string_view, Operator>, 8> kOperators = {{
    {"===", Operator::arbitrary},
    {"~=", Operator::compatible},
    {"==", Operator::equal},
    {"!=", Operator::not_equal},
    {"<=", Operator::less_equal},
    {">=", Operator::greater_equal},
    {"<", Operator::less},
    {">", Operator::greater},
}};

VersionKey key_of(const Version& version) {
  VersionKey key;
  put_key(key, version);
  return key;
}

// The smallest of all versions of the release: "1.2.dev0" of "1.2rc1".
VersionKey first_of_release(const Version& version) {
  Version first;
  first.epoch = version.epoch;
  first.release = version.release;
  first.is_dev = true;
  return key_of(first);
}

VersionKey first_of_next_prefix(const Version& version) {
  const std::string next = next_prefix(version);
  return first_of_release(*parse_version(next));
}

// "<1.2" lets no pre-release of 1.2 through, unless it names one itself.
VersionKey below(Version version) {
  if (version.is_prerelease()) return key_of(version);
  version.is_dev = true;
  version.dev_number = {};
  return key_of(version);
}

// ">1.2" lets no local version and no post-release of 1.2 through, unless it names one itself.
VersionKey above(const Version& version) {
  return version.is_dev || version.is_post ? key_after_locals(version) : key_after_posts(version);
}

KeyInterval equal_to(const Version& version) {
  KeyInterval out{key_of(version), {}};
  if (version.local.empty()) {
    out.upper = key_after_locals(version);
  } else {
    out.upper = out.lower;
    out.upper.put(0);
  }
  return out;
}

std::vector<KeyInterval> outside(KeyInterval interval) {
  return {{{}, std::move(interval.lower)}, {std::move(interval.upper), {}}};
}

// "1.4" of "1.4.2": without the last number.
Version parent(Version version) {
  version.release = version.release.substr(0, version.release.rfind('.'));
  return version;
}

std::vector<KeyInterval> keys_of(const Specifier& specifier, const Version& version) {
  if (specifier.wildcard) {
    KeyInterval prefix{first_of_release(version), first_of_next_prefix(version)};
    if (specifier.operation == Operator::not_equal) return outside(std::move(prefix));
    return {std::move(prefix)};
  }
  switch (specifier.operation) {
    case Operator::compatible: return {{key_of(version), first_of_next_prefix(parent(version))}};
    case Operator::equal: return {equal_to(version)};
    case Operator::not_equal: return outside(equal_to(version));
    case Operator::less: return {{{}, below(version)}};
    case Operator::less_equal: return {{{}, key_after_locals(version)}};
    case Operator::greater: return {{above(version), {}}};
    case Operator::greater_equal: return {{key_of(version), {}}};
    case Operator::arbitrary: break;
  }
  return {};
}

bool is_plain_release(const Version& version) {
  return version.phase == Phase::none && !version.is_post && !version.is_dev && version.local.empty();
}

Result<Specifier> parse_specifier(std::string_view text) {
  const auto sign = std::find_if(kOperators.begin(), kOperators.end(),
                                 [&](const auto& entry) { return text.starts_with(entry.first); });
  if (sign == kOperators.end()) return fail(ErrorCode::syntax, "a specifier without an operator");
  Specifier out;
  out.operation = sign->second;
  std::string_view written = ascii::trim(text.substr(sign->first.size()));
  if (out.operation == Operator::arbitrary) {
    if (written.empty() || written.find_first_of(" \t\n\v\f\r;)") != std::string_view::npos)
      return fail(ErrorCode::syntax, "a specifier without one text after ===");
    out.version = written;
    const auto known = parse_version(written);
    out.names_prerelease = known && known->is_prerelease();
    return out;
  }
  const bool equality = out.operation == Operator::equal || out.operation == Operator::not_equal;
  if (equality && written.ends_with(".*")) {
    out.wildcard = true;
    written.remove_suffix(2);
  }
  const Version version = TRY(parse_version(written));
  if (out.wildcard && (!is_plain_release(version) || ascii::is_space(written.back())))
    return fail(ErrorCode::syntax, "a specifier with .* after more than a release");
  if (!equality && !version.local.empty()) return fail(ErrorCode::syntax, "a specifier with a local version");
  if (out.operation == Operator::compatible && version.release.find('.') == std::string_view::npos)
    return fail(ErrorCode::syntax, "a specifier ~= with one number");
  out.version = version.text();
  out.names_prerelease = version.is_prerelease() && out.operation != Operator::not_equal;
  out.keys = keys_of(out, version);
  return out;
}

bool contains(const KeyInterval& interval, const VersionKey& key) {
  return key >= interval.lower && (interval.upper.bytes().empty() || key < interval.upper);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char left, char right) { return ascii::lower(left) == ascii::lower(right); });
}

}  // namespace

std::string Specifier::text() const {
  std::string out;
  for (const auto& [sign, meaning] : kOperators)
    if (meaning == operation) out = sign;
  out += version;
  if (wildcard) out += ".*";
  return out;
}

std::string Specifiers::text() const {
  std::string out;
  for (const Specifier& specifier : list) out += (out.empty() ? "" : ",") + specifier.text();
  return out;
}

std::string next_prefix(const Version& version) {
  Version prefix;
  prefix.epoch = version.epoch;
  prefix.release = version.release;
  std::string out = prefix.text();
  std::size_t at = out.size();
  while (at > 0 && out[at - 1] == '9') out[--at] = '0';
  if (at > 0 && ascii::is_digit(out[at - 1])) ++out[at - 1];
  else out.insert(at, 1, '1');
  return out;
}

Result<Specifiers> parse_specifiers(std::string_view text) {
  if (text.size() > kMaxSpecifierBytes) return fail(ErrorCode::too_large, "the specifiers are longer than 16384 bytes");
  Specifiers out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view item = ascii::trim(text.substr(at, comma - at));
    if (item.size() > kMaxVersionBytes) return fail(ErrorCode::too_large, "a specifier is longer than 1024 bytes");
    if (!item.empty()) out.list.push_back(TRY(parse_specifier(item)));
    if (out.list.size() > kMaxSpecifiers) return fail(ErrorCode::too_many, "more than 1000 specifiers");
    at = comma + 1;
  }
  return out;
}

Result<bool> satisfies(std::string_view version, const Specifiers& specifiers, Prereleases policy) {
  const auto& list = specifiers.list;
  const auto parsed = parse_version(version);
  const bool by_text = std::any_of(
      list.begin(), list.end(), [](const Specifier& specifier) { return specifier.operation == Operator::arbitrary; });
  if (!parsed && !by_text) return std::unexpected(parsed.error());
  VersionKey key;
  if (parsed) {
    put_key(key, *parsed);
    const bool named = std::any_of(list.begin(), list.end(), [](const auto& each) { return each.names_prerelease; });
    if (parsed->is_prerelease() && policy == Prereleases::if_named && !named) return false;
  }
  return std::all_of(list.begin(), list.end(), [&](const Specifier& specifier) {
    if (specifier.operation == Operator::arbitrary) return equal_ignoring_case(version, specifier.version);
    return parsed && std::any_of(specifier.keys.begin(), specifier.keys.end(),
                                 [&](const KeyInterval& interval) { return contains(interval, key); });
  });
}

}  // namespace cordon::model::pep440
