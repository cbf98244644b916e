#include "model/purl.h"

#include <algorithm>

#include "model/purl_types.h"

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

// Sorted by key; those without a value are left out.
void append_qualifiers(std::string& out, const Qualifiers& sorted) {
  char separator = '?';
  for (const auto& [key, value] : sorted) {
    if (value.empty()) continue;
    out += separator;
    separator = '&';
    out += key;
    out += '=';
    append_encoded(out, value);
  }
}

}  // namespace

std::string Purl::text() const {
  std::string out = "pkg:" + type + "/";
  if (!name_space.empty()) {
    append_encoded(out, name_space, "/");
    out += '/';
  }
  append_encoded(out, name, purl_type(type).name_is_path ? "/" : "");
  if (!version.empty()) {
    out += '@';
    append_encoded(out, version);
  }
  append_qualifiers(out, qualifiers);
  if (!subpath.empty()) {
    out += '#';
    append_encoded(out, subpath, "/");
  }
  return out;
}

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
  append_qualifiers(out, sorted);
  return out;
}

}  // namespace cordon::model
