#include "net/http_message.h"

#include <algorithm>

namespace cordon::net {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const {
  const auto found = std::ranges::find_if(headers, [&](const HttpHeader& one) { return same_name(one.name, name); });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::uint64_t size_of(const HttpBody& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body))
    return *shared ? (*shared)->size() : 0;
  return std::get<FileBody>(body).size;
}

}  // namespace cordon::net
