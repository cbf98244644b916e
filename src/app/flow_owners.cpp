#include "app/flow_owners.h"

#include <fmt/format.h>

#include <algorithm>

namespace cordon::app {
namespace {

constexpr std::size_t kMostOwners = 1'000'000;

// A socket of IPv6 that talks IPv4 calls its address so; the packet does not.
std::string_view unmapped(std::string_view address) {
  constexpr std::string_view kMapped = "::ffff:";
  const bool is_mapped = address.starts_with(kMapped) && address.find('.') != std::string_view::npos;
  return is_mapped ? address.substr(kMapped.size()) : address;
}

std::string key_of(std::string_view protocol, std::string_view client, std::uint32_t client_port,
                   std::string_view server, std::uint32_t server_port) {
  return fmt::format("{} {} {} {} {}", protocol, unmapped(client), client_port, unmapped(server), server_port);
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }

}  // namespace

Result<void> FlowOwners::put(const model::Event& event) {
  const auto* connect = std::get_if<model::ConnectPayload>(&event.payload);
  if (connect == nullptr || !connect->source_address || !connect->source_port) return {};
  if (kept_ == kMostOwners) {
    ++left_out_;
    return {};
  }
  ++kept_;
  owners_[key_of(connect->protocol, *connect->source_address, *connect->source_port, connect->address, connect->port)]
      .push_back({event.id, event.wall_ns, event.actor, event.package});
  return {};
}

const FlowOwner* FlowOwners::find(const model::Flow& flow, std::uint64_t first_ns) const {
  auto known =
      owners_.find(key_of(flow.protocol, flow.client_address, flow.client_port, flow.server_address, flow.server_port));
  if (known == owners_.end())
    known = owners_.find(
        key_of(flow.protocol, flow.server_address, flow.server_port, flow.client_address, flow.client_port));
  if (known == owners_.end()) return nullptr;
  const auto nearest = std::ranges::min_element(
      known->second, {}, [&](const FlowOwner& owner) { return distance(owner.wall_ns, first_ns); });
  return distance(nearest->wall_ns, first_ns) <= kClockDifference ? &*nearest : nullptr;
}

}  // namespace cordon::app
