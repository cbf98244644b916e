// The rules of the organisation and the list of what may run code at install: policy.rules and policy.scripts of
// cordon.yaml.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/result.h"
#include "model/generated/model.h"
#include "policy/licence_expression.h"
#include "policy/package_pattern.h"

namespace cordon::policy {

enum class Condition : std::uint8_t { minimum_age, registries, banned, licences, install_scripts, maximum_risk };
inline constexpr std::size_t kConditions = 6;

struct Rule {
  std::string id;
  std::vector<PackagePattern> packages, except;
  Condition condition = Condition::banned;
  std::int64_t minimum_age_seconds = 0;
  std::vector<std::string> registries;  // ids or domains
  LicenceList licences;
  std::int64_t maximum_risk = 0;  // decibans
  std::string demand;             // the condition in plain words: "published at least 3d ago"
  std::string owner, reason;
  std::string expires;  // YYYY-MM-DD, the last day it holds; empty: it always does
  model::RuleMode mode = model::RuleMode::enforce;
  model::VerdictValue verdict = model::VerdictValue::block;
  model::Place place;
};

// A release that may run code when it is installed.
struct Approval {
  PackagePattern package;  // one name
  std::string version;
  std::vector<std::string> digests;  // SRI strings, canonical
  std::string owner, reason, expires;
  model::Place place;
};

struct Rules {
  std::vector<Rule> rules;
  std::vector<Approval> approvals;
};

// Whether the last day has passed; both YYYY-MM-DD, an empty day never does.
bool has_expired(std::string_view expires, std::string_view today);

// "3d", in m, h, d or w, as seconds. Fails with invalid_value; the message says what to write.
Result<std::int64_t> parse_age(std::string_view text);

// Reads the value of `policy`, whose keys and types have been checked. `own_hosts` are those that the settings declare:
// a registry is one that is known, one of these, or a host with a dot. Fails with missing_field or invalid_value, with
// the line.
Result<Rules> read_rules(const Value& policy, std::string_view display_path,
                         std::span<const std::string> own_hosts = {});

}  // namespace cordon::policy
