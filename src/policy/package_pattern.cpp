#include "policy/package_pattern.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "model/purl_types.h"

namespace cordon::policy {
namespace {

constexpr std::size_t kMostBytes = 1'024;
constexpr std::string_view kScheme = "pkg:", kScope = "%40";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool has_one_spelling(std::string_view type) { return type != "pypi" && type != "github" && type != "maven"; }

// Names that mean one package are equal in this form (purl-spec, PEP 503).
std::string spelled(std::string_view type, std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (type == "maven") {
      out += c == ':' ? '/' : c;
    } else if (type == "pypi" && (c == '-' || c == '_' || c == '.')) {
      if (!out.ends_with('-')) out += '-';
    } else {
      out += lower(c);
    }
  }
  return out;
}

bool is_ordered_as_npm(std::string_view type) { return type.empty() || type == "npm" || type == "jsr"; }

std::unexpected<Error> refuse(std::string_view text, const std::string& why) {
  return fail(ErrorCode::invalid_value, "the package " + text::visible(text) + " " + why);
}

bool is_type(std::string_view type) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
  };
  return !type.empty() && std::ranges::all_of(type, fits);
}

std::string_view without_quotes(std::string_view versions) {
  const bool quoted = versions.size() >= 2 && versions.front() == '"' && versions.back() == '"';
  return quoted ? versions.substr(1, versions.size() - 2) : versions;
}

}  // namespace

Result<PackagePattern> PackagePattern::parse(std::string_view text, Prereleases prereleases) {
  PackagePattern out;
  out.text_ = text;
  if (text.size() > kMostBytes) return refuse(text, "is longer than any name");
  std::string_view rest = text;
  if (rest.starts_with(kScheme)) {
    rest.remove_prefix(kScheme.size());
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || !is_type(rest.substr(0, slash)))
      return refuse(text, "is no package URL: write pkg:TYPE/name, such as pkg:pypi/requests");
    out.type_ = rest.substr(0, slash);
    const std::vector<std::string_view> types = model::known_purl_types();
    if (std::ranges::find(types, out.type_) == types.end())
      return refuse(text, "is of a type that no package has" +
                              (model::purl_type_of_ecosystem(out.type_) == out.type_
                                   ? did_you_mean(out.type_, types)
                                   : ": write pkg:" + std::string(model::purl_type_of_ecosystem(out.type_)) + "/…"));
    rest.remove_prefix(slash + 1);
    if (rest.starts_with(kScope)) {
      out.name_ = "@";
      rest.remove_prefix(kScope.size());
    }
  }
  const std::size_t at = rest.find('@', out.name_.empty() ? 1 : 0);
  out.name_ += rest.substr(0, at);
  const bool has_versions = at != std::string_view::npos;
  if (has_versions) out.versions_ = without_quotes(rest.substr(at + 1));
  if (out.name_.empty()) return refuse(text, "has no name: write a name, or \"*\" for all");
  if (std::ranges::any_of(out.name_, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '%'; }))
    return refuse(text, "has a name that no package has: write it as its registry does");
  if (out.name_.ends_with('*')) {
    out.is_prefix_ = true;
    out.name_.pop_back();
  }
  // "@acme*" would mean "@acme-evil/a", too.
  const std::size_t slash = out.name_.find('/');
  const bool has_scope = out.name_.starts_with('@');
  if (has_scope && (slash == std::string::npos || slash == 1))
    return refuse(text, "has a scope and no name: write @scope/name, or @scope/* for all of it");
  if (out.name_.ends_with('/') && !out.is_prefix_) return refuse(text, "has no name behind the '/'");
  if (out.name_.contains('*'))
    return refuse(text, "has a '*' that is not its end: only beginnings of names are compared");
  if (!has_versions) return out;
  if (out.is_prefix_) return refuse(text, "has a version behind a '*': write it behind each name");
  if (out.versions_.empty()) return refuse(text, "has no version behind the '@': write one, or leave the '@' out");
  if (!is_ordered_as_npm(out.type_)) {
    if (out.versions_.find_first_of("<>=~^|*, ") != std::string::npos)
      return refuse(text, "has a range: those of npm are read, of " + out.type_ + " write a version");
    return out;
  }
  model::semver::Options options;
  options.include_prerelease = prereleases == Prereleases::all;
  Result<model::semver::Range> range = model::semver::parse_range(out.versions_, options);
  if (!range)
    return refuse(text, out.type_.empty()
                            ? "has no range of npm behind the '@': write one such as >=1.14.1 <1.14.2, or "
                              "pkg:TYPE/name@VERSION for another ecosystem"
                            : "has no range of npm behind the '@': write one such as >=1.14.1 <1.14.2");
  out.range_ = std::move(*range);
  return out;
}

bool PackagePattern::names(std::string_view type, std::string_view name) const {
  if (!type_.empty() && type_ != type) return false;
  if (has_one_spelling(type)) return is_prefix_ ? name.starts_with(name_) : name == name_;
  const std::string own = spelled(type, name_), other = spelled(type, name);
  return is_prefix_ ? other.starts_with(own) : other == own;
}

Match PackagePattern::match(std::string_view type, std::string_view name, std::string_view version) const {
  if (!names(type, name)) return Match::no;
  if (versions_.empty()) return Match::yes;
  if (version == versions_) return Match::yes;
  if (version.empty()) return Match::unknown;
  if (!range_ || type.empty() || !is_ordered_as_npm(type)) return Match::no;
  const auto parsed = model::semver::parse_version(version, range_->options);
  if (!parsed) return Match::unknown;
  return model::semver::satisfies(*parsed, *range_) ? Match::yes : Match::no;
}

}  // namespace cordon::policy
