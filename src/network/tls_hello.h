// What a client says first in TLS (RFC 8446 section 4.1.2, and the versions before) and DTLS (RFC 9147).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::network {

struct ClientHello {
  bool datagram = false;             // DTLS
  bool quic = false;                 // came in the first packets of QUIC
  std::uint16_t legacy_version = 0;  // of the hello itself, not of the record around it
  std::vector<std::uint16_t> ciphers;
  std::vector<std::uint16_t> extensions;  // in the order of the wire, with duplicates
  std::vector<std::uint16_t> groups;
  std::vector<std::uint16_t> signature_algorithms;
  std::vector<std::uint16_t> versions;  // of supported_versions
  std::vector<std::uint8_t> point_formats;
  std::vector<std::string> alpn;           // bytes as they came
  std::optional<std::string> server_name;  // bytes as they came
  bool damaged = false;                    // an extension is cut or contradicts itself; what stands before it was read
  bool operator==(const ClientHello&) const = default;
};

enum class HelloProgress : std::uint8_t {
  incomplete,  // more bytes are needed
  absent,      // these bytes are no ClientHello
  damaged,     // they are one that cannot be read
  found,
};

// Reads the hello at the beginning of the bytes that a client sent, in order: a handshake may be spread over any number
// of records, a record over any number of segments. Nothing is kept between calls; call again with more bytes.
HelloProgress read_client_hello(std::string_view stream, ClientHello& hello);

// The same for one datagram of DTLS. A hello in several fragments is incomplete.
HelloProgress read_datagram_hello(std::string_view datagram, ClientHello& hello);

// The same for the handshake of QUIC, which has no records (RFC 9001 section 4).
HelloProgress read_quic_hello(std::string_view handshake, ClientHello& hello);

// A value that RFC 8701 reserves so that servers get used to unknown ones.
constexpr bool is_grease(std::uint16_t value) { return (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF); }

// The highest version that is offered; what RFC 8701 reserves does not count.
std::uint16_t highest_version(const ClientHello& hello);

// "1.3", "1.3 draft 23", "SSL 3.0", "DTLS 1.2"; "0x7e01" for what is unknown.
std::string version_name(std::uint16_t version);

}  // namespace cordon::network
