// The header that stands before IP: what a network card, a tunnel or a capture of several devices puts there.
#pragma once

#include <cstdint>
#include <string_view>

#include "network/captured_packet.h"

namespace cordon::network {

enum class LinkContent : std::uint8_t { ip, not_ip, damaged, unsupported };

struct LinkPayload {
  LinkContent content = LinkContent::damaged;
  std::string_view bytes;  // from the IP header on
};

LinkPayload read_link_layer(LinkType type, std::string_view bytes);

// What an EtherType (IEEE 802.3) says about the bytes that follow it; tags are read through, at most eight of them.
LinkPayload read_ether_type(std::uint16_t ether_type, std::string_view bytes);

}  // namespace cordon::network
