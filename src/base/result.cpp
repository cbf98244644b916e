#include "base/result.h"

namespace cordon {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::permission_denied: return "permission_denied";
    case ErrorCode::not_a_regular_file: return "not_a_regular_file";
    case ErrorCode::outside_root: return "outside_root";
    case ErrorCode::symlink_loop: return "symlink_loop";
    case ErrorCode::io: return "io";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::too_deep: return "too_deep";
    case ErrorCode::too_many: return "too_many";
    case ErrorCode::timed_out: return "timed_out";
    case ErrorCode::syntax: return "syntax";
    case ErrorCode::invalid_utf8: return "invalid_utf8";
    case ErrorCode::unsupported_encoding: return "unsupported_encoding";
    case ErrorCode::truncated: return "truncated";
    case ErrorCode::conflict_markers: return "conflict_markers";
    case ErrorCode::wrong_type: return "wrong_type";
    case ErrorCode::missing_field: return "missing_field";
    case ErrorCode::unsupported_version: return "unsupported_version";
    case ErrorCode::unsupported_format: return "unsupported_format";
    case ErrorCode::invalid_value: return "invalid_value";
    case ErrorCode::unknown_key: return "unknown_key";
    case ErrorCode::bad_signature: return "bad_signature";
    case ErrorCode::wrong_password: return "wrong_password";
    case ErrorCode::usage: return "usage";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::refused: return "refused";
    case ErrorCode::crashed: return "crashed";
    case ErrorCode::system: return "system";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

std::string Error::describe() const {
  std::string out = message;
  if (line != 0) {
    out += " (line " + std::to_string(line);
    if (column != 0) out += ", column " + std::to_string(column);
    out += ")";
  }
  for (const std::string& step : context) out += "; while " + step;
  return out;
}

}  // namespace cordon
