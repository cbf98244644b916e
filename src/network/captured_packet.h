// A packet as it was captured, whatever captured it.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::network {

// Link-layer header types that can be read, by their numbers in capture files
// (draft-ietf-opsawg-pcaplinktype). Any other number may stand in a file.
enum class LinkType : std::uint32_t {
  null = 0,           // 4 bytes: the address family in the order of the capturing machine
  ethernet = 1,       //
  raw_old = 12,       // raw IP, as some systems number it
  raw_older = 14,     // the same, of others
  raw = 101,          // the IP header stands first
  loop = 108,         // as null, in network order
  linux_sll = 113,    // Linux "cooked", of several interfaces at once
  ipv4 = 228,         //
  ipv6 = 229,         //
  linux_sll2 = 276,   //
  unsupported = ~0u,  // of a device whose headers have no number here
};

struct CapturedPacket {
  std::uint64_t time_ns = 0;  // since 1970, UTC
  LinkType link_type = LinkType::ethernet;
  std::string_view bytes;             // what was captured; valid while its source stands
  std::uint64_t original_length = 0;  // on the wire, in bytes: at least as much, unless the file lies
  std::uint64_t number = 0;           // counts from 1
};

}  // namespace cordon::network
