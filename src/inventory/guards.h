// Settings of package clients that keep something out: how strong each is, in each client's own file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/config_source.h"

namespace cordon::inventory {

struct Guard {
  std::string_view key;    // "strict-ssl", as the file has it
  std::int64_t level = 0;  // the higher, the safer: 0 and 1 of a switch, minutes of an age
  std::string value;       // as written; empty: unsaid, and the level is the client's own
  std::uint32_t line = 0;
};

// The settings that are known of this form, always the same and in the same order, with the last word on each. A text
// that cannot be read says nothing of any.
std::vector<Guard> read_guards(ConfigForm form, const std::string& text);

}  // namespace cordon::inventory
