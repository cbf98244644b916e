#include "policy/policy_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/date.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/yaml.h"
#include "model/purl.h"

namespace cordon::policy {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

constexpr std::string_view kCaseKeys[] = {"name", "today", "release", "expect"};
constexpr std::string_view kReleaseKeys[] = {"package", "version",        "registry",  "integrity", "licences",
                                             "risk",    "install_script", "published", "new",       "origin"};
constexpr std::string_view kExpectKeys[] = {"verdict", "rules", "unknown"};

std::unexpected<Error> wrong(ErrorCode code, const std::string& what, const Value& at) {
  return fail(code, what, at.line());
}

// Fails where the value is no mapping, or has another key.
Result<void> check_keys(const Value& value, const std::string& what, std::span<const std::string_view> known) {
  if (!value.is_object()) return wrong(ErrorCode::wrong_type, what + " must be a mapping", value);
  for (const Value::Member& member : value.all_members()) {
    if (member.shadowed)
      return fail(ErrorCode::invalid_value, "the key " + text::visible(member.key) + " stands twice", member.line());
    if (std::ranges::find(known, member.key) == known.end())
      return fail(ErrorCode::unknown_key,
                  "unknown key " + text::visible(member.key) + " of " + what + did_you_mean(member.key, known),
                  member.line());
  }
  return {};
}

Result<std::string> needed(const Value& row, const char* key, const std::string& what) {
  const std::string_view text = row[key].text();
  if (text.empty()) return wrong(ErrorCode::missing_field, what + " needs " + key, row);
  return std::string(text);
}

// A text, or a list of texts.
Result<std::vector<std::string>> texts_of(const Value& value, const std::string& key) {
  std::vector<std::string> out;
  if (value.is_array()) {
    for (const Value element : value.elements()) {
      if (!element.string()) return wrong(ErrorCode::wrong_type, key + " must be a list of texts", element);
      out.emplace_back(element.text());
    }
  } else if (const auto text = value.string()) {
    out.emplace_back(*text);
  } else {
    return wrong(ErrorCode::wrong_type, key + " must be a text or a list of texts", value);
  }
  return out;
}

// A date or a time, as seconds.
Result<std::int64_t> moment_of(const Value& value, const std::string& key) {
  if (const auto days = days_of(value.text())) return *days * kDaySeconds;
  if (const auto seconds = seconds_of(value.text())) return *seconds;
  return wrong(ErrorCode::invalid_value, key + " must be a date, YYYY-MM-DD, or a time such as 2026-03-31T00:21:58Z",
               value);
}

// As it comes out of a lockfile: a host has the id that is known of it.
model::Registry registry_of(std::string_view written, const Release& release, const model::Registries& registries) {
  if (!written.contains('.')) return {std::string(written), model::RegistryClass::public_};
  return registries.classify(release.type, "https://" + std::string(written) + "/", release.name);
}

Result<void> read_origin(const Value& value, Release& release) {
  using model::Origin;
  const std::string_view text = value.text();
  if (text == "registry") return {};
  if (text == "git") release.origin = Origin::git;
  else if (text == "http") release.origin = Origin::http;
  else if (text == "bundled") release.bundled = true;
  else return wrong(ErrorCode::invalid_value, "origin must be registry, git, http or bundled", value);
  return {};
}

Result<void> read_package(const Value& row, Release& release) {
  const std::string package = TRY(needed(row, "package", "the release"));
  release.type = "npm";
  release.name = package;
  release.version = row["version"].text();
  if (!package.starts_with("pkg:")) {
    if (const std::size_t at = package.find('@', 1); at != std::string::npos)
      return wrong(ErrorCode::invalid_value,
                   "package is a name alone: write package: " + text::visible(package.substr(0, at)) +
                       ", version: " + text::visible(package.substr(at + 1)),
                   row["package"]);
    return {};
  }
  const Result<model::Purl> purl = model::parse_purl(package);
  if (!purl) return wrong(purl.error().code, "package: " + purl.error().message, row["package"]);
  release.type = purl->type;
  release.name = purl->full_name();
  if (!purl->version.empty() && !release.version.empty() && purl->version != release.version)
    return wrong(ErrorCode::invalid_value, "the package URL has another version than 'version'", row["version"]);
  if (release.version.empty()) release.version = purl->version;
  return {};
}

Result<void> read_release(const Value& row, std::int64_t now, const model::Registries& registries, Release& release) {
  TRY(check_keys(row, "the release", kReleaseKeys));
  TRY(read_package(row, release));
  if (const Value registry = row["registry"]) {
    if (registry.text().find_first_of("/: ") != std::string_view::npos || registry.text().empty())
      return wrong(ErrorCode::invalid_value, "registry must be an id, such as npm, or a host alone", registry);
    release.registry = registry_of(registry.text(), release, registries);
    if (registry.text().contains('.'))
      release.host = model::Registries::host_of("https://" + std::string(registry.text()));
  }
  if (const Value origin = row["origin"]) TRY(read_origin(origin, release));
  if (const Value integrity = row["integrity"]) release.integrity = TRY(texts_of(integrity, "integrity"));
  if (const Value licences = row["licences"]) release.licences = TRY(texts_of(licences, "licences"));
  if (const Value script = row["install_script"]) {
    const auto parsed = model::install_script_from_string(script.text());
    if (!parsed) return wrong(ErrorCode::invalid_value, "install_script must be yes, no or unknown", script);
    release.install_script = *parsed;
  } else {
    release.install_script = model::InstallScript::unknown;
  }
  if (const Value published = row["published"])
    release.age = KnownAge{now - TRY(moment_of(published, "published")), "the case"};
  if (const Value risk = row["risk"]) {
    release.risk = risk.integer();
    if (!release.risk) return wrong(ErrorCode::wrong_type, "risk must be a whole number of decibans", risk);
  }
  release.is_new = release.risk.has_value();
  if (const Value is_new = row["new"]) {
    if (!is_new.is_boolean()) return wrong(ErrorCode::wrong_type, "new must be true or false", is_new);
    release.is_new = is_new.is_true();
  }
  return {};
}

Result<std::optional<std::vector<std::string>>> ids_of(const Value& expect, const char* key) {
  const Value value = expect[key];
  if (!value) return std::nullopt;
  if (!value.is_array())
    return wrong(ErrorCode::wrong_type, std::string(key) + " must be a list of ids of rules", value);
  std::vector<std::string> out = TRY(texts_of(value, key));
  std::ranges::sort(out);
  return out;
}

Result<TestCase> read_case(const Value& row, std::string_view display_path, const model::Registries& registries) {
  TRY(check_keys(row, "a case", kCaseKeys));
  TestCase out;
  out.place = {std::string(display_path), row.line()};
  out.name = TRY(needed(row, "name", "a case"));
  const std::string what = "the case '" + text::visible(out.name) + "'";
  TRY(needed(row, "today", what));
  const std::int64_t now = TRY(moment_of(row["today"], "today"));
  out.today = time_of(now).substr(0, 10);
  if (!row["release"]) return wrong(ErrorCode::missing_field, what + " needs release", row);
  TRY(read_release(row["release"], now, registries, out.release));
  const Value expect = row["expect"];
  if (!expect) return wrong(ErrorCode::missing_field, what + " needs expect", row);
  TRY(check_keys(expect, "expect", kExpectKeys));
  const auto verdict = model::verdict_value_from_string(TRY(needed(expect, "verdict", "expect of " + what)));
  if (!verdict) return wrong(ErrorCode::invalid_value, "verdict must be allow, review or block", expect["verdict"]);
  out.verdict = *verdict;
  out.broken = TRY(ids_of(expect, "rules"));
  out.unknown = TRY(ids_of(expect, "unknown"));
  return out;
}

std::string listed(const std::vector<std::string>& ids) {
  return ids.empty() ? "none" : fmt::format("{}", fmt::join(ids, ", "));
}

}  // namespace

