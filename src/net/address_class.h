// Whether an address is of the public Internet, or of one's own machine or network.
#pragma once

#include <string_view>

namespace cordon::net {

enum class AddressClass : unsigned char {
  open,   // of the public Internet, as far as its number says
  inner,  // this machine, a private or shared network, link-local, or reserved: nothing that a public source may name
  none,   // no IPv4 or IPv6 address: a name
};

// By the registries of special addresses (RFC 6890 and its successors: RFC 1918, 3927, 4193, 4291, 6598). IPv6
// addresses that carry an IPv4 one (mapped, NAT64, 6to4) count as that. Brackets around IPv6, and a zone, are allowed.
AddressClass address_class(std::string_view address);

}  // namespace cordon::net
