// The first packets of a QUIC client (RFC 9000 section 17.2, RFC 9001 section 5, RFC 9369; drafts 23 to 34). They are
// encrypted with keys that follow from their own header, so that anybody on the way can read them; that their tag is
// right proves that they are what they seem to be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/aes128_gcm.h"

namespace cordon::network {

enum class QuicPacketType : std::uint8_t { initial, zero_rtt, handshake, retry };

// A packet with a long header. Everything points into the datagram.
struct QuicPacket {
  std::uint32_t version = 0;
  QuicPacketType type = QuicPacketType::initial;
  std::string_view destination;  // connection ids, at most 20 bytes each
  std::string_view source;
  std::string_view bytes;         // the whole packet
  std::size_t number_offset = 0;  // of the packet number, which is protected; 0 for Retry
};

// Takes the next packet off the front of a datagram. Nothing, and the datagram left as it is, where no packet with a
// long header of a version known here begins, or where it is longer than the datagram.
std::optional<QuicPacket> next_quic_packet(std::string_view& datagram);

// What protects the Initial packets of one side of a connection.
class QuicKeys {
 public:
  // `destination` is the connection id that the client chose first, or that a Retry gave it; the version must be known.
  static QuicKeys of_client(std::uint32_t version, std::string_view destination) {
    return {version, destination, "client in"};
  }
  static QuicKeys of_server(std::uint32_t version, std::string_view destination) {
    return {version, destination, "server in"};
  }

  // The frames inside an Initial packet; nothing when its tag does not fit these keys.
  std::optional<std::string> open(const QuicPacket& packet) const;
  // An Initial packet of these frames, whose header ends with a packet number of four bytes; for tests and seeds.
  std::string seal(std::string_view header, std::uint32_t number, std::string_view frames) const;

 private:
  QuicKeys(std::uint32_t version, std::string_view destination, std::string_view label);
  QuicKeys(const std::string& secret, std::string_view prefix);
  GcmNonce nonce_of(std::uint32_t number) const;

  Aes128 cipher_;
  GcmNonce nonce_{};
  Aes128 header_cipher_;
};

// A piece of the handshake: bytes and where they stand in it.
struct QuicCryptoPiece {
  std::uint64_t offset = 0;
  std::string_view bytes;
};

// The CRYPTO frames among the frames of an Initial packet, in their order. False when a frame is cut or one that must
// not be there; those before it are kept.
bool read_quic_frames(std::string_view frames, std::vector<QuicCryptoPiece>& pieces);

}  // namespace cordon::network
