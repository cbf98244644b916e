#include "policy/rules.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "base/suggest.h"
#include "base/text.h"
#include "model/ascii.h"
#include "model/default_registry.h"
#include "model/integrity.h"
#include "model/spdx_licences.h"

namespace cordon::policy {
namespace {

constexpr std::int64_t kMostRisk = 1'000;
constexpr std::size_t kMostIdBytes = 64;

struct ConditionKey {
  const char* key;
  Condition condition;
};

constexpr ConditionKey kConditionKeys[] = {
    {"minimum_age", Condition::minimum_age},
    {"registries", Condition::registries},
    {"banned", Condition::banned},
    {"allowed_licences", Condition::licences},
    {"denied_licences", Condition::licences},
    {"install_scripts", Condition::install_scripts},
    {"maximum_risk", Condition::maximum_risk},
};

std::string said(const std::string& what) { return "the rule '" + what + "'"; }

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& each : texts) out += (out.empty() ? "" : ", ") + text::visible(each);
  return out;
}

// The texts of a list that says something: one that is empty would forbid all or nothing, by mistake.
Result<std::vector<std::string>> texts_of(const Value& list, const std::string& what) {
  std::vector<std::string> out;
  for (const Value element : list.elements()) {
    if (element.text().empty()) return fail(ErrorCode::invalid_value, what + " has an empty entry", element.line());
    out.emplace_back(element.text());
  }
  if (out.empty()) return fail(ErrorCode::invalid_value, what + " is an empty list; leave it out", list.line());
  return out;
}

Result<std::vector<PackagePattern>> patterns_of(const Value& list, const std::string& what, Prereleases prereleases) {
  std::vector<PackagePattern> out;
  for (const std::string& each : TRY(texts_of(list, what))) {
    Result<PackagePattern> pattern = PackagePattern::parse(each, prereleases);
    if (!pattern) {
      // The line of the entry itself, which may be far below that of the list.
      for (const Value element : list.elements())
        if (element.text() == each) pattern.error().line = element.line();
      return std::unexpected(std::move(pattern.error()));
    }
    out.push_back(std::move(*pattern));
  }
  return out;
}

// A field without which nobody could be asked.
Result<std::string> needed(const Value& row, const char* key, const std::string& what) {
  const Value value = row[key];
  if (value.text().find_first_not_of(" \t\n") == std::string_view::npos)
    return fail(ErrorCode::missing_field, what + " needs " + key + (value.exists() ? ", and its text is empty" : ""),
                value.exists() ? value.line() : row.line());
  return std::string(value.text());
}

Result<void> read_licences(const Value& value, bool forbids, const std::string& key, Rule& rule) {
  rule.licences.forbids = forbids;
  rule.licences.names = TRY(texts_of(value, key));
  for (const Value element : value.elements())
    if (!is_licence_name(element.text()))
      return fail(ErrorCode::invalid_value,
                  key + ": " + text::visible(element.text()) +
                      " is not one licence of SPDX's list, such as Apache-2.0 or GPL-3.0-only, nor one's own, "
                      "LicenseRef-…" +
                      did_you_mean(element.text(), model::spdx_licences()),
                  element.line());
  return {};
}

// A registry that is known, or a host: one that nothing can come from would forbid all, or be thought to allow
// something.
Result<std::string> read_registry(const Value& value, const std::string& key, std::span<const std::string> own_hosts) {
  std::string name(value.text());
  for (char& c : name) c = model::ascii::lower(c);
  const auto refuse = [&](const std::string& why) {
    return fail(ErrorCode::invalid_value, key + ": " + text::visible(value.text()) + " " + why, value.line());
  };
  if (name.contains('/'))
    return refuse("is an address: write the host alone, such as npm.acme.test, or npm for the public registry");
  if (name.contains('*'))
    return refuse("has a '*': a host means all below it, too; write " +
                  text::visible(std::string_view(name).substr(std::min(name.size(), name.find_first_not_of("*.")))));
  if (name.contains(':') && !name.starts_with('['))
    return refuse("has a port, and hosts are compared without: write " +
                  text::visible(std::string_view(name).substr(0, name.find(':'))));
  if (name.find_first_of(" \t@") != std::string::npos) return refuse("is no host");
  std::vector<std::string_view> known = model::known_registries();
  if (std::ranges::find(known, name) != known.end() || name.find_first_of(".[") != std::string::npos ||
      name == "localhost" || std::ranges::find(own_hosts, name) != own_hosts.end())
    return name;
  return refuse("is no registry that is known, and no host with a dot; one of one word is declared in private.hosts" +
                did_you_mean(name, known));
}

