#include "network/datagram_reader.h"

#include <utility>

#include "network/byte_reader.h"
#include "network/payloads.h"

namespace cordon::network {

namespace {

constexpr std::uint16_t kMostLooks = 3;        // datagrams of one side whose protocol does not show
constexpr std::uint16_t kMostKnownLooks = 32;  // of one that does: a handshake with losses and repetitions

}  // namespace

void DatagramReader::tell(const ClientHello& hello, Application application, Flow& flow, unsigned side,
                          std::uint64_t time_ns) {
  flow.application = application;
  flow.sides[side].done = flow.sides[side].told = true;
  if (hello.damaged) ++totals_.tls_unread;
  writer_.put(tls_payload(hello, flow, side == 0), time_ns);
}

bool DatagramReader::read_quic(Flow& flow, unsigned side, std::string_view datagram, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  auto reader = from.quic ? std::move(from.quic) : std::make_unique<QuicReader>();
  ClientHello hello;
  switch (reader->add(datagram, hello)) {
    case QuicProgress::foreign: return false;
    case QuicProgress::unproven: break;
    case QuicProgress::incomplete: flow.application = Application::quic; break;
    case QuicProgress::damaged:
      flow.application = Application::quic;
      from.done = true;
      break;
    case QuicProgress::found:
      totals_.contradictions += reader->contradicts();
      tell(hello, Application::quic, flow, side, time_ns);
      return true;
  }
  from.quic = std::move(reader);
  return true;
}

bool DatagramReader::read_openvpn(Flow& flow, unsigned side, std::string_view datagram, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  if (!from.openvpn) {
    if (!openvpn_signature_bytes(datagram)) return false;
    from.openvpn = std::make_unique<OpenVpnReader>();
  }
  if (!from.openvpn->add(datagram)) return true;
  ClientHello hello;
  switch (read_client_hello(from.openvpn->said(), hello)) {
    case HelloProgress::incomplete: from.done = from.openvpn->full(); break;
    case HelloProgress::absent:
    case HelloProgress::damaged: from.done = true; break;
    case HelloProgress::found:
      tell(hello, Application::openvpn, flow, side, time_ns);
      from.openvpn.reset();
      break;
  }
  return true;
}

bool DatagramReader::on_data(Flow& flow, unsigned side, std::string_view datagram, std::uint64_t time_ns) {
  Side& from = flow.sides[side];
  if (from.done) return false;
  ++from.looked_at;
  bool known = (byte_at(datagram, 0) & 0xC0) == 0xC0 && read_quic(flow, side, datagram, time_ns);
  if (!known) known = read_openvpn(flow, side, datagram, time_ns);
  ClientHello hello;
  if (!known && read_datagram_hello(datagram, hello) == HelloProgress::found) {
    tell(hello, Application::tls, flow, side, time_ns);
    known = true;
  }
  if (from.looked_at >= (from.quic || from.openvpn ? kMostKnownLooks : kMostLooks)) from.done = true;
  return known;
}

}  // namespace cordon::network
