// The section `gate` of cordon.yaml.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/result.h"

namespace cordon::policy {

struct GateScope {
  std::string scope, registry;
};

// What is not set is empty.
struct GateSettings {
  std::string listen, public_address, certificate, key, folder, upstream;
  std::vector<GateScope> scopes;
  std::vector<std::string> redirect_hosts;
  std::optional<std::int64_t> minimum_age_seconds;
  std::optional<bool> observe, withhold_scripts, allow_unexamined;
};

// An age as parse_age reads it, or none at all: "0h".
Result<std::int64_t> gate_age(std::string_view text);

// Overrides one key ("mode" of gate.mode) by a variable's value; of a list its elements, which commas separate. False
// when the value is none of the key's.
bool set_gate_setting(std::string_view key, std::string_view value, const std::vector<std::string>& elements,
                      GateSettings& out);

// Reads the value of `gate`, whose keys and types have been checked. Fails with missing_field or invalid_value, with
// the line.
Result<GateSettings> read_gate_settings(const Value& gate);

}  // namespace cordon::policy
