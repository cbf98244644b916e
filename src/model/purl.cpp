#include "model/purl.h"

#include <algorithm>

namespace cordon::model {
namespace {

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_' || c == '~' || c == ':';
}

void append_encoded(std::string& out, std::string_view text, std::string_view also_plain = {}) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (unreserved(c) || also_plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

}  // namespace

std::string make_purl(std::string_view type, std::string_view name, std::string_view version,
                      const Qualifiers& qualifiers) {
  std::string out = "pkg:";
  out.append(type);
  out += '/';
  append_encoded(out, name, "/");  // only the '/' between namespace and name; no other occurs in valid names
  if (!version.empty()) {
    out += '@';
    append_encoded(out, version);
  }
  Qualifiers sorted = qualifiers;
  std::sort(sorted.begin(), sorted.end());
  char separator = '?';
  for (const auto& [key, value] : sorted) {
    if (value.empty()) continue;
    out += separator;
    separator = '&';
    out += key;
    out += '=';
    append_encoded(out, value);
  }
  return out;
}

}  // namespace cordon::model