Result<void> read_condition(const Value& value, const ConditionKey& which, std::span<const std::string> own_hosts,
                            Rule& rule) {
  const std::string key = which.key;
  rule.condition = which.condition;
  switch (which.condition) {
    case Condition::minimum_age: {
      Result<std::int64_t> age = parse_age(value.text());
      if (!age) return fail(age.error().code, key + ": " + age.error().message, value.line());
      rule.minimum_age_seconds = *age;
      rule.demand = "published at least " + std::string(value.text()) + " ago";
      return {};
    }
    case Condition::registries:
      TRY(texts_of(value, key));
      for (const Value element : value.elements())
        rule.registries.push_back(TRY(read_registry(element, key, own_hosts)));
      rule.demand = "from " + joined(rule.registries);
      return {};
    case Condition::banned:
      if (!value.is_true())
        return fail(ErrorCode::invalid_value, "banned must be true; without it leave the rule out", value.line());
      rule.demand = "banned";
      return {};
    case Condition::licences:
      TRY(read_licences(value, key.starts_with("denied"), key, rule));
      rule.demand = (rule.licences.forbids ? "under none of " : "under one of ") + joined(rule.licences.names);
      return {};
    case Condition::install_scripts: rule.demand = "no code at install but what policy.scripts approves"; return {};
    case Condition::maximum_risk: {
      const auto number = value.integer();
      if (!number || *number < -kMostRisk || *number > kMostRisk)
        return fail(ErrorCode::invalid_value, key + " must be a whole number of decibans from -1000 to 1000",
                    value.line());
      rule.maximum_risk = *number;
      rule.demand = "at most " + std::to_string(*number) + " dB by the change that brought it";
      return {};
    }
  }
  return {};
}

Result<void> read_one_condition(const Value& row, std::span<const std::string> own_hosts, Rule& rule) {
  const ConditionKey* found = nullptr;
  for (const Value::Member& member : row.members()) {
    const auto* const each =
        std::ranges::find_if(kConditionKeys, [&](const ConditionKey& key) { return key.key == member.key; });
    if (each == std::end(kConditionKeys)) continue;
    if (found != nullptr)
      return fail(ErrorCode::invalid_value,
                  said(rule.id) + " has two conditions, " + found->key + " and " + each->key + ": make two rules of it",
                  member.line());
    found = each;
  }
  if (found == nullptr)
    return fail(ErrorCode::missing_field,
                said(rule.id) +
                    " has no condition: write one of minimum_age, registries, banned, allowed_licences, "
                    "denied_licences, install_scripts, maximum_risk",
                row.line());
  return read_condition(row[found->key], *found, own_hosts, rule);
}

bool is_id(std::string_view id) {
  return id.size() <= kMostIdBytes && std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == '.';
         });
}

