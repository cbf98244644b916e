// cordon.yaml: what the organisation decided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/model.h"
#include "model/registries.h"
#include "policy/gate_settings.h"
#include "policy/rules.h"

namespace cordon::policy {

// The one word for an exception. It marks a finding as waived and never removes it.
struct Waiver {
  std::string rule;     // rule id, of a finding or of the organisation
  std::string subject;  // package URL or path; '*' at the end covers what begins so, never everything
  std::string path;     // only in this file; empty: anywhere; '*' at the end as above
  std::string owner, reason;
  std::string expires;  // YYYY-MM-DD, the last day it holds
  model::Place place;   // where it stands in cordon.yaml
};

// The largest number that a setting takes.
inline constexpr std::int64_t kMostNumber = 100'000;

struct Settings {
  std::string path;                      // the file they were read from; empty: built-in defaults
  std::vector<std::string> environment;  // variables that override it, NAME=value
  std::vector<model::RegistryRow> registries;
  model::PrivateDeclaration declared_private;
  std::optional<model::Severity> fail_on;
  Rules rules;
  std::optional<std::uint32_t> max_age_days;
  std::string intel_sources, intel_ca_file, intel_proxy;  // empty: not set
  std::vector<std::string> pack_keys;                     // public keys, or files of them
  bool pack_keys_from_environment = false;                // then files are relative to the working directory
  std::vector<Waiver> waivers;
  GateSettings gate;
};

// Reads the text of a cordon.yaml. Every key is checked against spec/settings.json: an unknown one fails with
// unknown_key and a suggestion, a wrong type with wrong_type, an impossible value, an incomplete waiver or rule, or a
// waiver that would cover everything with invalid_value or missing_field; all with the line.
Result<Settings> read_settings(const std::string& text, std::string_view display_path, const Limits& limits = {});

// Overrides settings by the environment: `variables` are NAME=value, others than Cordon's are passed over, empty ones
// count as unset. A variable that begins with the section of a setting and names none fails with unknown_key and a
// suggestion; a value that is none of the key's with invalid_value.
Result<void> override_settings(const std::vector<std::string>& variables, Settings& settings);

// What a report says of the settings; nothing for the built-in defaults. `waivers_applied` is how many cover a finding.
std::optional<model::SettingsUsed> settings_used(const Settings& settings, std::size_t waivers_applied);

}  // namespace cordon::policy
