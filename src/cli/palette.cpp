#include "cli/palette.h"

#include "base/text.h"

namespace cordon::cli {

std::string place_text(std::string_view path, std::uint32_t line) {
  std::string out = text::visible(path, 1'000);
  if (line != 0) out += ":" + std::to_string(line);
  return out;
}

}  // namespace cordon::cli
