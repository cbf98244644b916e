#include "cli/gate_address.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "inventory/config_source.h"

namespace cordon::cli {
namespace {

constexpr std::string_view kListen = "127.0.0.1:4873";
constexpr std::string_view kSigns = "-._~:/[]%+";

bool is_sign(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kSigns.find(c) != std::string_view::npos;
}

// Where a client of this machine finds what listens on all addresses.
std::string reachable(std::string listen) {
  for (const std::string_view any : {"0.0.0.0:", "[::]:", ":::"})
    if (listen.starts_with(any)) return "127.0.0.1:" + listen.substr(any.size());
  return listen;
}

}  // namespace

Result<std::string> gate_address(const std::string& named, const policy::Settings& settings) {
  std::string address = named.empty() ? settings.gate.public_address : named;
  if (address.empty()) {
    const std::string listen = settings.gate.listen.empty() ? std::string(kListen) : settings.gate.listen;
    if (listen.ends_with(":0"))
      return fail(ErrorCode::usage, "the gate listens on any port that is free: name it with --url");
    address = (settings.gate.certificate.empty() ? "http://" : "https://") + reachable(listen);
  }
  if (!address.ends_with('/')) address += '/';
  std::vector<model::FileUnread> ignored;
  const std::string read =
      inventory::read_config_source(inventory::ConfigForm::npmrc, "registry=" + address, "", ignored).default_registry;
  if (!std::ranges::all_of(address, is_sign) || read.empty())
    return fail(ErrorCode::usage,
                text::visible(address) + " is no address of a gate: write it as http://127.0.0.1:4873/");
  return read;
}

bool is_gate_itself(const std::string& registry, const std::string& address, std::uint16_t port) {
  const std::string behind = ":" + std::to_string(port);
  const auto is_at = [&](std::string_view host) {
    const std::string whole = std::string(host) + behind;
    for (const std::string_view scheme : {"http://", "https://"})
      if (registry == std::string(scheme) + whole || registry.starts_with(std::string(scheme) + whole + "/"))
        return true;
    return false;
  };
  const bool is_ipv6 = address.find(':') != std::string::npos;
  return is_at(is_ipv6 ? "[" + address + "]" : address) || is_at("127.0.0.1") || is_at("localhost") || is_at("[::1]");
}

}  // namespace cordon::cli
