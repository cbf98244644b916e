// Reads what is said first in conversations over UDP: the ClientHellos of DTLS, of QUIC and inside OpenVPN.
#pragma once

#include <cstdint>
#include <string_view>

#include "network/event_writer.h"
#include "network/flow.h"
#include "network/tls_hello.h"
#include "network/traffic_totals.h"

namespace cordon::network {

class DatagramReader {
 public:
  DatagramReader(EventWriter& writer, TrafficTotals& totals) : writer_(writer), totals_(totals) {}

  // One side has sent a datagram. At most three are looked at whose protocol does not show, and 32 of QUIC and OpenVPN;
  // then, and once a hello is told, the side is done. True when the datagram belongs to one of the protocols.
  bool on_data(Flow& flow, unsigned side, std::string_view datagram, std::uint64_t time_ns);

 private:
  bool read_quic(Flow& flow, unsigned side, std::string_view datagram, std::uint64_t time_ns);
  bool read_openvpn(Flow& flow, unsigned side, std::string_view datagram, std::uint64_t time_ns);
  void tell(const ClientHello& hello, Application application, Flow& flow, unsigned side, std::uint64_t time_ns);

  EventWriter& writer_;
  TrafficTotals& totals_;
};

}  // namespace cordon::network
