// Where knowledge is fetched from: rules/sources.yaml, or a list of the user's in the same form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::intel {

enum class SourceKind : std::uint8_t { osv, exploited, probabilities, libraries };

struct Source {
  std::string id;  // [a-z0-9-]; names its downloads
  SourceKind kind = SourceKind::osv;
  std::string url;        // https; of `osv` the folder, without a slash at its end
  std::string ecosystem;  // of `osv`, as the index has it
  std::vector<std::string> redirect_hosts;
};

// "osv", "exploited", "probabilities", "libraries".
std::string_view to_string(SourceKind kind);

// Reads a list. Fails as yaml::parse does, and with missing_field, unknown_key, wrong_type or invalid_value (also two
// sources of one id), with the line.
Result<std::vector<Source>> read_source_list(const std::string& yaml, const Limits& limits = {});

// The list that is compiled in.
std::string_view embedded_source_list();

}  // namespace cordon::intel
