#include "response/connections.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cordon::response {
namespace {

// As app/flow_owners.h has it: a port is used again soon.
constexpr std::uint64_t kClockDifference = 5'000'000'000;
constexpr std::size_t kListed = 8;  // names, requests or processes of one connection

// Protocol, client, its port, server, its port.
using FlowKey = std::tuple<std::string, std::string, std::uint32_t, std::string, std::uint32_t>;

// A socket of IPv6 that talks IPv4 calls its address so; the packet does not.
std::string unmapped(const std::string& address) {
  constexpr std::string_view kMapped = "::ffff:";
  const bool is_mapped = address.starts_with(kMapped) && address.find('.') != std::string::npos;
  return is_mapped ? address.substr(kMapped.size()) : address;
}

FlowKey key_of(const model::Flow& flow) {
  return {flow.protocol, unmapped(flow.client_address), flow.client_port, unmapped(flow.server_address),
          flow.server_port};
}

std::optional<FlowKey> flow_of(const model::Event& event) {
  if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload)) {
    if (!connect->source_address || !connect->source_port) return std::nullopt;
    return FlowKey{connect->protocol, unmapped(*connect->source_address), *connect->source_port,
                   unmapped(connect->address), connect->port};
  }
  if (const auto* dns = std::get_if<model::DnsPayload>(&event.payload))
    return dns->flow ? std::optional(key_of(*dns->flow)) : std::nullopt;
  if (const auto* tls = std::get_if<model::TlsPayload>(&event.payload)) return key_of(tls->flow);
  if (const auto* http = std::get_if<model::HttpPayload>(&event.payload)) return key_of(http->flow);
  return std::nullopt;
}

void note(std::vector<std::string>& list, const std::string& text) {
  if (!text.empty() && list.size() < kListed && std::ranges::find(list, text) == list.end()) list.push_back(text);
}

// A Host header's name: RFC 9110 section 7.2.
std::string without_port(const std::string& host) {
  const std::size_t colon = host.rfind(':');
  const bool port = colon != std::string::npos && host.find_first_not_of("0123456789", colon + 1) == std::string::npos;
  return port && host.find(':') == colon ? host.substr(0, colon) : host;
}

std::string process_text(const model::Event& event) {
  if (!event.actor) return {};
  const std::string program = event.actor->executable.value_or("");
  const std::string name = program.substr(program.rfind('/') + 1);
  return name.empty() ? fmt::format("process {}", event.actor->pid) : fmt::format("{} ({})", name, event.actor->pid);
}

class Collector {
 public:
  void add(const StoryEvent& event);
  std::vector<Connection> take();

 private:
  struct Open {
    Connection connection;
    std::set<FlowKey> flows;        // conversations with both ends known
    std::set<std::string> sockets;  // those of which one end is known only
  };
  Open& at(const StoryEvent& event, const std::string& protocol, const std::string& address, std::uint32_t port);
  std::map<std::tuple<std::string, std::string, std::string, std::uint32_t>, Open> open_;
};

Collector::Open& Collector::at(const StoryEvent& given, const std::string& protocol, const std::string& address,
                               std::uint32_t port) {
  const model::Event& event = given.event;
  const auto [found, is_new] = open_.try_emplace({event.package->purl, protocol, address, port});
  Open& open = found->second;
  Connection& connection = open.connection;
  if (is_new) {
    connection.package = event.package->purl;
    connection.protocol = protocol;
    connection.address = address;
    connection.port = port;
    connection.by_flow = true;
  }
  if (is_new || event.wall_ns < connection.wall_ns) {
    connection.wall_ns = event.wall_ns;
    connection.evidence = event.id;
    connection.from = given.from;
  }
  connection.by_flow &= given.by_flow;
  note(connection.processes, process_text(event));
  if (const std::optional<FlowKey> flow = flow_of(event)) open.flows.insert(*flow);
  return open;
}

