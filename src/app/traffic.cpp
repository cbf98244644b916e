#include "app/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/purl_text.h"

namespace cordon::app {
namespace {

model::Flow flow_of(const network::Flow& flow) {
  return {flow.tcp ? "tcp" : "udp", flow.client.address.text(), flow.client.port, flow.server.address.text(),
          flow.server.port};
}

// The ends that an event tells of, in either order.
std::optional<model::Flow> flow_of(const model::Event& event) {
  if (const auto* connect = std::get_if<model::ConnectPayload>(&event.payload)) {
    if (!connect->source_address) return std::nullopt;
    return model::Flow{connect->protocol, *connect->source_address, connect->source_port.value_or(0), connect->address,
                       connect->port};
  }
  if (const auto* dns = std::get_if<model::DnsPayload>(&event.payload)) return dns->flow;
  if (const auto* tls = std::get_if<model::TlsPayload>(&event.payload)) return tls->flow;
  if (const auto* http = std::get_if<model::HttpPayload>(&event.payload)) return http->flow;
  return std::nullopt;
}

std::string flow_key(const model::Flow& flow) {
  std::string one = fmt::format("{} {}", flow.client_address, flow.client_port);
  std::string other = fmt::format("{} {}", flow.server_address, flow.server_port);
  if (other < one) std::swap(one, other);
  return flow.protocol + " " + one + " " + other;
}

}  // namespace

Result<void> TrafficReader::put(const model::Event& event) {
  const std::optional<model::Flow> flow = flow_of(event);
  if (!flow) {
    judge_.observe_unattributed(event);
    return also_ == nullptr ? Result<void>() : also_->put(event);
  }
  Known& known = open_[flow_key(*flow)];
  // The time of this event is that of the first packet. Who is the client may be found out later.
  if (event.kind() == model::EventKind::connect) known.first_ns = event.wall_ns;
  if (known.owner == nullptr && owners_ != nullptr) known.owner = owners_->find(*flow, known.first_ns);
  if (const auto* tls = std::get_if<model::TlsPayload>(&event.payload)) {
    known.name = tls->server_name.value_or(known.name);
    known.ja4 = tls->ja4.value_or(known.ja4);
  }
  if (const auto* http = std::get_if<model::HttpPayload>(&event.payload); http != nullptr && known.name.empty())
    known.name = http->host;
  if (known.owner == nullptr) {
    judge_.observe_unattributed(event);
    return also_ == nullptr ? Result<void>() : also_->put(event);
  }
  model::Event owned = event;
  owned.actor = known.owner->actor;
  owned.package = known.owner->package;
  judge_.observe(owned);
  return also_ == nullptr ? Result<void>() : also_->put(owned);
}

void TrafficReader::ended(const network::Flow& flow) {
  model::Conversation made;
  made.flow = flow_of(flow);
  const auto known = open_.find(flow_key(made.flow));
  if (known != open_.end()) {
    if (!known->second.name.empty()) made.name = known->second.name;
    if (!known->second.ja4.empty()) made.ja4 = known->second.ja4;
    if (const FlowOwner* owner = known->second.owner; owner != nullptr) {
      made.actor = owner->actor;
      made.package = owner->package;
      made.event = owner->event;
    }
    open_.erase(known);
  }
  if (!made.name && !flow.name.empty()) made.name = flow.name;
  if (const std::string_view word = network::to_string(flow.application); !word.empty()) made.application = word;
  made.first_ns = flow.first_ns;
  made.last_ns = flow.last_ns;
  made.bytes_sent = flow.sides[0].bytes;
  made.bytes_received = flow.sides[1].bytes;
  made.packets = flow.sides[0].packets + flow.sides[1].packets;
  // Those of packages always have room.
  if (conversations_.size() < kMostConversations || made.package) conversations_.push_back(std::move(made));
  else ++more_;
}

model::TrafficReport TrafficReader::report(const network::TrafficTotals& totals,
                                           std::vector<model::FileUnread> unread) const {
  model::TrafficReport report;
  report.schema = "cordon.traffic/1";
  report.findings = judge_.findings();
  report.conversations = conversations_;
  std::ranges::stable_sort(report.conversations, {}, [](const model::Conversation& each) {
    return std::tuple(!each.package.has_value(), each.first_ns);
  });
  report.packets = totals.packets;
  report.bytes = totals.bytes;
  report.flows = totals.flows;
  report.coverage.unread = std::move(unread);
  for (model::FileUnread& line : judge_.coverage()) report.coverage.unread.push_back(std::move(line));
  if (more_ > 0)
    report.coverage.unread.push_back(
        {"(conversations)", 0, "too_many", counted(more_, "conversation", "conversations") + " not listed", false});
  return report;
}

void answer(model::TrafficReport& report, const Conclusion& conclusion, const Clock& clock, bool joined) {
  const policy::Decision decision = conclude(conclusion, clock, report.findings, report.coverage);
  std::string text = worst_findings(report.findings);
  if (text.empty()) text = conclusion.knowledge_off ? "nothing that a rule knows" : "nothing that is known to be bad";
  text += fmt::format("; {} in {}", counted(report.flows, "conversation", "conversations"),
                      counted(report.packets, "packet", "packets"));
  std::set<std::string> packages;
  std::size_t owned = 0;
  for (const model::Conversation& each : report.conversations)
    if (each.package) {
      ++owned;
      packages.insert(model::purl_for_people(each.package->purl));
    }
  if (owned > 0) text += fmt::format(", {} of {}", owned, fmt::join(packages, ", "));
  else if (joined) text += ", none of a package";
  text += missing_text(report.coverage, "not looked at");
  report.answer = {decision.verdict, decision.complete, decision.exit_code, std::move(text)};
}

}  // namespace cordon::app
