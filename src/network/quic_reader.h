// The ClientHello of one side of a UDP conversation that speaks QUIC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "network/quic_initial.h"
#include "network/stream.h"
#include "network/tls_hello.h"

namespace cordon::network {

enum class QuicProgress : std::uint8_t {
  foreign,     // no packet with a long header of a known version: another protocol, or what QUIC says later
  unproven,    // such packets, but none that this side's keys open: what servers send, or the middle of a connection
  incomplete,  // an Initial packet of a client; the hello needs more of them
  damaged,     // what is inside them is no hello that can be read
  found,
};

// Keys follow from the connection id of a client's first packet, and anew from the one that a Retry gives it; what came
// before a Retry is forgotten, for the client begins again. Of the handshake the first 16 KiB are kept, in at most 64
// pieces; of bytes that came twice the first copy counts.
class QuicReader {
 public:
  QuicProgress add(std::string_view datagram, ClientHello& hello);

  bool has_gap() const { return stream_.has_gap(); }
  bool contradicts() const { return stream_.contradicts(); }
  std::size_t memory_bytes() const { return sizeof *this + stream_.memory_bytes(); }

 private:
  std::optional<std::string> open(const QuicPacket& packet);

  std::optional<QuicKeys> keys_;
  Stream stream_;
};

}  // namespace cordon::network
