#include "gate/client.h"

namespace cordon::gate {
namespace {

// Whether a list of tokens with parameters ("gzip;q=0.5, zstd") has one that is not refused (q=0), in lower case.
bool accepts(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view one = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    const std::size_t parameters = std::min(one.find(';'), one.size());
    std::string_view name = one.substr(0, parameters);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (name != token) continue;
    const std::string_view rest = one.substr(parameters);
    const std::size_t weight = rest.find("q=");
    return weight == std::string_view::npos ||
           rest.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

}  // namespace

Client client_of(const net::HttpRequest& request) {
  Client out;
  const std::string_view agent = request.header("user-agent");
  if (agent.starts_with("npm/")) out.kind = ClientKind::npm;
  else if (agent.starts_with("pnpm/")) out.kind = ClientKind::pnpm;
  else if (agent.starts_with("yarn/") || agent.starts_with("got ")) out.kind = ClientKind::yarn;
  else if (agent.starts_with("Bun/")) out.kind = ClientKind::bun;
  if (accepts(request.header("accept"), "application/vnd.npm.install-v1+json")) out.form = registry::Form::abbreviated;
  const std::string_view codings = request.header("accept-encoding");
  if (accepts(codings, "zstd")) out.coding = Coding::zstd;
  else if (accepts(codings, "gzip")) out.coding = Coding::gzip;
  return out;
}

std::string_view to_string(ClientKind kind) {
  switch (kind) {
    case ClientKind::npm: return "npm";
    case ClientKind::pnpm: return "pnpm";
    case ClientKind::yarn: return "yarn";
    case ClientKind::bun: return "bun";
    case ClientKind::other: return "other";
  }
  return "";
}

}  // namespace cordon::gate
