#include "registry/package_name.h"

#include <algorithm>

#include "model/ascii.h"

namespace cordon::registry {
namespace {

bool is_unreserved(char c) { return model::ascii::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

bool is_name_part(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::ranges::all_of(part, is_unreserved);
}

bool is_plain(std::string_view text) {
  return !text.empty() && text.front() != '.' &&
         std::ranges::all_of(text, [](char c) { return is_unreserved(c) || c == '+'; });
}

}  // namespace

bool is_package_name(std::string_view name) {
  if (name.size() > kMaxNameBytes) return false;
  if (!name.starts_with('@')) return is_name_part(name);
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_name_part(name.substr(1, slash - 1)) &&
         is_name_part(name.substr(slash + 1));
}

bool is_version_or_tag(std::string_view text) {
  return text.size() <= kMaxVersionBytes && text != "-" && is_plain(text);
}

bool is_archive_file(std::string_view text) {
  constexpr std::string_view kEnding = ".tgz";
  return text.size() <= kMaxNameBytes + kMaxVersionBytes + kEnding.size() && is_plain(text) && text.ends_with(kEnding);
}

std::string_view unscoped(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

std::string escaped_name(std::string_view name) {
  std::string out(name);
  if (const std::size_t slash = out.find('/'); slash != std::string::npos) out.replace(slash, 1, "%2f");
  return out;
}

std::string escaped_part(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || c == '@') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

std::string conventional_file(std::string_view name, std::string_view version) {
  std::string out(unscoped(name));
  out += '-';
  out += version;
  return out + ".tgz";
}

}  // namespace cordon::registry
