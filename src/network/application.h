// What the first bytes of a conversation look like.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::network {

enum class Application : std::uint8_t { undecided, tls, http, http2, dns, ssh, stratum, quic, openvpn, other };

// "tls", "http", ...; empty for undecided and other.
std::string_view to_string(Application application);

// Looks at what one side of a TCP connection sent first, in order. `undecided` where more bytes could tell, `other`
// where none could. Stratum is what miners speak with their pool: a line of JSON that subscribes to, or logs in for,
// work. QUIC is never recognised here: it has no streams of TCP.
Application recognise(std::string_view first_bytes);

}  // namespace cordon::network
