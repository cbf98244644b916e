// Reads what is said inside TCP connections: TLS, HTTP/1, DNS; and recognises a few others.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "network/address_names.h"
#include "network/dns.h"
#include "network/event_writer.h"
#include "network/flow.h"
#include "network/traffic_totals.h"

namespace cordon::network {

class TcpReader {
 public:
  TcpReader(EventWriter& writer, AddressNames& names, TrafficTotals& totals)
      : writer_(writer), names_(names), totals_(totals) {}

  // One side of the conversation has grown in order; `before` bytes were there before. May exchange the roles of the
  // two ends where the beginning of the conversation was not seen. True when a request now waits for its answer.
  bool on_data(Flow& flow, unsigned side, std::size_t before, std::uint64_t time_ns);
  // Requests of up to this time are told without the status of their answer.
  void give_up_waiting(Flow& flow, std::uint64_t until_ns);
  // One message of DNS, of TCP or UDP. False when it is none.
  bool on_dns(const Flow& flow, std::string_view message, std::uint64_t time_ns);

 private:
  enum class Next : std::uint8_t { wait, again, done };

  Next decide(Flow& flow, unsigned side, std::size_t before);
  Next read_tls(Flow& flow, unsigned side, std::uint64_t time_ns);
  Next read_openvpn(Flow& flow, unsigned side, std::uint64_t time_ns);
  Next read_requests(Flow& flow, unsigned side, std::uint64_t time_ns);
  Next read_answers(Flow& flow, unsigned side);
  Next read_dns_messages(Flow& flow, unsigned side, std::uint64_t time_ns);
  void tell_request(const Flow& flow, const WaitingRequest& request, std::optional<std::uint32_t> status);

  EventWriter& writer_;
  AddressNames& names_;
  TrafficTotals& totals_;
};

}  // namespace cordon::network
