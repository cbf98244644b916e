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

namespace cordon::policy {

// The one word for an exception. It marks a finding as waived and never removes it.
struct Waiver {
  std::string rule;     // rule id
  std::string subject;  // package URL or path; '*' at the end covers what begins so
  std::string path;     // only in this file; empty: anywhere; '*' at the end as above
  std::string owner, reason;
  std::string expires;  // YYYY-MM-DD, the last day it holds
  model::Place place;   // where it stands in cordon.yaml
};

struct Settings {
  std::string path;  // the file they were read from; empty: built-in defaults
  std::vector<model::RegistryRow> registries;
  model::PrivateDeclaration declared_private;
  std::optional<model::Severity> fail_on;
  std::optional<std::uint32_t> max_age_days;
  std::vector<Waiver> waivers;
};

// Reads the text of a cordon.yaml. Every key is checked against spec/settings.json: an unknown one fails with
// unknown_key and a suggestion, a wrong type with wrong_type, an impossible value or an incomplete waiver with
// invalid_value or missing_field; all with the line.
Result<Settings> read_settings(const std::string& text, std::string_view display_path, const Limits& limits = {});

}  // namespace cordon::policy
