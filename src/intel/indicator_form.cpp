#include "intel/indicator_form.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "intel/characters.h"

namespace cordon::intel {
namespace {

struct Algorithm {
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<Algorithm, 4> kAlgorithms = {{{"sha512", 64}, {"sha256", 32}, {"sha1", 20}, {"sha384", 48}}};

int base64_value(char c) {
  if (is_upper(c)) return c - 'A';
  if (is_lower(c)) return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

Fault hex_fault(std::string_view value, std::size_t digits) {
  if (value.size() != digits) return "wrong number of hex digits for this digest";
  return std::ranges::all_of(value, is_lower_hex) ? Fault{} : "a digest is written in lower-case hex";
}

// One label of a host name.
bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::ranges::all_of(label, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

// Calls `use` with every part between separators, until one is refused.
template <class Use>
bool every_part(std::string_view text, char separator, Use use) {
  for (;;) {
    const std::size_t at = text.find(separator);
    if (!use(text.substr(0, at))) return false;
    if (at == std::string_view::npos) return true;
    text.remove_prefix(at + 1);
  }
}

bool is_ipv4(std::string_view address) {
  int parts = 0;
  const bool good = every_part(address, '.', [&](std::string_view part) {
    if (++parts > 4 || part.empty() || part.size() > 3 || (part.size() > 1 && part[0] == '0')) return false;
    int value = 0;
    for (const char c : part) {
      if (!is_digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    return value < 256;
  });
  return good && parts == 4;
}

// Number of 16-bit groups in one side of "::", or -1. The last group may be an IPv4 address, which counts as two.
int ipv6_groups(std::string_view side, bool last) {
  if (side.empty()) return 0;
  int groups = 0;
  const bool good = every_part(side, ':', [&](std::string_view group) {
    const bool at_end = group.data() + group.size() == side.data() + side.size();
    if (last && at_end && group.find('.') != std::string_view::npos) {
      groups += 2;
      return is_ipv4(group);
    }
    ++groups;
    return !group.empty() && group.size() <= 4 && std::ranges::all_of(group, is_lower_hex);
  });
  return good ? groups : -1;
}

bool is_ipv6(std::string_view address) {
  if (address.size() > 45) return false;
  const std::size_t gap = address.find("::");
  if (gap == std::string_view::npos) return ipv6_groups(address, true) == 8;
  const int before = ipv6_groups(address.substr(0, gap), false);
  const int after = ipv6_groups(address.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

// Host and port of a URL, without user information: credentials have no place in an indicator.
Fault authority_fault(std::string_view authority) {
  std::string_view host = authority, port;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
    int value = 0;
    if (port.empty() || port.size() > 5) return "no port of 1 to 65535";
    for (const char c : port) {
      if (!is_digit(c)) return "no port of 1 to 65535";
      value = value * 10 + (c - '0');
    }
    if (value < 1 || value > 65535) return "no port of 1 to 65535";
  }
  if (host.starts_with('[') && host.ends_with(']'))
    return is_ipv6(host.substr(1, host.size() - 2)) ? Fault{} : "no IPv6 address in the URL";
  return is_ipv4(host) || domain_fault(host).empty() ? Fault{} : "no host in the URL";
}

Fault file_name_fault(std::string_view name) {
  if (const Fault fault = text_fault(name); !fault.empty()) return fault;
  if (name == "." || name == ".." || name.size() > 255) return "no name of a file";
  return name.find_first_of("/\\") == std::string_view::npos ? Fault{} : "a file name has no slash; use path";
}

// Absolute, below a variable or the home, or with a folder: a bare name is a file_name.
Fault path_fault(std::string_view path) {
  if (const Fault fault = text_fault(path); !fault.empty()) return fault;
  if (path.find_first_of("/\\") == std::string_view::npos) return "a path names a folder; use file_name";
  if (path.find_first_of("*?<>|\"") != std::string_view::npos) return "a path holds no wildcard or placeholder";
  const auto is_step_up = [](std::string_view part) { return part == ".." || part == "."; };
  const char separator = path.find('/') == std::string_view::npos ? '\\' : '/';
  const bool straight = every_part(path, separator, [&](std::string_view part) { return !is_step_up(part); });
  return straight ? Fault{} : "a path has no \".\" or \"..\"";
}

Fault email_fault(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return "no e-mail address";
  const auto allowed = [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").contains(c);
  };
  if (!std::ranges::all_of(email.substr(0, at), allowed)) return "no e-mail address";
  return domain_fault(email.substr(at + 1));
}

Fault windows_registry_fault(std::string_view key) {
  if (const Fault fault = text_fault(key); !fault.empty()) return fault;
  static constexpr std::array<std::string_view, 5> kHives = {"HKCU\\", "HKLM\\", "HKU\\", "HKCR\\", "HKCC\\"};
  for (const std::string_view hive : kHives)
    if (key.starts_with(hive) && key.size() > hive.size()) return {};
  return "a key begins with HKCU\\, HKLM\\, HKU\\, HKCR\\ or HKCC\\";
}

}  // namespace

Fault indicator_fault(IndicatorKind kind, std::string_view value) {
  switch (kind) {
    case IndicatorKind::sha256: return hex_fault(value, 64);
    case IndicatorKind::sha1: return hex_fault(value, 40);
    case IndicatorKind::sha512: return hex_fault(value, 128);
    case IndicatorKind::md5: return hex_fault(value, 32);
    case IndicatorKind::domain: return domain_fault(value);
    case IndicatorKind::address: return address_fault(value);
    case IndicatorKind::url: return url_fault(value);
    case IndicatorKind::path: return path_fault(value);
    case IndicatorKind::user_agent: return text_fault(value);
    case IndicatorKind::file_name: return file_name_fault(value);
    case IndicatorKind::email: return email_fault(value);
    case IndicatorKind::windows_registry: return windows_registry_fault(value);
  }
  return "unknown kind of indicator";
}

Fault integrity_fault(std::string_view integrity) {
  for (const auto& [name, bytes] : kAlgorithms) {
    if (!integrity.starts_with(name) || integrity.size() <= name.size() || integrity[name.size()] != '-') continue;
    const std::string_view digest = integrity.substr(name.size() + 1);
    const std::size_t spare = bytes % 3;  // bytes in the last group, 0 when it is full
    const std::size_t padding = spare == 0 ? 0 : 3 - spare;
    if (digest.size() != (bytes + 2) / 3 * 4) return "wrong length for this algorithm";
    const std::string_view letters = digest.substr(0, digest.size() - padding);
    if (digest.substr(letters.size()) != std::string_view("==").substr(0, padding)) return "no canonical base64";
    for (const char c : letters)
      if (base64_value(c) < 0) return "no canonical base64";
    const int unused = padding == 0 ? 0 : padding == 1 ? 3 : 15;  // bits of the last letter that carry nothing
    return (base64_value(letters.back()) & unused) == 0 ? Fault{} : "no canonical base64";
  }
  return "no integrity of the form sha512-..., sha384-..., sha256-... or sha1-...";
}

Fault domain_fault(std::string_view domain) {
  if (domain.size() > 253) return "longer than 253 bytes";
  std::size_t labels = 0;
  std::string_view last;
  const bool good = every_part(domain, '.', [&](std::string_view label) {
    ++labels;
    last = label;
    return is_label(label);
  });
  if (!good) return "no host name (lower case, plain, without \"[.]\")";
  if (labels < 2) return "a host name has two labels or more";
  return std::ranges::all_of(last, is_digit) ? "no host name: the last label has digits only" : Fault{};
}

Fault address_fault(std::string_view address) {
  return is_ipv4(address) || is_ipv6(address) ? Fault{} : "no IPv4 or IPv6 address";
}

Fault url_fault(std::string_view url) {
  static constexpr std::array<std::string_view, 5> kSchemes = {"https", "http", "ftp", "ws", "wss"};
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos || std::ranges::find(kSchemes, url.substr(0, colon)) == kSchemes.end())
    return "no absolute URL (http, https, ftp, ws, wss)";
  if (url.size() > 2'000 || !std::ranges::all_of(url, is_printable)) return "a URL is printable ASCII without spaces";
  const std::string_view rest = url.substr(colon + 3);
  return authority_fault(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace cordon::intel
