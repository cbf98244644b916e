#include "network/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "network/byte_reader.h"
#include "network/payloads.h"

namespace cordon::network {

namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::size_t kMostWaiting = 65'536;  // requests of all conversations together

bool is_dns_port(std::uint16_t port) { return port == 53 || port == 5353 || port == 5355; }

// A message of DNS on another port must make sense to its last byte.
bool is_surely_dns(std::string_view payload) {
  if (payload.size() < 17 || big16(payload, 4) != 1) return false;  // most datagrams end here, cheaply
  const auto message = read_dns(payload);
  return message && message->whole && message->operation == 0 && message->questions.size() == 1 &&
         message->questions.front().name.find('.', 1) != std::string::npos;
}

// Whoever answers is the server: the question itself was not captured.
bool is_dns_answer(const Packet& packet) {
  return is_dns_port(packet.source.port) && packet.source.port != packet.destination.port &&
         packet.payload.size() >= 12 && byte_at(packet.payload, 2) & 0x80;
}

}  // namespace

Traffic::Traffic(TrafficOptions options, OnFlow on_flow)
    : options_(std::move(options)), on_flow_(std::move(on_flow)), writer_(options_.identity), names_(options_.names),
      table_(options_.flows), on_end_([this](Flow& flow, FlowEnd why) { end(flow, why); }),
      tcp_(writer_, names_, totals_), datagrams_(writer_, totals_) {}

void Traffic::end(Flow& flow, FlowEnd why) {
  tcp_.give_up_waiting(flow, ~std::uint64_t{0});
  for (const Side& side : flow.sides) {
    totals_.gaps += side.stream.has_gap();
    totals_.contradictions += side.stream.contradicts() || (side.quic && side.quic->contradicts());
    totals_.tls_unread += side.openvpn && (!side.openvpn->said().empty() || side.openvpn->has_gap());
  }
  const bool looked_quic = flow.sides[0].quic || flow.sides[1].quic;
  totals_.quic_unread += looked_quic && !flow.sides[0].told && !flow.sides[1].told;
  totals_.evicted += why == FlowEnd::evicted;
  buffered_bytes_ -= flow.counted_bytes;
  flow.counted_bytes = 0;
  if (on_flow_) on_flow_(flow, why);
}

void Traffic::count(const Packet& packet, const CapturedPacket& captured) {
  ++totals_.packets;
  totals_.bytes += captured.original_length;
  if (captured.time_ns != 0) {
    if (totals_.first_ns == 0 || captured.time_ns < totals_.first_ns) totals_.first_ns = captured.time_ns;
    totals_.last_ns = std::max(totals_.last_ns, captured.time_ns);
  }
  switch (packet.kind) {
    case PacketKind::tcp: ++totals_.tcp; break;
    case PacketKind::udp: ++totals_.udp; break;
    case PacketKind::other_protocol: ++totals_.other_protocol; break;
    case PacketKind::not_ip: ++totals_.not_ip; break;
    case PacketKind::fragment: ++totals_.fragments; break;
    case PacketKind::damaged: ++totals_.damaged; break;
    case PacketKind::unsupported_link:
      ++totals_.unsupported_link;
      ++unsupported_links_[static_cast<std::uint32_t>(captured.link_type)];
      break;
  }
}

Result<void> Traffic::packet(const CapturedPacket& captured, bus::EventSink& sink) {
  writer_.attach(sink);
  const Packet packet = decode_packet(captured);
  count(packet, captured);
  on_time(captured.time_ns);
  if (packet.kind == PacketKind::tcp) on_tcp(packet, captured.time_ns);
  if (packet.kind == PacketKind::udp) on_udp(packet, captured.time_ns);
  return writer_.take_result();
}

// Time is that of the packet at hand: in files that were joined it jumps, forwards and backwards.
void Traffic::on_time(std::uint64_t now_ns) {
  while (!waiting_.empty() &&
         (waiting_.size() > kMostWaiting || waiting_.front().time_ns + options_.answer_wait_ns <= now_ns)) {
    if (Flow* flow = table_.find(waiting_.front().key)) {
      tcp_.give_up_waiting(*flow, waiting_.front().time_ns);
      account(*flow);
    }
    waiting_.pop_front();
  }
  if (now_ns < next_expiry_ns_ && now_ns + 2 * kSecond > next_expiry_ns_) return;
  next_expiry_ns_ = now_ns + kSecond;
  table_.expire(now_ns, on_end_);
}

Result<void> Traffic::tick(std::uint64_t now_ns, bus::EventSink& sink) {
  writer_.attach(sink);
  on_time(now_ns);
  return writer_.take_result();
}

Result<void> Traffic::lost(std::uint64_t count, std::string reason, std::uint64_t time_ns, bus::EventSink& sink) {
  writer_.attach(sink);
  totals_.lost += count;
  writer_.put(model::LossPayload{.count = count, .reason = std::move(reason)}, time_ns);
  return writer_.take_result();
}

Result<void> Traffic::finish(bus::EventSink& sink) {
  writer_.attach(sink);
  table_.drain(on_end_);
  waiting_.clear();
  return writer_.take_result();
}

// A new conversation, which is told at once.
Flow& Traffic::open(const FlowKey& key, const Packet& packet, bool from_client, std::uint64_t time_ns) {
  Flow& flow = table_.insert(key, time_ns, on_end_);
  flow.client = from_client ? packet.source : packet.destination;
  flow.server = from_client ? packet.destination : packet.source;
  flow.name = names_.find(flow.server.address);
  if (!key.tcp && (is_dns_port(flow.server.port) || is_surely_dns(packet.payload))) flow.application = Application::dns;
  ++totals_.flows;
  writer_.put(connect_payload(flow), time_ns);
  return flow;
}

