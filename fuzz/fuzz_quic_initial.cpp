// QUIC: packets lie in the datagram; what is sealed opens again and nothing else does; a handshake gives the same hello
// whether its packets come in one datagram or in several.
//
// The first byte chooses: 0 to 2 a version, for which each of the following parts (two bytes of length, then frames)
// becomes the content of a packet; anything else says that the rest is a datagram as it comes from the wire.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "check_document.h"
#include "network/byte_reader.h"
#include "network/ja4.h"
#include "network/quic_reader.h"

using namespace cordon;
using namespace cordon::network;
using fuzz::expect;

namespace {

constexpr std::string_view kDestination = "destined";

std::string big(std::uint64_t number, unsigned bytes) {
  std::string out;
  while (bytes-- > 0) out += static_cast<char>(number >> (8 * bytes) & 0xFF);
  return out;
}

void check_datagram(std::string_view datagram) {
  const std::string_view whole = datagram;
  while (const auto packet = next_quic_packet(datagram)) {
    expect(!packet->bytes.empty() && packet->bytes.size() + datagram.size() <= whole.size());
    expect(packet->number_offset <= packet->bytes.size());
    const auto frames = QuicKeys::of_client(packet->version, packet->destination).open(*packet);
    std::vector<QuicCryptoPiece> pieces;
    if (frames) read_quic_frames(*frames, pieces);
  }
  expect(whole.ends_with(datagram));
  ClientHello hello;
  QuicReader reader;
  const QuicProgress progress = reader.add(whole, hello);
  expect((progress == QuicProgress::foreign) == (datagram.size() == whole.size()));
}

std::string packet_of(std::uint32_t version, std::uint32_t number, std::string_view frames) {
  std::string header = version == 0x6B3343CF ? "\xD3" : "\xC3";
  header += big(version, 4) + big(kDestination.size(), 1) + std::string(kDestination) + big(0, 2);
  header += big(0x80000000 | (4 + frames.size() + kGcmTagBytes), 4) + big(number, 4);
  return QuicKeys::of_client(version, kDestination).seal(header, number, frames);
}

void check_opens(std::string_view bytes, std::uint32_t version, std::string_view frames) {
  const auto packet = next_quic_packet(bytes);
  expect(packet && packet->type == QuicPacketType::initial && packet->destination == kDestination && bytes.empty());
  const auto opened = QuicKeys::of_client(version, kDestination).open(*packet);
  expect(opened && *opened == frames);
  expect(!QuicKeys::of_server(version, kDestination).open(*packet));
  std::vector<QuicCryptoPiece> pieces;
  read_quic_frames(*opened, pieces);
  for (const QuicCryptoPiece& piece : pieces)
    expect(piece.bytes.data() >= opened->data() &&
           piece.bytes.data() + piece.bytes.size() <= opened->data() + opened->size());
}

void check_frames(std::uint32_t version, std::string_view parts) {
  ByteReader in(parts);
  QuicReader apart, together;
  ClientHello hello, same;
  std::string datagram;
  bool found = false;
  for (std::uint32_t number = 0; number < 8 && !in.empty(); ++number) {
    const std::string_view frames = in.take(std::min<std::size_t>(in.u16(), in.left()));
    const std::string packet = packet_of(version, number, frames);
    check_opens(packet, version, frames);
    datagram += packet;
    if (!found) found = apart.add(packet, hello) == QuicProgress::found;
  }
  if (datagram.empty()) return;
  const QuicProgress progress = together.add(datagram, same);
  expect(found == (progress == QuicProgress::found));
  if (!found) return;
  expect(hello == same && hello.quic && ja4(hello).starts_with('q'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::uint32_t, 3> kVersions = {1, 0x6B3343CF, 0xFF00001D};
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.empty()) return 0;
  const std::uint8_t choice = byte_at(bytes, 0);
  bytes.remove_prefix(1);
  if (choice < kVersions.size()) check_frames(kVersions[choice], bytes);
  else check_datagram(bytes);
  return 0;
}
