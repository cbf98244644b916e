#include "network/quic_reader.h"

#include <utility>

namespace cordon::network {

namespace {

constexpr int kMostPackets = 8;  // of one datagram; more have no room in what a network carries

}  // namespace

// The keys at hand first: after the server's first answer a client writes another connection id, and keeps its keys.
std::optional<std::string> QuicReader::open(const QuicPacket& packet) {
  if (keys_) {
    if (auto frames = keys_->open(packet)) return frames;
  }
  QuicKeys keys = QuicKeys::of_client(packet.version, packet.destination);
  auto frames = keys.open(packet);
  if (frames) {
    keys_ = std::move(keys);
    stream_.start(0);
  }
  return frames;
}

QuicProgress QuicReader::add(std::string_view datagram, ClientHello& hello) {
  bool known = false, opened = false, damaged = false;
  for (int i = 0; i < kMostPackets; ++i) {
    const std::optional<QuicPacket> packet = next_quic_packet(datagram);
    if (!packet) break;
    known = true;
    if (packet->type != QuicPacketType::initial) continue;
    const std::optional<std::string> frames = open(*packet);
    if (!frames) continue;
    opened = true;
    std::vector<QuicCryptoPiece> pieces;
    if (!read_quic_frames(*frames, pieces)) damaged = true;
    for (const QuicCryptoPiece& piece : pieces) {
      if (piece.offset >= Stream::kWindowBytes) continue;
      stream_.add(static_cast<std::uint32_t>(piece.offset), piece.bytes,
                  static_cast<std::uint32_t>(piece.bytes.size()));
    }
  }
  if (!known) return QuicProgress::foreign;
  if (!opened) return QuicProgress::unproven;
  switch (read_quic_hello(stream_.in_order(), hello)) {
    case HelloProgress::found: return QuicProgress::found;
    case HelloProgress::absent:
    case HelloProgress::damaged: return QuicProgress::damaged;
    case HelloProgress::incomplete: break;
  }
  return damaged || stream_.full() ? QuicProgress::damaged : QuicProgress::incomplete;
}

}  // namespace cordon::network
