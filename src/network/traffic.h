// From packets to Events: who talked with whom (connect), names that were asked for (dns), what clients of TLS and HTTP
// said (tls, http), and what was lost (loss).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "bus/event_sink.h"
#include "model/generated/model.h"
#include "network/address_names.h"
#include "network/datagram_reader.h"
#include "network/event_writer.h"
#include "network/flow_table.h"
#include "network/packet.h"
#include "network/tcp_reader.h"
#include "network/traffic_totals.h"

namespace cordon::network {

struct TrafficOptions {
  EventIdentity identity;
  FlowLimits flows;
  std::size_t names = 65'536;                     // addresses whose names are remembered
  std::uint64_t answer_wait_ns = 60'000'000'000;  // for how long a request waits for the status of its answer
};

// Fed packets in the order in which they were captured. Each new conversation gives one connect event at its first
// packet; dns, tls and http events follow as soon as what they tell is there. An http event has the time of its request
// and comes with the answer's status, or without it when none came in time.
class Traffic {
 public:
  // Called once for each conversation when it goes, with all that went each way.
  using OnFlow = std::function<void(const Flow&, FlowEnd)>;

  explicit Traffic(TrafficOptions options, OnFlow on_flow = {});
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  // Fails as the sink does. A packet that means nothing is counted, and is no failure.
  Result<void> packet(const CapturedPacket& captured, bus::EventSink& sink);
  // Time has passed without packets: what waited too long is told.
  Result<void> tick(std::uint64_t now_ns, bus::EventSink& sink);
  // Packets that did not reach us, by their exact number.
  Result<void> lost(std::uint64_t count, std::string reason, std::uint64_t time_ns, bus::EventSink& sink);
  // Nothing comes any more: all conversations end.
  Result<void> finish(bus::EventSink& sink);

  const TrafficTotals& totals() const { return totals_; }
  std::size_t flows() const { return table_.size(); }
  // What was not understood, one line a kind; `path` is what the lines call their source.
  std::vector<model::FileUnread> unread(const std::string& path) const;

 private:
  struct Waiting {
    std::uint64_t time_ns = 0;
    FlowKey key;
  };

  void on_tcp(const Packet& packet, std::uint64_t time_ns);
  void on_udp(const Packet& packet, std::uint64_t time_ns);
  void on_datagram(Flow& flow, unsigned side, std::string_view payload, std::uint64_t time_ns);
  Flow& open(const FlowKey& key, const Packet& packet, bool from_client, std::uint64_t time_ns);
  void count(const Packet& packet, const CapturedPacket& captured);
  void on_time(std::uint64_t now_ns);
  void account(Flow& flow);
  void keep_within_memory();
  void end(Flow& flow, FlowEnd why);

  TrafficOptions options_;
  OnFlow on_flow_;
  EventWriter writer_;
  AddressNames names_;
  TrafficTotals totals_;
  FlowTable table_;
  FlowTable::OnEnd on_end_;
  TcpReader tcp_;
  DatagramReader datagrams_;
  std::deque<Waiting> waiting_;
  std::map<std::uint32_t, std::uint64_t> unsupported_links_;  // packets of each
  std::uint64_t buffered_bytes_ = 0;
  std::uint64_t next_expiry_ns_ = 0;
};

}  // namespace cordon::network
