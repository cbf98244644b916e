#include "intel/package_form.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "intel/characters.h"
#include "model/semver.h"
#include "model/version_order.h"

namespace cordon::intel {
namespace {

constexpr std::array<std::string_view, 5> kEcosystems = {"npm", "pypi", "crates", "composer", "go"};

bool is_url_safe(char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~'; }

bool is_npm_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && std::ranges::all_of(part, is_url_safe);
}

Fault npm_name_fault(std::string_view name) {
  if (name.empty() || name.size() > 214) return "an npm name has 1 to 214 bytes";
  if (!name.starts_with('@')) return is_npm_part(name) ? Fault{} : "no npm name";
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return "a scoped npm name is @scope/name";
  return is_npm_part(name.substr(1, slash - 1)) && is_npm_part(name.substr(slash + 1)) ? Fault{} : "no npm name";
}

Fault pypi_name_fault(std::string_view name) {
  if (name.empty() || name.size() > 214) return "no PyPI name";
  char before = '-';
  for (const char c : name) {
    const bool single_hyphen = c == '-' && before != '-';
    if (!is_lower(c) && !is_digit(c) && !single_hyphen)
      return "no normalised PyPI name (PEP 503: lower case, single hyphens)";
    before = c;
  }
  return before == '-' ? "no PyPI name" : Fault{};
}

Fault crate_name_fault(std::string_view name) {
  if (name.empty() || name.size() > 64 || is_digit(name[0])) return "no crate name";
  return std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; }) ? Fault{}
                                                                                                      : "no crate name";
}

Fault composer_name_fault(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos || name.size() > 214) return "a Composer name is vendor/package";
  for (const std::string_view part : {name.substr(0, slash), name.substr(slash + 1)}) {
    const auto allowed = [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; };
    if (part.empty() || !std::ranges::all_of(part, allowed)) return "no Composer name (lower case)";
  }
  return {};
}

Fault go_name_fault(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (name.size() > 500 || name.substr(0, slash).find('.') == std::string_view::npos) return "no Go module path";
  if (name.front() == '/' || name.back() == '/' || name.find("//") != std::string_view::npos)
    return "no Go module path";
  const auto allowed = [](char c) { return is_url_safe(c) || c == '/'; };
  return std::ranges::all_of(name, allowed) ? Fault{} : "no Go module path";
}

// Dot-separated identifiers of a pre-release or build (SemVer 2.0.0, rules 9 and 10).
bool are_identifiers(std::string_view text, bool leading_zeros) {
  std::size_t length = 0;
  bool digits_only = true;
  char first = 0;
  const auto ends_well = [&] { return length > 0 && (leading_zeros || !digits_only || length == 1 || first != '0'); };
  for (const char c : text) {
    if (c == '.') {
      if (!ends_well()) return false;
      length = 0;
      digits_only = true;
      continue;
    }
    if (!is_alphanumeric(c) && c != '-') return false;
    if (length++ == 0) first = c;
    digits_only = digits_only && is_digit(c);
  }
  return ends_well();
}

bool is_semver(std::string_view version) {
  if (version.size() > 256) return false;
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t start = at;
    while (at < version.size() && is_digit(version[at])) ++at;
    if (at == start || (version[start] == '0' && at - start > 1)) return false;
    if (part < 2 && (at == version.size() || version[at++] != '.')) return false;
  }
  std::string_view rest = version.substr(at);
  if (const std::size_t plus = rest.find('+'); plus != std::string_view::npos) {
    if (!are_identifiers(rest.substr(plus + 1), true)) return false;
    rest = rest.substr(0, plus);
  }
  return rest.empty() || (rest[0] == '-' && are_identifiers(rest.substr(1), false));
}

