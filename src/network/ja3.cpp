#include "network/ja3.h"

#include <fmt/format.h>

#include <iterator>

#include "network/md5.h"

namespace cordon::network {

namespace {

template <class Number>
void append(const std::vector<Number>& numbers, std::string& out) {
  out += ',';
  bool first = true;
  for (const Number number : numbers) {
    if (sizeof(Number) == 2 && is_grease(number)) continue;
    fmt::format_to(std::back_inserter(out), "{}{}", first ? "" : "-", number);
    first = false;
  }
}

}  // namespace

std::string ja3_text(const ClientHello& hello) {
  std::string out = std::to_string(hello.legacy_version);
  append(hello.ciphers, out);
  append(hello.extensions, out);
  append(hello.groups, out);
  append(hello.point_formats, out);
  return out;
}

std::string ja3(const ClientHello& hello) { return md5_hex(ja3_text(hello)); }

}  // namespace cordon::network
