// The address at which a gate can be asked.
#pragma once

#include <string>

#include "base/result.h"
#include "policy/settings.h"

namespace cordon::cli {

// `named` (--url), else gate.public_address, else where the gate listens by these settings; in the form that clients'
// files get it, with a slash at the end. Fails with usage for what is no web address, has credentials or signs that
// these files would read otherwise, and for a gate that listens on any port.
Result<std::string> gate_address(const std::string& named, const policy::Settings& settings);

// Whether a registry's address is that of a gate which listens at this address and port of this machine.
bool is_gate_itself(const std::string& registry, const std::string& address, std::uint16_t port);

}  // namespace cordon::cli
