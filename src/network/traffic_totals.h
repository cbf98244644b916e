// What a capture was made of, and what of it could not be read.
#pragma once

#include <cstdint>

namespace cordon::network {

struct TrafficTotals {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;     // on the wire
  std::uint64_t first_ns = 0;  // time of the earliest packet, and of the latest
  std::uint64_t last_ns = 0;
  std::uint64_t tcp = 0;  // packets of each kind
  std::uint64_t udp = 0;
  std::uint64_t other_protocol = 0;
  std::uint64_t not_ip = 0;
  std::uint64_t fragments = 0;  // without ports, for they are not the first of their datagram
  std::uint64_t damaged = 0;
  std::uint64_t unsupported_link = 0;
  std::uint64_t flows = 0;           // conversations, all of them
  std::uint64_t evicted = 0;         // that went before their time, because there were too many or they held too much
  std::uint64_t gaps = 0;            // directions of which bytes are missing among the first ones
  std::uint64_t contradictions = 0;  // directions in which bytes came twice with different content
  std::uint64_t tls_unread = 0;      // ClientHellos that could not be read
  std::uint64_t quic_unread = 0;     // conversations of QUIC of which no ClientHello could be read
  std::uint64_t dns_unread = 0;      // messages that could not be read, or not to their end
  std::uint64_t http_cut = 0;        // conversations with requests that went on behind what is read of them
  std::uint64_t lost = 0;            // packets, as lost() was told
};

}  // namespace cordon::network