void Collector::add(const StoryEvent& given) {
  const model::Event& event = given.event;
  if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload)) {
    Open& open = at(given, connect->protocol, connect->address, connect->port);
    open.connection.sent |= connect->stage == model::ConnectStage::sent;
    if (connect->name) note(open.connection.names, *connect->name);
    if (connect->application) note(open.connection.requests, "speaks " + *connect->application);
    if (!flow_of(event))
      open.sockets.insert(connect->socket ? fmt::format("{}/{}", event.boot, *connect->socket) : event.id);
  } else if (const auto* tls = std::get_if<model::TlsPayload>(&event.payload)) {
    Open& open = at(given, tls->flow.protocol, tls->flow.server_address, tls->flow.server_port);
    open.connection.sent = true;
    if (tls->server_name) note(open.connection.names, *tls->server_name);
    note(open.connection.requests, tls->ja4 ? "TLS, JA4 " + *tls->ja4 : "TLS");
  } else if (const auto* http = std::get_if<model::HttpPayload>(&event.payload)) {
    Open& open = at(given, http->flow.protocol, http->flow.server_address, http->flow.server_port);
    open.connection.sent = true;
    note(open.connection.names, without_port(http->host));
    note(open.connection.requests,
         http->method + " " + http->path + (http->status ? fmt::format(" answered {}", *http->status) : ""));
  }
}

std::vector<Connection> Collector::take() {
  std::vector<Connection> out;
  for (auto& [key, open] : open_) {
    // A socket whose own port is not known may be one of those whose both ends are.
    open.connection.times = std::max({open.flows.size(), open.sockets.size(), std::size_t{1}});
    out.push_back(std::move(open.connection));
  }
  std::ranges::stable_sort(out, {}, &Connection::wall_ns);
  return out;
}

// A sensor on the machine saw whose the conversation is, a package's or another process's; one on the wire does not.
bool knows_its_process(const model::Event& event) {
  return event.package || (event.actor && std::holds_alternative<model::ConnectPayload>(event.payload));
}

struct Seen {
  std::uint64_t wall_ns = 0;
  const model::Event* event = nullptr;
};

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }

// Of some in order of time, at least one; of two as near the earlier.
const Seen& nearest_of(const std::vector<Seen>& seen, std::uint64_t wall_ns) {
  const auto behind = std::ranges::lower_bound(seen, wall_ns, {}, &Seen::wall_ns);
  if (behind == seen.begin()) return *behind;
  const Seen& before = *std::prev(behind);
  return behind == seen.end() || wall_ns - before.wall_ns <= behind->wall_ns - wall_ns ? before : *behind;
}

}  // namespace

void join_by_flow(std::span<StoryEvent> events) {
  std::map<std::pair<std::string, FlowKey>, std::vector<Seen>> known;
  for (const StoryEvent& given : events)
    if (!given.by_flow && knows_its_process(given.event))
      if (auto flow = flow_of(given.event))
        known[{given.event.host, std::move(*flow)}].push_back({given.event.wall_ns, &given.event});
  for (auto& [flow, seen] : known) std::ranges::stable_sort(seen, {}, &Seen::wall_ns);
  for (StoryEvent& given : events) {
    if (knows_its_process(given.event)) continue;
    auto flow = flow_of(given.event);
    if (!flow) continue;
    const auto found = known.find({given.event.host, std::move(*flow)});
    if (found == known.end()) continue;
    const Seen& nearest = nearest_of(found->second, given.event.wall_ns);
    if (!nearest.event->package || distance(nearest.wall_ns, given.event.wall_ns) > kClockDifference) continue;
    given.event.package = nearest.event->package;
    if (!given.event.actor) given.event.actor = nearest.event->actor;
    given.by_flow = true;
  }
}

std::vector<Connection> connections(std::span<const StoryEvent> events) {
  Collector collector;
  for (const StoryEvent& event : events)
    if (event.event.package) collector.add(event);
  return collector.take();
}

}  // namespace cordon::response
