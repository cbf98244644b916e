// Ranges: a text is cut into tokens, each token is written out as plain comparators, and those are parsed. The order of
// the steps is node-semver's, because on odd texts ("1.2.3*", "> =1", "foo || 1") the order decides the meaning.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "model/semver.h"
#include "model/semver_scan.h"

namespace cordon::model::semver {
namespace {

constexpr std::string_view kNothing = "<0.0.0-0";  // no version is below it

bool is_x(std::string_view part) { return part.empty() || part == "x" || part == "X" || part == "*"; }

// The number plus one, written as JavaScript writes it: from 2^53 on rounded, from 1e21 on with an exponent. The parser
// of comparators refuses what comes of that as node-semver does.
std::string plus_one(std::string_view digits) {
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  value += 1;
  std::array<char, 64> buffer;
  const auto format = value < 1e21 ? std::chars_format::fixed : std::chars_format::scientific;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
  return std::string(buffer.data(), result.ptr);
}

std::string without_builds(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t end = scan::build(text, at); end != at) at = end;
    else out += text[at++];
  }
  return out;
}

std::string join(std::string_view a, std::string_view b, std::string_view c, std::string_view tail = {}) {
  std::string out;
  out.append(a).append(".").append(b).append(".").append(c).append(tail);
  return out;
}

std::string upper_bound_of(const scan::Parts& to, std::string_view text, bool include_prerelease) {
  if (is_x(to.major)) return {};
  if (is_x(to.minor)) return "<" + join(plus_one(to.major), "0", "0-0");
  if (is_x(to.patch)) return "<" + join(to.major, plus_one(to.minor), "0-0");
  if (!to.prerelease.empty()) return "<=" + join(to.major, to.minor, to.patch, "-").append(to.prerelease);
  if (include_prerelease) return "<" + join(to.major, to.minor, plus_one(to.patch), "-0");
  return std::string("<=").append(text);
}

// "1.2 - 3.4.5" as ">=1.2.0 <=3.4.5"; nothing when the text is no such range.
std::optional<std::string> hyphen_range(std::string_view text, Options options) {
  const std::size_t first = text.starts_with(' ') ? 1 : 0;
  const auto from = scan::partial(text, first, options.loose, scan::Ending::at_end);
  if (!from || !text.substr(from->end).starts_with(" - ")) return std::nullopt;
  const std::size_t second = from->end + 3;
  const auto to = scan::partial(text, second, options.loose, scan::Ending::at_end);
  if (!to || (to->end != text.size() && text.substr(to->end) != " ")) return std::nullopt;

  const std::string_view lowest = options.include_prerelease ? "-0" : "";
  std::string out;
  if (is_x(from->major)) out = "";
  else if (is_x(from->minor)) out = ">=" + join(from->major, "0", "0", lowest);
  else if (is_x(from->patch)) out = ">=" + join(from->major, from->minor, "0", lowest);
  else out.append(">=").append(text.substr(first, from->end - first)).append(from->prerelease.empty() ? lowest : "");

  const std::string upper = upper_bound_of(*to, text.substr(second, to->end - second), options.include_prerelease);
  if (!out.empty() && !upper.empty()) out += ' ';
  return out + upper;
}

std::size_t skip_operator(std::string_view text, std::size_t at) {
  if (at < text.size() && (text[at] == '<' || text[at] == '>')) ++at;
  if (at < text.size() && text[at] == '=') ++at;
  return at;
}

// "> 1.2.3" as ">1.2.3"
std::string close_operators(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t operator_end = skip_operator(text, at + (text[at] == ' ' ? 1 : 0));
    const std::size_t version =
        operator_end < text.size() && text[operator_end] == ' ' ? operator_end + 1 : operator_end;
    auto parts = scan::full(text, version, true, scan::Ending::anywhere);
    if (!parts) parts = scan::partial(text, version, false, scan::Ending::anywhere);
    if (parts) {
      out.append(text.substr(at, operator_end - at)).append(text.substr(version, parts->end - version));
      at = parts->end;
    } else {
      // No version follows this run of prefix bytes, from wherever in it one starts to look.
      const std::size_t end = std::max(at + 1, scan::skip_prefix(text, at));
      out.append(text.substr(at, end - at));
      at = end;
    }
  }
  return out;
}

// "~ 1", "~> 1" as "~1" and "^ 1" as "^1"
std::string close_tildes_and_carets(std::string_view text) {
  std::string tildes_closed;
  for (std::size_t at = 0; at < text.size(); ++at) {
    tildes_closed += text[at];
    if (text[at] != '~') continue;
    const std::size_t space = at + (text.substr(at).starts_with("~>") ? 2 : 1);
    if (space < text.size() && text[space] == ' ') at = space;
  }
  std::string out;
  for (std::size_t at = 0; at < tildes_closed.size(); ++at) {
    out += tildes_closed[at];
    if (tildes_closed[at] == '^' && at + 1 < tildes_closed.size() && tildes_closed[at + 1] == ' ') ++at;
  }
  return out;
}