// PEP 440's normalised form, the one the index shows: [N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local].
bool is_pep440(std::string_view version) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t start = at;
    while (at < version.size() && is_digit(version[at])) ++at;
    return at > start;
  };
  const auto word = [&](std::string_view text) {
    if (!version.substr(at).starts_with(text)) return false;
    at += text.size();
    return true;
  };
  if (version.size() > 256 || !digits()) return false;
  if (word("!") && !digits()) return false;
  while (at + 1 < version.size() && version[at] == '.' && is_digit(version[at + 1])) {
    ++at;
    digits();
  }
  if ((word("a") || word("b") || word("rc")) && !digits()) return false;
  if (word(".post") && !digits()) return false;
  if (word(".dev") && !digits()) return false;
  if (at < version.size() && version[at] == '+') {
    const std::string_view local = version.substr(at + 1);
    return !local.empty() && std::ranges::all_of(local, [](char c) { return is_lower(c) || is_digit(c) || c == '.'; });
  }
  return at == version.size();
}

// Composer takes the version from a tag, with or without "v".
bool is_composer_version(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  if (version.empty() || version.size() > 256 || !is_digit(version[0])) return false;
  return std::ranges::all_of(version,
                             [](char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c == '+' || c == '_'; });
}

}  // namespace

Fault ecosystem_fault(std::string_view ecosystem) {
  const bool known = std::ranges::find(kEcosystems, ecosystem) != kEcosystems.end();
  return known ? Fault{} : "unknown ecosystem (npm, pypi, crates, composer, go)";
}

Fault package_name_fault(std::string_view ecosystem, std::string_view name) {
  if (ecosystem == "npm") return npm_name_fault(name);
  if (ecosystem == "pypi") return pypi_name_fault(name);
  if (ecosystem == "crates") return crate_name_fault(name);
  if (ecosystem == "composer") return composer_name_fault(name);
  if (ecosystem == "go") return go_name_fault(name);
  return ecosystem_fault(ecosystem);
}

Fault version_fault(std::string_view ecosystem, std::string_view version) {
  if (ecosystem == "npm" || ecosystem == "crates") return is_semver(version) ? Fault{} : "no SemVer version";
  if (ecosystem == "pypi") return is_pep440(version) ? Fault{} : "no PEP 440 version";
  if (ecosystem == "composer") return is_composer_version(version) ? Fault{} : "no Composer version";
  if (ecosystem == "go")
    return version.starts_with('v') && is_semver(version.substr(1)) ? Fault{} : "no Go version (vX.Y.Z)";
  return ecosystem_fault(ecosystem);
}

std::string normal_name(std::string_view ecosystem, std::string_view name) {
  const bool pypi = ecosystem == "pypi";
  if (!pypi && ecosystem != "composer" && ecosystem != "github-actions") return std::string(name);
  std::string out;
  out.reserve(name.size());
  for (const char c : name) {
    const bool separator = pypi && (c == '-' || c == '_' || c == '.');
    if (separator && out.ends_with('-')) continue;
    out += separator ? '-' : is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string normal_version(std::string_view ecosystem, std::string_view version) {
  constexpr std::string_view kTags = "refs/tags/";
  if (ecosystem == "github-actions" && version.starts_with(kTags)) version.remove_prefix(kTags.size());
  if (ecosystem != "npm" || version.empty()) return std::string(version);
  const Result<model::semver::Version> parsed = model::semver::parse_version(version, {.loose = true});
  return parsed ? parsed->text() : std::string(version);
}

bool same_release(std::string_view ecosystem, std::string_view one, std::string_view other) {
  if (one == other || ecosystem != "pypi") return one == other;
  const auto order = model::compare_versions(model::Ecosystem::pypi, one, other);
  return order && *order == std::strong_ordering::equal;
}

bool is_security_placeholder(std::string_view ecosystem, std::string_view version) {
  static constexpr std::string_view kPlaceholder = "0.0.1-security";
  if (ecosystem != "npm" || !version.starts_with(kPlaceholder)) return false;
  const std::string_view rest = version.substr(kPlaceholder.size());
  return rest.empty() || (rest.size() > 1 && rest[0] == '.' && std::ranges::all_of(rest.substr(1), is_digit));
}

}  // namespace cordon::intel