void Traffic::on_tcp(const Packet& packet, std::uint64_t time_ns) {
  const FlowKey key = FlowKey::of(packet.source, packet.destination, true);
  const bool syn = packet.flags & kSyn, acknowledges = packet.flags & kAcknowledge;
  Flow* found = table_.find(key);
  if (found != nullptr && syn && !acknowledges && found->closed()) {
    table_.remove(*found, FlowEnd::reused, on_end_);
    found = nullptr;
  }
  Flow& flow = found != nullptr ? *found : open(key, packet, !(syn && acknowledges), time_ns);
  const unsigned side = packet.source == flow.client ? 0 : 1;
  Side& from = flow.sides[side];
  ++from.packets;
  from.bytes += packet.payload_length;
  if (syn) {
    flow.opened = true;
    if (from.stream.in_order().empty() && !from.done) from.stream.start(packet.sequence + 1);
  }
  if (acknowledges) flow.sides[1 - side].stream.acknowledge(packet.acknowledgement);
  if (packet.flags & kFin) from.closed = true;
  if (packet.flags & kReset) flow.reset = true;
  if (!from.done && !packet.payload.empty()) {
    const std::size_t before = from.stream.in_order().size();
    const std::uint32_t sequence = packet.sequence + (syn ? 1 : 0);
    const bool grown = from.stream.add(sequence, packet.payload, packet.payload_length);
    if (grown && tcp_.on_data(flow, side, before, time_ns)) waiting_.push_back({.time_ns = time_ns, .key = key});
    account(flow);
  }
  if (flow.closed() && !flow.waiting.empty()) tcp_.give_up_waiting(flow, ~std::uint64_t{0});
  table_.touch(flow, time_ns);
  if (buffered_bytes_ > options_.flows.buffered_bytes) keep_within_memory();
}

void Traffic::account(Flow& flow) {
  const std::uint64_t held = flow.memory_bytes();
  buffered_bytes_ += held - flow.counted_bytes;
  flow.counted_bytes = held;
}

// Those that were idle longest go first; the one that has just been touched stays, for it is the newest of its age
// class and holds far less than the limit.
void Traffic::keep_within_memory() {
  while (buffered_bytes_ > options_.flows.buffered_bytes && table_.size() > 1 && table_.evict_oldest(on_end_)) {
  }
}

void Traffic::on_udp(const Packet& packet, std::uint64_t time_ns) {
  const FlowKey key = FlowKey::of(packet.source, packet.destination, false);
  Flow* found = table_.find(key);
  Flow& flow = found != nullptr ? *found : open(key, packet, !is_dns_answer(packet), time_ns);
  const unsigned side = packet.source == flow.client ? 0 : 1;
  ++flow.sides[side].packets;
  flow.sides[side].bytes += packet.payload_length;
  if (!packet.payload.empty()) on_datagram(flow, side, packet.payload, time_ns);
  account(flow);
  table_.touch(flow, time_ns);
  if (buffered_bytes_ > options_.flows.buffered_bytes) keep_within_memory();
}

void Traffic::on_datagram(Flow& flow, unsigned side, std::string_view payload, std::uint64_t time_ns) {
  if (is_dns_port(flow.server.port) || is_dns_port(flow.client.port) || flow.application == Application::dns) {
    if (tcp_.on_dns(flow, payload, time_ns)) flow.application = Application::dns;
    else ++totals_.dns_unread;
    return;
  }
  if (flow.sides[side].done) return;
  if (!datagrams_.on_data(flow, side, payload, time_ns) && is_surely_dns(payload)) {
    flow.application = Application::dns;
    tcp_.on_dns(flow, payload, time_ns);
  }
}

std::vector<model::FileUnread> Traffic::unread(const std::string& path) const {
  std::vector<model::FileUnread> out;
  const auto add = [&](std::uint64_t count, ErrorCode code, std::string_view reason) {
    if (count == 0) return;
    out.push_back({.path = path,
                   .line = 0,
                   .code = std::string(to_string(code)),
                   .reason = fmt::format("{} {}", count, reason),
                   .incomplete = true});
  };
  for (const auto& [type, packets] : unsupported_links_)
    add(packets, ErrorCode::unsupported_format, fmt::format("packets of link type {}, which is not read", type));
  add(totals_.damaged, ErrorCode::syntax, "packets with headers that are cut or contradict themselves");
  add(totals_.fragments, ErrorCode::unsupported_format, "later fragments of IP, which are not put together");
  add(totals_.evicted, ErrorCode::too_many, "conversations left before their end, for there were too many at once");
  add(totals_.gaps, ErrorCode::truncated, "directions of conversations that miss some of their first bytes");
  add(totals_.contradictions, ErrorCode::invalid_value, "directions that sent some bytes twice and differently");
  add(totals_.tls_unread, ErrorCode::syntax, "TLS hellos that could not be read, or not whole");
  add(totals_.quic_unread, ErrorCode::truncated,
      "conversations of QUIC whose ClientHello is missing, not whole or could not be read");
  add(totals_.dns_unread, ErrorCode::syntax, "DNS messages that could not be read, or not whole");
  add(totals_.http_cut, ErrorCode::too_large,
      "conversations of HTTP with more requests, or a longer one, than what is read of them");
  add(totals_.lost, ErrorCode::truncated, "packets that were lost while capturing");
  return out;
}

}  // namespace cordon::network