Result<Rule> read_rule(const Value& row, std::string_view display_path, std::span<const std::string> own_hosts) {
  Rule rule;
  rule.place = {std::string(display_path), row.line()};
  rule.id = TRY(needed(row, "id", "a rule of policy.rules"));
  if (!is_id(rule.id))
    return fail(ErrorCode::invalid_value,
                "the id " + text::visible(rule.id) + " must be at most 64 letters, digits, '-', '_' and '.'",
                row["id"].line());
  TRY(read_one_condition(row, own_hosts, rule));
  rule.owner = TRY(needed(row, "owner", said(rule.id)));
  rule.reason = TRY(needed(row, "reason", said(rule.id)));
  if (const Value packages = row["packages"]) rule.packages = TRY(patterns_of(packages, "packages", Prereleases::all));
  else rule.packages.push_back(TRY(PackagePattern::parse("*", Prereleases::all)));
  if (const Value except = row["except"]) rule.except = TRY(patterns_of(except, "except", Prereleases::only_named));
  rule.expires = row["expires"].text();
  if (const Value mode = row["mode"]) rule.mode = *model::rule_mode_from_string(mode.text());
  if (const Value verdict = row["verdict"]) rule.verdict = *model::verdict_value_from_string(verdict.text());
  return rule;
}

Result<Approval> read_approval(const Value& row, std::string_view display_path) {
  Approval approval;
  approval.place = {std::string(display_path), row.line()};
  const std::string name = TRY(needed(row, "package", "an entry of policy.scripts"));
  const std::string what = "the entry of policy.scripts for " + text::visible(name);
  Result<PackagePattern> package = PackagePattern::parse(name, Prereleases::only_named);
  if (!package) return fail(package.error().code, package.error().message, row["package"].line());
  if (!package->is_one_name() || package->has_versions())
    return fail(ErrorCode::invalid_value, what + " must name one package, and its version in 'version'",
                row["package"].line());
  approval.package = std::move(*package);
  approval.version = TRY(needed(row, "version", what));
  for (const model::IntegrityHash& hash : model::parse_integrity(TRY(needed(row, "integrity", what))))
    if (!hash.sri.empty()) approval.digests.push_back(hash.sri);
  if (approval.digests.empty())
    return fail(ErrorCode::invalid_value,
                what +
                    " has no digest in integrity: write it as the lockfile does, sha512-…; 'cordon scripts "
                    "--allow-list cordon' prints it",
                row["integrity"].line());
  approval.owner = TRY(needed(row, "owner", what));
  approval.reason = TRY(needed(row, "reason", what));
  approval.expires = row["expires"].text();
  return approval;
}

}  // namespace

bool has_expired(std::string_view expires, std::string_view today) { return !expires.empty() && expires < today; }

Result<std::int64_t> parse_age(std::string_view text) {
  constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour, kWeek = 7 * kDay;
  constexpr std::uint32_t kMost = 100'000;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool has_number = error == std::errc() && end != text.data();
  if (has_number && unit.empty() && number > 0 && number <= kMost)
    return fail(ErrorCode::invalid_value, "a number alone has no unit: write " + std::string(text) + "d for days, or " +
                                              std::string(text) + "h for hours (m, h, d, w)");
  const std::int64_t seconds = unit == "m"   ? kMinute
                               : unit == "h" ? kHour
                               : unit == "d" ? kDay
                               : unit == "w" ? kWeek
                                             : 0;
  if (!has_number || seconds == 0 || number == 0 || number > kMost)
    return fail(ErrorCode::invalid_value, "'" + text::visible(text) +
                                              "' is no age: write a whole number from 1 to 100000 and a unit of m, h, "
                                              "d, w, such as 3d");
  return number * seconds;
}

Result<Rules> read_rules(const Value& policy, std::string_view display_path, std::span<const std::string> own_hosts) {
  Rules out;
  for (const Value row : policy["rules"].elements()) {
    Rule rule = TRY(read_rule(row, display_path, own_hosts));
    const auto same = std::ranges::find(out.rules, rule.id, &Rule::id);
    if (same != out.rules.end())
      return fail(ErrorCode::invalid_value,
                  "the id '" + rule.id + "' stands twice, first in line " + std::to_string(same->place.line),
                  row["id"].line());
    out.rules.push_back(std::move(rule));
  }
  for (const Value row : policy["scripts"].elements()) out.approvals.push_back(TRY(read_approval(row, display_path)));
  return out;
}

}  // namespace cordon::policy
