#include "cli/palette.h"

#include "base/text.h"

namespace cordon::cli {

std::string purl_for_people(std::string_view purl) {
  std::string_view rest = purl.substr(0, purl.find('?'));
  if (rest.starts_with("pkg:")) rest.remove_prefix(std::min(rest.find('/'), rest.size() - 1) + 1);
  std::string out;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '@' && i > 0) {
      out += ' ';
    } else if (rest[i] == '%' && i + 2 < rest.size()) {
      const auto hex = [](char c) { return c >= 'A' ? (c | 0x20) - 'a' + 10 : c - '0'; };
      out += static_cast<char>(hex(rest[i + 1]) * 16 + hex(rest[i + 2]));
      i += 2;
    } else {
      out += rest[i];
    }
  }
  return text::visible(out);
}

std::string place_text(std::string_view path, std::uint32_t line) {
  std::string out = text::visible(path, 1'000);
  if (line != 0) out += ":" + std::to_string(line);
  return out;
}

}  // namespace cordon::cli
