#include "inventory/pypi/name.h"

#include <algorithm>

#include "model/ascii.h"

namespace cordon::inventory::pypi {
namespace {

bool is_separator(char c) { return c == '-' || c == '_' || c == '.'; }

}  // namespace

std::string normal_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (const char c : name) {
    if (!is_separator(c)) out += model::ascii::lower(c);
    else if (!out.ends_with('-')) out += '-';
  }
  return out;
}

bool is_name(std::string_view name) {
  if (name.empty() || is_separator(name.front()) || is_separator(name.back())) return false;
  return std::ranges::all_of(name, [](char c) { return model::ascii::is_alphanumeric(c) || is_separator(c); });
}

}  // namespace cordon::inventory::pypi
