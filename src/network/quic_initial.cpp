#include "network/quic_initial.h"

#include <algorithm>

#include "base/sha256.h"
#include "network/byte_reader.h"

namespace cordon::network {

namespace {

constexpr std::uint32_t kVersion1 = 1, kVersion2 = 0x6B3343CF, kDraft = 0xFF000000;
constexpr std::size_t kMostConnectionIdBytes = 20, kSampleBytes = 16, kSampleOffset = 4;

// RFC 9001 section 5.2, RFC 9369 section 3.3.1, and the drafts before; empty where the version is not known.
std::string_view salt_of(std::uint32_t version) {
  constexpr std::string_view kSalt1("\x38\x76\x2C\xF7\xF5\x59\x34\xB3\x4D\x17\x9A\xE6\xA4\xC8\x0C\xAD\xCC\xBB\x7F\x0A",
                                    20);
  constexpr std::string_view kSalt2("\x0D\xED\xE3\xDE\xF7\x00\xA6\xDB\x81\x93\x81\xBE\x6E\x26\x9D\xCB\xF9\xBD\x2E\xD9",
                                    20);
  constexpr std::string_view kSalt29("\xAF\xBF\xEC\x28\x99\x93\xD2\x4C\x9E\x97\x86\xF1\x9C\x61\x11\xE0\x43\x90\xA8\x99",
                                     20);
  constexpr std::string_view kSalt23("\xC3\xEE\xF7\x12\xC7\x2E\xBB\x5A\x11\xA7\xD2\x43\x2B\xB4\x63\x65\xBE\xF9\xF5\x02",
                                     20);
  if (version == kVersion1) return kSalt1;
  if (version == kVersion2) return kSalt2;
  const std::uint32_t draft = version - kDraft;
  if (version < kDraft || draft < 23 || draft > 34) return {};
  return draft >= 33 ? kSalt1 : draft >= 29 ? kSalt29 : kSalt23;
}

QuicPacketType type_of(std::uint32_t version, std::uint8_t first) {
  const unsigned bits = first >> 4 & 3;
  return static_cast<QuicPacketType>(version == kVersion2 ? (bits + 3) % 4 : bits);
}

// RFC 9000 section 16.
std::uint64_t variable_number(ByteReader& in) {
  const std::uint8_t first = in.u8();
  std::uint64_t value = first & 0x3F;
  for (unsigned more = (1u << (first >> 6)) - 1; more > 0; --more) value = value << 8 | in.u8();
  return value;
}

std::string text_of(const Sha256Digest& digest) { return {digest.begin(), digest.end()}; }

// HMAC (RFC 2104) with SHA-256; the keys here are never longer than a block.
std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::string inner(64, '\x36'), outer(64, '\x5C');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  return text_of(sha256(outer + text_of(sha256(inner += text))));
}

// HKDF-Expand-Label (RFC 8446 section 7.1) without a context, for at most 32 bytes: one round is enough.
std::string expand_label(std::string_view secret, std::string_view label, std::size_t length) {
  std::string info{'\0', static_cast<char>(length), static_cast<char>(6 + label.size())};
  info.append("tls13 ").append(label).append({'\0', '\1'});
  return hmac_sha256(secret, info).substr(0, length);
}

AesBlock block_of(std::string_view bytes) {
  AesBlock out{};
  std::ranges::transform(bytes.substr(0, out.size()), out.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return out;
}

void apply_mask(std::string& packet, std::size_t at, std::size_t length, const AesBlock& mask) {
  for (std::size_t i = 0; i < length; ++i) packet[at + i] = static_cast<char>(byte_at(packet, at + i) ^ mask[i + 1]);
}

// RFC 9000 section 19.3: ranges, and with type 3 three counts.
void skip_acknowledgement(ByteReader& in, std::uint64_t type) {
  variable_number(in);
  variable_number(in);
  const std::uint64_t ranges = variable_number(in);
  variable_number(in);
  for (std::uint64_t i = 0; i < ranges && in.ok(); ++i) {
    variable_number(in);
    variable_number(in);
  }
  for (int i = 0; type == 3 && i < 3; ++i) variable_number(in);
}

}  // namespace

std::optional<QuicPacket> next_quic_packet(std::string_view& datagram) {
  ByteReader in(datagram);
  const std::uint8_t first = in.u8();
  QuicPacket out;
  out.version = in.u32();
  if ((first & 0xC0) != 0xC0 || salt_of(out.version).empty()) return std::nullopt;
  out.type = type_of(out.version, first);
  out.destination = in.take(in.u8());
  out.source = in.take(in.u8());
  if (out.destination.size() > kMostConnectionIdBytes || out.source.size() > kMostConnectionIdBytes)
    return std::nullopt;
  std::size_t length = datagram.size();
  if (out.type != QuicPacketType::retry) {
    if (out.type == QuicPacketType::initial) in.take(static_cast<std::size_t>(variable_number(in)));  // token
    const std::uint64_t rest = variable_number(in);
    if (rest > in.left()) return std::nullopt;
    out.number_offset = datagram.size() - in.left();
    length = out.number_offset + static_cast<std::size_t>(rest);
  }
  if (!in.ok()) return std::nullopt;
  out.bytes = datagram.substr(0, length);
  datagram.remove_prefix(length);
  return out;
}

QuicKeys::QuicKeys(std::uint32_t version, std::string_view destination, std::string_view label)
    : QuicKeys(expand_label(hmac_sha256(salt_of(version), destination), label, 32),
               version == kVersion2 ? "quicv2 " : "quic ") {}

QuicKeys::QuicKeys(const std::string& secret, std::string_view prefix)
    : cipher_(block_of(expand_label(secret, std::string(prefix) + "key", 16))),
      header_cipher_(block_of(expand_label(secret, std::string(prefix) + "hp", 16))) {
  std::ranges::transform(expand_label(secret, std::string(prefix) + "iv", nonce_.size()), nonce_.begin(),
                         [](char c) { return static_cast<std::uint8_t>(c); });
}

GcmNonce QuicKeys::nonce_of(std::uint32_t number) const {
  GcmNonce out = nonce_;
  for (unsigned i = 0; i < 4; ++i) out[8 + i] ^= static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return out;
}

// RFC 9001 section 5.4. A client sends a handful of Initial packets: their number is never shortened by bytes that
// matter, and one that would be has a tag that does not fit.
std::optional<std::string> QuicKeys::open(const QuicPacket& packet) const {
  if (packet.type != QuicPacketType::initial) return std::nullopt;
  const std::size_t sample = packet.number_offset + kSampleOffset;
  if (packet.bytes.size() < sample + kSampleBytes) return std::nullopt;
  const AesBlock mask = header_cipher_.encrypt(block_of(packet.bytes.substr(sample)));
  std::string header(packet.bytes.substr(0, sample));
  header[0] = static_cast<char>(byte_at(header, 0) ^ (mask[0] & 0x0F));
  const std::size_t number_bytes = (byte_at(header, 0) & 3u) + 1;
  header.resize(packet.number_offset + number_bytes);
  apply_mask(header, packet.number_offset, number_bytes, mask);
  std::uint32_t number = 0;
  for (std::size_t i = packet.number_offset; i < header.size(); ++i) number = number << 8 | byte_at(header, i);
  return open_gcm(cipher_, nonce_of(number), header, packet.bytes.substr(header.size()));
}

std::string QuicKeys::seal(std::string_view header, std::uint32_t number, std::string_view frames) const {
  std::string out(header);
  const std::size_t offset = out.size() - 4;
  out += seal_gcm(cipher_, nonce_of(number), header, frames);
  const AesBlock mask = header_cipher_.encrypt(block_of(std::string_view(out).substr(offset + kSampleOffset)));
  out[0] = static_cast<char>(byte_at(out, 0) ^ (mask[0] & 0x0F));
  apply_mask(out, offset, 4, mask);
  return out;
}

bool read_quic_frames(std::string_view frames, std::vector<QuicCryptoPiece>& pieces) {
  ByteReader in(frames);
  while (!in.empty() && in.ok()) {
    const std::uint64_t type = variable_number(in);
    switch (type) {
      case 0x00:         // PADDING
      case 0x01: break;  // PING
      case 0x02:
      case 0x03: skip_acknowledgement(in, type); break;
      case 0x06: {
        const std::uint64_t offset = variable_number(in);
        const std::string_view bytes = in.take(static_cast<std::size_t>(variable_number(in)));
        if (in.ok()) pieces.push_back({.offset = offset, .bytes = bytes});
        break;
      }
      case 0x1C:  // CONNECTION_CLOSE: code, type of the frame that caused it, reason
        variable_number(in);
        variable_number(in);
        in.take(static_cast<std::size_t>(variable_number(in)));
        break;
      default: return false;
    }
  }
  return in.ok();
}

}  // namespace cordon::network
