// The TLS handshake of a client inside the control channel of OpenVPN (version 2 of its key method; the layout follows
// the project's "OpenVPN Wire Protocol" text), with the signatures of --tls-auth or without. What --tls-crypt encrypts
// cannot be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon::network {

// Bytes of a client's first packet, P_CONTROL_HARD_RESET_CLIENT_V2: as it has neither acknowledgements nor a payload,
// its length tells how long its signature is. Returns that length, 0 without --tls-auth; nothing where it is no such
// packet.
std::optional<std::size_t> openvpn_signature_bytes(std::string_view packet);

// For TCP, where two bytes of length stand before each packet: whether the bytes begin with such a packet. Nothing
// where more bytes could tell.
std::optional<bool> begins_openvpn(std::string_view stream);

// What one side says in TLS, in order of the packets' numbers.
class OpenVpnReader {
 public:
  // The side's next packet. False where it has nothing new to say: no packet of the control channel, of another
  // session, repeated, or too far ahead.
  bool add(std::string_view packet);

  // A client's first packet was seen.
  bool begun() const { return signature_bytes_.has_value(); }
  // The bytes up to the first packet that is missing, at most 16 KiB.
  std::string_view said() const { return said_; }
  bool has_gap() const { return !waiting_.empty() || cut_; }
  bool full() const;
  std::size_t memory_bytes() const { return sizeof *this + said_.capacity() + waiting_bytes_; }

 private:
  void take(std::string_view payload);

  std::optional<std::size_t> signature_bytes_;
  std::string session_;
  std::string said_;
  std::uint32_t next_ = 1;                                      // number of the packet that continues said_
  std::vector<std::pair<std::uint32_t, std::string>> waiting_;  // packets that came too early
  std::size_t waiting_bytes_ = 0;
  bool cut_ = false;
};

}  // namespace cordon::network
