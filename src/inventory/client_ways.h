// Settings of package clients that decide by which way archives come to them, beside the registry's address: what
// stands between, who is believed on the way, and what is taken from a folder without asking.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inventory/config_source.h"

namespace cordon::inventory {

enum class WayKind : std::uint8_t {
  proxy,   // somebody else is asked for every registry
  trust,   // whose certificates count, or that none does
  stored,  // archives are taken from a folder that the file chooses
  direct,  // addresses of a lockfile are asked without looking at the registry
};

struct ClientWay {
  WayKind kind = WayKind::proxy;
  std::string key;         // as the file has it; of nested ones joined by a dot
  std::string value;       // without name and password; empty for what is a certificate itself
  std::uint32_t line = 0;  // 1-based
};

// In the order of the file. A text that cannot be read says nothing. What only says the client's own choice (strict-ssl
// = true, an empty proxy) is left out, and so is a folder outside of the project for what is stored.
std::vector<ClientWay> read_client_ways(ConfigForm form, const std::string& text);

}  // namespace cordon::inventory
