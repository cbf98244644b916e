#include "gate/own_name.h"

#include <algorithm>

#include "base/text.h"
#include "model/registries.h"

namespace cordon::gate {
namespace {

// Without its port.
std::string name_of(std::string_view host) {
  if (host.starts_with('[')) host = host.substr(0, std::min(host.find(']') + 1, host.size()));
  else host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string out(host);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_loopback(std::string_view name) {
  const bool is_number = std::ranges::all_of(name, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  return name == "localhost" || name.ends_with(".localhost") || name == "[::1]" || name == "::1" ||
         (is_number && name.starts_with("127."));
}

}  // namespace

std::string why_not_meant(const GateOptions& options, std::string_view host, std::string_view origin) {
  if (!is_loopback(options.server.address)) return {};
  const std::size_t scheme = origin.find("://");
  if (!origin.empty() && (scheme == std::string_view::npos || origin.substr(scheme + 3) != host))
    return "pages of " + text::visible(origin) + " may not ask this gate";
  const std::string name = name_of(host);
  if (is_loopback(name) || (!name.empty() && name == model::Registries::host_of(options.public_base))) return {};
  return "this gate listens on loopback and is not called " + text::visible(name_of(host)) +
         ": if it is, write its address into gate.public_address";
}

}  // namespace cordon::gate