Result<std::vector<TestCase>> read_test_cases(const std::string& text, std::string_view display_path,
                                              const model::Registries& registries, const Limits& limits) {
  const Document document = TRY(yaml::parse(text, limits));
  const Value root = document.root();
  std::vector<TestCase> out;
  if (!root.exists() || root.is_null()) return out;
  if (!root.is_array()) return wrong(ErrorCode::wrong_type, "expected a list of cases", root);
  for (const Value row : root.elements()) out.push_back(TRY(read_case(row, display_path, registries)));
  return out;
}

model::PolicyCase run_test_case(const Rules& rules, const TestCase& test) {
  model::PolicyCase out{test.name, test.place, true, {}};
  const Judgement judgement = judge(rules, test.release, test.today);
  const auto said = [&](Outcome what) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < rules.rules.size(); ++i)
      if (judgement.outcomes[i].outcome == what) ids.push_back(rules.rules[i].id);
    std::ranges::sort(ids);
    return ids;
  };
  if (judgement.verdict != test.verdict)
    out.differences.push_back(
        fmt::format("verdict: expected {}, it is {}", to_string(test.verdict), to_string(judgement.verdict)));
  const auto compare = [&](const char* what, const std::optional<std::vector<std::string>>& expected, Outcome outcome) {
    const std::vector<std::string> ids = said(outcome);
    if (expected && *expected != ids)
      out.differences.push_back(fmt::format("{}: expected {}, it is {}", what, listed(*expected), listed(ids)));
  };
  compare("rules broken", test.broken, Outcome::broken);
  compare("rules that lack a fact", test.unknown, Outcome::unknown);
  out.passed = out.differences.empty();
  if (out.passed) return out;
  for (std::size_t i = 0; i < rules.rules.size(); ++i)
    if (const RuleOutcome& each = judgement.outcomes[i]; each.outcome != Outcome::not_of_it)
      out.differences.push_back(fmt::format("rule {}: {}", rules.rules[i].id, each.fact));
  return out;
}

}  // namespace cordon::policy
