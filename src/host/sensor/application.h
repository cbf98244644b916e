// What the first bytes of a conversation look like.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::host {

// tls (RFC 8446 section 5.1: a handshake record that holds a ClientHello), http (RFC 9112 section 3: a request line),
// ssh (RFC 4253 section 4.2), dns (RFC 1035 section 4.1.1: a question, to port 53), stratum (JSON-RPC as pools of
// miners speak it). Nothing where it is none of them. `payload`: its first bytes, 64 are enough; protocol: tcp or udp.
std::optional<std::string> application_of(std::string_view payload, std::string_view protocol, std::uint32_t port);

}  // namespace cordon::host