using Texts = std::vector<std::string>;

Texts between(std::string lower, std::string upper) { return {">=" + std::move(lower), "<" + std::move(upper)}; }

Texts expand_caret(const scan::Parts& p, std::string_view lowest) {
  if (is_x(p.major)) return {""};
  const bool zero = p.major == "0";
  const std::string next_major = join(plus_one(p.major), "0", "0-0");
  if (is_x(p.minor)) return between(join(p.major, "0", "0", lowest), next_major);
  const std::string next_minor = join(p.major, plus_one(p.minor), "0-0");
  if (is_x(p.patch)) return between(join(p.major, p.minor, "0", lowest), zero ? next_minor : next_major);
  std::string lower = join(p.major, p.minor, p.patch);
  if (!p.prerelease.empty()) lower.append("-").append(p.prerelease);
  if (!zero) return between(std::move(lower), next_major);
  if (p.minor != "0") return between(std::move(lower), next_minor);
  return between(std::move(lower), join(p.major, p.minor, plus_one(p.patch), "-0"));
}

Texts expand_tilde(const scan::Parts& p, std::string_view lowest) {
  if (is_x(p.major)) return {""};
  if (is_x(p.minor)) return between(join(p.major, "0", "0", lowest), join(plus_one(p.major), "0", "0-0"));
  const std::string next_minor = join(p.major, plus_one(p.minor), "0-0");
  if (is_x(p.patch)) return between(join(p.major, p.minor, "0", lowest), next_minor);
  std::string lower = join(p.major, p.minor, p.patch);
  if (!p.prerelease.empty()) lower.append("-").append(p.prerelease);
  return between(std::move(lower), next_minor);
}

// "1.x", ">1.2", "<=*"; nothing when no part is an x, so that the token stays as it is.
std::optional<Texts> expand_x_range(std::string_view operation, const scan::Parts& p, std::string_view lowest) {
  const bool x_major = is_x(p.major), x_minor = is_x(p.minor), x_patch = is_x(p.patch);
  if ((x_major && !x_minor) || (x_minor && !x_patch)) return std::nullopt;  // "x.1" means nothing
  if (x_major) {
    const bool strict = operation == "<" || operation == ">";
    return strict ? Texts{std::string(kNothing)} : Texts{"*"};
  }
  if (!x_patch) return std::nullopt;
  if (operation.empty() || operation == "=") {
    if (x_minor) return between(join(p.major, "0", "0", lowest), join(plus_one(p.major), "0", "0-0"));
    return between(join(p.major, p.minor, "0", lowest), join(p.major, plus_one(p.minor), "0-0"));
  }
  const bool next = operation == ">" || operation == "<=";  // beyond all that x stands for
  const bool below = operation == "<" || operation == "<=";
  const std::string major = next && x_minor ? plus_one(p.major) : std::string(p.major);
  const std::string minor = x_minor ? "0" : next ? plus_one(p.minor) : std::string(p.minor);
  return Texts{(below ? "<" : ">=") + join(major, minor, "0", below ? "-0" : lowest)};
}

// Removes the first '*' with the operator before it: in a comparator it asks for nothing.
std::string without_star(std::string token) {
  const std::size_t star = token.find('*');
  if (star == std::string::npos) return token;
  std::size_t first = star;
  if (first > 0 && token[first - 1] == '=') --first;
  if (first > 0 && (token[first - 1] == '<' || token[first - 1] == '>')) --first;
  return token.erase(first, star + 1 - first);
}

// The plain comparators that a token without spaces stands for.
Texts expand(std::string_view written, Options options) {
  const std::string without_build = without_builds(written);  // numbers in exponent form have one
  const std::string_view token = without_build;
  const std::string_view lowest = options.include_prerelease ? "-0" : "";
  const auto whole = [&](std::size_t at) -> std::optional<scan::Parts> {
    const auto parts = scan::partial(token, at, options.loose, scan::Ending::at_end);
    return parts && parts->end == token.size() ? parts : std::nullopt;
  };
  Texts out;
  if (token.starts_with('^')) {
    if (const auto parts = whole(1)) out = expand_caret(*parts, lowest);
  } else if (token.starts_with('~')) {
    if (const auto parts = whole(token.starts_with("~>") ? 2 : 1)) out = expand_tilde(*parts, lowest);
  } else if (const std::size_t operator_end = skip_operator(token, 0); const auto parts = whole(operator_end)) {
    out = expand_x_range(token.substr(0, operator_end), *parts, lowest).value_or(Texts{});
  }
  if (out.empty()) out.emplace_back(token);
  for (std::string& text : out) text = without_star(std::move(text));
  return out;
}

