#include "network/tcp_reader.h"

#include <algorithm>
#include <utility>

#include "network/byte_reader.h"
#include "network/payloads.h"

namespace cordon::network {

namespace {

constexpr std::size_t kMostWaiting = 256;      // requests of one conversation that wait for their answers
constexpr std::size_t kUndecidedBytes = 4096;  // after as many a protocol would have shown itself
constexpr std::uint16_t kDnsPort = 53;

bool is_dns_port(const Flow& flow) { return flow.client.port == kDnsPort || flow.server.port == kDnsPort; }

bool speaks_as_client(const Side& side) {
  return !side.answers && (side.application == Application::tls || side.application == Application::http ||
                           side.application == Application::openvpn);
}

// Who speaks as a client is the client, unless the first packets told otherwise.
void settle_roles(Flow& flow, unsigned& side) {
  if (side == 0 || flow.opened || speaks_as_client(flow.sides[0])) return;
  std::swap(flow.client, flow.server);
  std::swap(flow.sides[0], flow.sides[1]);
  side = 0;
}

// A side has sent a request: the other one answers, from now on; what it has said before was the greeting of a proxy,
// or the answer itself where a capture has the packets in another order.
void begin_http(Flow& flow, unsigned side) {
  flow.sides[side].http.begin(flow.sides[side].begin);
  Side& other = flow.sides[1 - side];
  if (other.answers || other.done || speaks_as_client(other)) return;
  other.application = Application::http;
  other.answers = true;
  const std::string_view said = other.stream.in_order();
  other.http.begin(said.starts_with("HTTP/1.") ? 0 : said.size());
}

void finish(Side& side) {
  side.done = true;
  side.stream.close();
}

}  // namespace

// What the side speaks. Where its first bytes did not tell, it may still begin to speak TLS or HTTP with a later
// segment: after STARTTLS, after the greeting of a proxy, or because the capture began in the middle.
TcpReader::Next TcpReader::decide(Flow& flow, unsigned side, std::size_t before) {
  Side& from = flow.sides[side];
  const std::string_view all = from.stream.in_order();
  if (from.application == Application::undecided) {
    const std::string_view bytes = all.substr(std::min(from.begin, all.size()));
    if (bytes.empty()) return Next::wait;
    from.application = recognise(bytes);
    if (from.application == Application::undecided && bytes.size() <= kUndecidedBytes && !is_dns_port(flow))
      return Next::wait;
    const bool unknown = from.application == Application::undecided || from.application == Application::other;
    if (unknown) from.application = is_dns_port(flow) ? Application::dns : Application::other;
    return Next::again;
  }
  if (before > from.begin && before < all.size()) {
    const Application later = recognise(all.substr(before));
    if (later == Application::tls || later == Application::http) {
      from.application = later;
      from.begin = before;
      return Next::again;
    }
  }
  return from.stream.full() ? Next::done : Next::wait;
}

bool TcpReader::on_data(Flow& flow, unsigned side, std::size_t before, std::uint64_t time_ns) {
  const std::size_t waiting = flow.waiting.size();
  Next next = Next::again;
  while (next == Next::again) {
    switch (flow.sides[side].application) {
      case Application::undecided:
      case Application::other:
        next = decide(flow, side, before);
        if (next != Next::again || !speaks_as_client(flow.sides[side])) break;
        settle_roles(flow, side);
        if (flow.sides[side].application == Application::http) begin_http(flow, side);
        break;
      case Application::tls: next = read_tls(flow, side, time_ns); break;
      case Application::http:
        next = flow.sides[side].answers ? read_answers(flow, side) : read_requests(flow, side, time_ns);
        break;
      case Application::openvpn: next = read_openvpn(flow, side, time_ns); break;
      case Application::dns: next = read_dns_messages(flow, side, time_ns); break;
      case Application::http2:
      case Application::ssh:
      case Application::stratum:
      case Application::quic:
        flow.application = flow.sides[side].application;
        finish(flow.sides[1 - side]);
        next = Next::done;
        break;
    }
  }
  if (next == Next::done) finish(flow.sides[side]);
  if (flow.waiting.size() <= waiting) return false;
  Side& other = flow.sides[1 - side];
  if (other.answers && !other.done && read_answers(flow, 1 - side) == Next::done) finish(other);
  return true;
}

TcpReader::Next TcpReader::read_tls(Flow& flow, unsigned side, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  ClientHello hello;
  switch (read_client_hello(from.stream.in_order().substr(from.begin), hello)) {
    case HelloProgress::incomplete:
      if (!from.stream.full()) return Next::wait;
      ++totals_.tls_unread;
      break;
    case HelloProgress::absent: from.application = Application::other; return Next::wait;
    case HelloProgress::damaged: ++totals_.tls_unread; break;
    case HelloProgress::found:
      if (hello.damaged) ++totals_.tls_unread;
      writer_.put(tls_payload(hello, flow, side == 0), time_ns);
      break;
  }
  flow.application = Application::tls;
  finish(flow.sides[1 - side]);
  return Next::done;
}

// Two bytes of length before each packet of OpenVPN.
TcpReader::Next TcpReader::read_openvpn(Flow& flow, unsigned side, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  if (!from.openvpn) from.openvpn = std::make_unique<OpenVpnReader>();
  const std::string_view all = from.stream.in_order();
  HelloProgress progress = HelloProgress::incomplete;
  ClientHello hello;
  while (progress == HelloProgress::incomplete && all.size() >= from.begin + 2) {
    const std::size_t length = big16(all, from.begin);
    if (all.size() - from.begin - 2 < length) break;
    if (from.openvpn->add(all.substr(from.begin + 2, length)))
      progress = read_client_hello(from.openvpn->said(), hello);
    from.begin += 2 + length;
  }
  if (progress == HelloProgress::incomplete && !from.stream.full() && !from.openvpn->full()) return Next::wait;
  if (progress != HelloProgress::found) return Next::done;  // which is counted when the conversation ends
  if (hello.damaged) ++totals_.tls_unread;
  flow.application = Application::openvpn;
  writer_.put(tls_payload(hello, flow, side == 0), time_ns);
  from.openvpn.reset();
  finish(flow.sides[1 - side]);
  return Next::done;
}

void TcpReader::tell_request(const Flow& flow, const WaitingRequest& request, std::optional<std::uint32_t> status) {
  writer_.put(http_payload(request.head, status, flow, request.from_client), request.time_ns);
}

void TcpReader::give_up_waiting(Flow& flow, std::uint64_t until_ns) {
  while (!flow.waiting.empty() && flow.waiting.front().time_ns <= until_ns) {
    tell_request(flow, flow.waiting.front(), std::nullopt);
    flow.waiting.erase(flow.waiting.begin());
  }
}

TcpReader::Next TcpReader::read_requests(Flow& flow, unsigned side, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  RequestHead head;
  HeadProgress progress = HeadProgress::found;
  while (progress == HeadProgress::found) {
    progress = from.http.next_request(from.stream.in_order(), head);
    if (progress != HeadProgress::found) break;
    flow.application = Application::http;
    if (flow.waiting.size() >= kMostWaiting) give_up_waiting(flow, flow.waiting.front().time_ns);
    flow.waiting.push_back({.time_ns = time_ns, .head = head, .from_client = side == 0});
    if (head.method != "CONNECT") continue;
    from.application = Application::undecided;
    from.begin = from.http.offset();
    return Next::again;
  }
  if (progress == HeadProgress::absent) return Next::done;
  if (!from.stream.full()) return Next::wait;
  ++totals_.http_cut;
  return Next::done;
}

TcpReader::Next TcpReader::read_answers(Flow& flow, unsigned side) {
  Side& from = flow.sides[side];
  ResponseHead head;
  HeadProgress progress = HeadProgress::found;
  while (progress == HeadProgress::found) {
    const bool to_head = !flow.waiting.empty() && flow.waiting.front().head.method == "HEAD";
    progress = from.http.next_response(from.stream.in_order(), to_head, head);
    const bool interim = head.status / 100 == 1 && head.status != 101;
    if (progress != HeadProgress::found || interim || flow.waiting.empty()) continue;
    tell_request(flow, flow.waiting.front(), head.status);
    flow.waiting.erase(flow.waiting.begin());
  }
  if (progress == HeadProgress::absent) return Next::done;
  // Answers behind the window are no loss of their own: their requests are told, without a status.
  return from.stream.full() ? Next::done : Next::wait;
}

bool TcpReader::on_dns(const Flow& flow, std::string_view message, std::uint64_t time_ns) {
  const Result<DnsMessage> read = read_dns(message);
  if (!read) return false;
  if ((read->incomplete && !read->shortened) || read->records_left_out > 0) ++totals_.dns_unread;
  // Every address of an answer belongs to the name that was asked for, whatever aliases lie between.
  const std::string_view asked = read->questions.empty() ? std::string_view() : read->questions.front().name;
  if (read->response) {
    for (const DnsRecord& record : read->answers)
      if (record.address) names_.add(*record.address, asked.empty() ? record.name : asked);
  }
  for (model::DnsPayload& payload : dns_payloads(*read, flow)) writer_.put(std::move(payload), time_ns);
  return true;
}

// RFC 1035 section 4.2.2: two bytes of length before each message.
TcpReader::Next TcpReader::read_dns_messages(Flow& flow, unsigned side, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  const std::string_view all = from.stream.in_order();
  while (all.size() >= from.begin + 2) {
    const std::size_t length = big16(all, from.begin);
    if (all.size() - from.begin - 2 < length) break;
    if (!on_dns(flow, all.substr(from.begin + 2, length), time_ns)) {
      ++totals_.dns_unread;
      return Next::done;
    }
    flow.application = Application::dns;
    from.begin += 2 + length;
  }
  if (!from.stream.full()) return Next::wait;
  ++totals_.dns_unread;
  return Next::done;
}

}  // namespace cordon::network
