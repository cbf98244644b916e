#include "intel/incident_pack.h"

#include <array>

namespace cordon::intel {
namespace {

constexpr std::array<std::string_view, kIndicatorKinds> kNames = {
    "sha256", "sha1", "sha512",     "md5",       "domain", "address",
    "url",    "path", "user_agent", "file_name", "email",  "windows_registry"};

}  // namespace

std::string_view to_string(IndicatorKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<IndicatorKind> indicator_kind_from_string(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == text) return static_cast<IndicatorKind>(i);
  return std::nullopt;
}

}  // namespace cordon::intel