// Nothing when the text has not the form of a comparator; invalid_value when a number is too big, too_large.
Result<std::optional<Comparator>> parse_comparator(std::string_view text, Options options) {
  if (text.empty()) return Comparator{};
  const std::size_t operator_end = skip_operator(text, 0);
  const auto parts = scan::full(text, operator_end, options.loose, scan::Ending::at_end);
  if (!parts || parts->end != text.size()) return std::nullopt;
  const std::string_view operation = text.substr(0, operator_end);
  Comparator out;
  out.version = TRY(parse_version(text.substr(operator_end), options));
  out.operation = operation == "<"    ? Operator::less
                  : operation == "<=" ? Operator::less_equal
                  : operation == ">"  ? Operator::greater
                  : operation == ">=" ? Operator::greater_equal
                                      : Operator::equal;
  return out;
}

// A text of an alternative as tokens without spaces. Tokens that expand to nothing count at the ends only, where they
// stand for "any version".
Texts plain_comparators(std::string_view text, Options options) {
  std::string line = without_builds(text);
  if (auto hyphen = hyphen_range(line, options)) line = std::move(*hyphen);
  line = close_tildes_and_carets(close_operators(line));
  Texts all;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t space = std::min(line.find(' ', at), line.size());
    for (std::string& piece : expand(std::string_view(line).substr(at, space - at), options))
      all.push_back(std::move(piece));
    at = space + 1;
  }
  const bool open = all.front().empty() || all.back().empty();
  std::erase_if(all, [](const std::string& piece) { return piece.empty(); });
  if (open) all.emplace_back();
  const std::string_view any = options.include_prerelease ? ">=0.0.0-0" : ">=0.0.0";
  std::replace(all.begin(), all.end(), std::string(any), std::string());
  return all;
}

// One alternative; no comparators when loose mode dropped them all.
Result<std::vector<Comparator>> parse_alternative(std::string_view text, Options options) {
  std::vector<Comparator> out;
  std::set<std::string, std::less<>> seen;
  bool any = false;
  for (const std::string& piece : plain_comparators(text, options)) {
    auto comparator = TRY(parse_comparator(piece, options));
    if (!comparator) {
      if (options.loose) continue;
      return fail(ErrorCode::syntax, "not a range of versions");
    }
    any |= comparator->operation == Operator::any;
    if (comparator->operation != Operator::any && seen.insert(comparator->text()).second)
      out.push_back(std::move(*comparator));
    if (out.size() > kMaxComparators) return fail(ErrorCode::too_many, "too many comparators in a range");
  }
  for (Comparator& comparator : out)
    if (comparator.text() == kNothing) return std::vector<Comparator>{std::move(comparator)};
  if (out.empty() && any) out.emplace_back();
  return out;
}

// Alternatives that no version satisfies are dropped unless all are such; with an alternative that all satisfy the
// others mean nothing.
void simplify(std::vector<std::vector<Comparator>>& alternatives) {
  if (alternatives.size() < 2) return;
  std::vector<Comparator> first = alternatives.front();
  std::erase_if(alternatives, [](const auto& set) { return set.front().text() == kNothing; });
  if (alternatives.empty()) alternatives.push_back(std::move(first));
  const auto any = std::find_if(alternatives.begin(), alternatives.end(), [](const auto& set) {
    return set.size() == 1 && set.front().operation == Operator::any;
  });
  if (any != alternatives.end()) alternatives = {{Comparator{}}};
}

}  // namespace

std::string Comparator::text() const {
  switch (operation) {
    case Operator::any: return {};
    case Operator::equal: return version.text();
    case Operator::less: return "<" + version.text();
    case Operator::less_equal: return "<=" + version.text();
    case Operator::greater: return ">" + version.text();
    case Operator::greater_equal: return ">=" + version.text();
  }
  return {};
}

std::string Range::text() const {
  std::string out;
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (i != 0) out += "||";
    for (std::size_t k = 0; k < alternatives[i].size(); ++k) {
      if (k != 0) out += ' ';
      out += alternatives[i][k].text();
    }
  }
  return out;
}

Result<Range> parse_range(std::string_view text, Options options) {
  if (text.size() > kMaxRangeBytes) return fail(ErrorCode::too_large, "the range is longer than 16384 bytes");
  const std::string squeezed = scan::squeeze(text);
  Range out;
  out.options = options;
  std::size_t comparators = 0;
  for (std::size_t at = 0; at <= squeezed.size();) {
    const std::size_t bar = std::min(squeezed.find("||", at), squeezed.size());
    std::string_view part = std::string_view(squeezed).substr(at, bar - at);
    if (part.starts_with(' ')) part.remove_prefix(1);
    if (part.ends_with(' ')) part.remove_suffix(1);
    auto alternative = TRY(parse_alternative(part, options));
    comparators += alternative.size();
    if (comparators > kMaxComparators) return fail(ErrorCode::too_many, "too many comparators in a range");
    if (!alternative.empty()) out.alternatives.push_back(std::move(alternative));
    at = bar + 2;
  }
  if (out.alternatives.empty()) return fail(ErrorCode::syntax, "not a range of versions");
  simplify(out.alternatives);
  return out;
}

}  // namespace cordon::model::semver
