#include "checks/network_indicators.h"

#include <algorithm>
#include <set>

#include "base/percent.h"
#include "model/ascii.h"

namespace cordon::checks {
namespace {

using intel::IndicatorKind;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), model::ascii::lower);
  return out;
}

// "Host:8000." as a name: without port and the root's dot. An IPv6 address in brackets is the address.
std::string host_name(std::string_view host) {
  if (host.starts_with('[')) return lower(host.substr(1, std::min(host.find(']'), host.size()) - 1));
  const std::size_t colon = host.find(':');
  if (colon != std::string_view::npos && host.find(':', colon + 1) == std::string_view::npos)
    host = host.substr(0, colon);
  while (host.ends_with('.')) host.remove_suffix(1);
  return lower(host);
}

// "http://Host:8000/Path" with the scheme and host in lower case, and "/" where there is no path.
std::string with_lower_host(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t path = std::min(url.find('/', scheme + 3), url.size());
  return lower(url.substr(0, path)) + (path == url.size() ? "/" : std::string(url.substr(path)));
}

bool is_of_network(IndicatorKind kind) {
  return kind == IndicatorKind::domain || kind == IndicatorKind::address || kind == IndicatorKind::url ||
         kind == IndicatorKind::user_agent;
}

}  // namespace

NetworkIndicators::NetworkIndicators(const intel::Knowledge& knowledge) {
  for (std::uint32_t i = 0; i < knowledge.packs().size(); ++i)
    for (intel::Indicator& indicator : knowledge.open(i).indicators) {
      if (!is_of_network(indicator.kind)) continue;
      std::string value =
          indicator.kind == IndicatorKind::url ? with_lower_host(indicator.value) : lower(indicator.value);
      by_value_.emplace(std::pair(indicator.kind, std::move(value)), Known{i, std::move(indicator)});
    }
}

void NetworkIndicators::look_up(IndicatorKind kind, std::string_view value, std::vector<IndicatorHit>& out) const {
  const auto [first, last] = by_value_.equal_range(std::pair(kind, std::string(value)));
  for (auto known = first; known != last; ++known)
    out.push_back({known->second.pack, known->second.indicator, std::string(value)});
}

void NetworkIndicators::look_up_host(std::string_view host, std::vector<IndicatorHit>& out) const {
  const std::string name = host_name(host);
  look_up(IndicatorKind::address, name, out);
  for (std::string_view rest = name; !rest.empty();) {
    look_up(IndicatorKind::domain, rest, out);
    const std::size_t dot = rest.find('.');
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
}

// The address of a request as indicators have it, however it was spelt: a proxy is asked for a whole one, which counts
// more than Host (RFC 9112 section 3.2.2); a port that Host leaves out is the conversation's.
void NetworkIndicators::look_up_http(const model::HttpPayload& http, std::vector<IndicatorHit>& out) const {
  look_up_host(http.host, out);
  if (http.user_agent) look_up(IndicatorKind::user_agent, lower(*http.user_agent), out);
  std::string_view target = http.path;
  std::string host = lower(http.host);
  if (lower(target.substr(0, 7)) == "http://") {
    target.remove_prefix(7);
    const std::size_t end = std::min(target.find_first_of("/?#"), target.size());
    host = lower(target.substr(0, end));
    target.remove_prefix(end);
    look_up_host(host, out);
  } else if (host.find(':') == std::string::npos && http.flow.server_port != 80 && http.flow.server_port != 0) {
    host += ":" + std::to_string(http.flow.server_port);
  }
  if (const std::size_t user = host.rfind('@'); user != std::string::npos) {
    host.erase(0, user + 1);
    look_up_host(host, out);
  }
  std::string path;
  for (const char c : percent_decoded(target.substr(0, target.find_first_of("?#"))))
    if (c != '/' || !path.ends_with('/')) path += c;
  look_up(IndicatorKind::url, "http://" + host + (path.empty() ? "/" : path), out);
}

std::vector<IndicatorHit> NetworkIndicators::of(const model::Event& event) const {
  std::vector<IndicatorHit> out;
  if (by_value_.empty()) return out;
  if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload)) {
    look_up_host(connect->address, out);
    if (connect->name) look_up_host(*connect->name, out);
  } else if (const auto* dns = std::get_if<model::DnsPayload>(&event.payload)) {
    look_up_host(dns->name, out);
    for (const std::string& answer : dns->answers) look_up_host(answer, out);
  } else if (const auto* tls = std::get_if<model::TlsPayload>(&event.payload)) {
    if (tls->server_name) look_up_host(*tls->server_name, out);
  } else if (const auto* http = std::get_if<model::HttpPayload>(&event.payload)) {
    look_up_http(*http, out);
  }
  // The same indicator by two of its forms is one hit.
  std::set<std::pair<std::uint32_t, std::string>> said;
  std::erase_if(out, [&](const IndicatorHit& hit) { return !said.emplace(hit.pack, hit.indicator.value).second; });
  return out;
}

}  // namespace cordon::checks
