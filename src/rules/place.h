// Errors at a value of a rule's file, with line and column.
#pragma once

#include <string>

#include "base/document.h"
#include "base/result.h"

namespace cordon::rules {

inline std::unexpected<Error> fail_at(const Document& document, const Value& value, ErrorCode code, std::string message,
                                      std::uint32_t further = 0) {
  const std::string_view before = document.source().substr(0, value.offset() + further);
  const std::size_t line_end = before.rfind('\n');
  const std::size_t column = line_end == std::string_view::npos ? before.size() + 1 : before.size() - line_end;
  return fail(code, std::move(message), document.line_of(static_cast<std::uint32_t>(before.size())),
              static_cast<std::uint32_t>(column));
}

}  // namespace cordon::rules
