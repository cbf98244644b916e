// The equations of each version of CVSS. `metrics` is what follows the prefix: "AV:N/AC:L/...". The result is ten times
// the score; failures are those of score_cvss.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace cordon::intel {

Result<std::uint8_t> score_cvss2(std::string_view metrics);
Result<std::uint8_t> score_cvss3(std::string_view metrics, unsigned minor_version);
Result<std::uint8_t> score_cvss4(std::string_view metrics);

}  // namespace cordon::intel
