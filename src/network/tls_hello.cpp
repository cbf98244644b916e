#include "network/tls_hello.h"

#include <fmt/format.h>

#include <algorithm>

#include "network/byte_reader.h"

namespace cordon::network {

namespace {

constexpr std::uint8_t kHandshake = 22, kClientHello = 1;
constexpr std::size_t kRecordHeader = 5, kDatagramRecordHeader = 13;
constexpr std::size_t kMostHelloBytes = 64u << 10;  // far more than any client sends

// A list of numbers whose length in bytes stands before it in `length_bytes` bytes. False when it is cut or odd.
template <class Number>
bool read_list(ByteReader& in, std::size_t length_bytes, std::vector<Number>& out) {
  const std::size_t length = length_bytes == 1 ? in.u8() : in.u16();
  ByteReader list(in.take(length));
  while (list.left() >= sizeof(Number))
    out.push_back(static_cast<Number>(sizeof(Number) == 1 ? list.u8() : list.u16()));
  return in.ok() && list.empty();
}

// RFC 6066 section 3. The first name of type host_name counts.
bool read_server_name(ByteReader in, ClientHello& hello) {
  ByteReader list(in.take(in.u16()));
  while (list.left() > 0) {
    const std::uint8_t type = list.u8();
    const std::string_view name = list.take(list.u16());
    if (list.ok() && type == 0 && !hello.server_name) hello.server_name = std::string(name);
  }
  return in.ok() && list.ok();
}

// RFC 7301 section 3.1.
bool read_alpn(ByteReader in, ClientHello& hello) {
  ByteReader list(in.take(in.u16()));
  while (list.left() > 0) {
    const std::string_view name = list.take(list.u8());
    if (list.ok()) hello.alpn.emplace_back(name);
  }
  return in.ok() && list.ok();
}

bool read_extension(std::uint16_t type, std::string_view body, ClientHello& hello) {
  ByteReader in(body);
  switch (type) {
    case 0: return read_server_name(in, hello);
    case 10: return hello.groups.empty() && read_list(in, 2, hello.groups);
    case 11: return hello.point_formats.empty() && read_list(in, 1, hello.point_formats);
    case 13: return hello.signature_algorithms.empty() && read_list(in, 2, hello.signature_algorithms);
    case 16: return read_alpn(in, hello);
    case 43: return hello.versions.empty() && read_list(in, 1, hello.versions);
    default: return true;
  }
}

// The hello without the header of the handshake message.
HelloProgress read_body(std::string_view body, ClientHello& hello) {
  ByteReader in(body);
  hello.legacy_version = in.u16();
  in.take(32);                           // random
  in.take(in.u8());                      // session
  if (hello.datagram) in.take(in.u8());  // cookie
  if (!read_list(in, 2, hello.ciphers)) return HelloProgress::damaged;
  in.take(in.u8());  // compression
  if (!in.ok()) return HelloProgress::damaged;
  if (in.empty()) return HelloProgress::found;  // before extensions there were none
  const std::size_t length = in.u16();
  hello.damaged = length != in.left() || !in.ok();
  ByteReader list(in.take(std::min(length, in.left())));
  while (list.left() > 0) {
    const std::uint16_t type = list.u16();
    const std::size_t bytes = list.u16();
    const std::string_view content = list.take(bytes);
    if (!list.ok()) {
      hello.damaged = true;
      break;
    }
    hello.extensions.push_back(type);
    if (!read_extension(type, content, hello)) hello.damaged = true;
  }
  return HelloProgress::found;
}

bool is_stream_version(std::uint16_t version) { return version >> 8 == 3 && (version & 0xFF) <= 4; }

}  // namespace

HelloProgress read_client_hello(std::string_view stream, ClientHello& hello) {
  hello = {};
  std::string joined;  // only where more than one record is needed
  std::string_view message;
  bool whole = false;
  for (std::size_t at = 0; !whole;) {
    const std::string_view left = stream.substr(at);
    if (!left.empty() && byte_at(left, 0) != kHandshake)
      return at == 0 ? HelloProgress::absent : HelloProgress::damaged;
    if (left.size() >= 3 && !is_stream_version(big16(left, 1)))
      return at == 0 ? HelloProgress::absent : HelloProgress::damaged;
    if (left.size() < kRecordHeader) return HelloProgress::incomplete;
    const std::size_t length = big16(left, 3);
    if (length == 0) return at == 0 ? HelloProgress::absent : HelloProgress::damaged;
    const std::string_view part = left.substr(kRecordHeader, length);
    if (at == 0) {
      message = part;
    } else {
      if (joined.empty()) joined = message;
      joined += part;
      message = joined;
    }
    if (!message.empty() && byte_at(message, 0) != kClientHello) return HelloProgress::absent;
    if (message.size() >= 4) {
      const std::size_t needed = std::size_t{big32(message, 0) & 0xFFFFFF} + 4;
      if (needed > kMostHelloBytes) return HelloProgress::absent;
      whole = message.size() >= needed;
      if (whole) message = message.substr(0, needed);
    }
    if (!whole && part.size() < length) return HelloProgress::incomplete;
    at += kRecordHeader + length;
  }
  return read_body(message.substr(4), hello);
}

HelloProgress read_datagram_hello(std::string_view datagram, ClientHello& hello) {
  hello = {};
  hello.datagram = true;
  if (datagram.size() < kDatagramRecordHeader || byte_at(datagram, 0) != kHandshake) return HelloProgress::absent;
  const std::uint16_t version = big16(datagram, 1);
  if (version != 0xFEFF && version != 0xFEFD && version != 0x0100) return HelloProgress::absent;
  ByteReader record(datagram.substr(kDatagramRecordHeader, big16(datagram, 11)));
  if (record.u8() != kClientHello) return HelloProgress::absent;
  const std::uint32_t length = record.u24();
  record.u16();  // number of the message
  const std::uint32_t offset = record.u24(), part = record.u24();
  const std::string_view body = record.take(part);
  if (!record.ok()) return HelloProgress::damaged;
  if (offset != 0 || part != length) return HelloProgress::incomplete;
  return read_body(body, hello);
}

HelloProgress read_quic_hello(std::string_view handshake, ClientHello& hello) {
  hello = {};
  hello.quic = true;
  if (!handshake.empty() && byte_at(handshake, 0) != kClientHello) return HelloProgress::absent;
  if (handshake.size() < 4) return HelloProgress::incomplete;
  const std::size_t length = big32(handshake, 0) & 0xFFFFFF;
  if (length > kMostHelloBytes) return HelloProgress::absent;
  if (handshake.size() - 4 < length) return HelloProgress::incomplete;
  return read_body(handshake.substr(4, length), hello);
}

std::uint16_t highest_version(const ClientHello& hello) {
  std::uint16_t highest = 0;
  for (const std::uint16_t version : hello.versions) {
    if (is_grease(version)) continue;
    // The numbers of DTLS count downwards.
    const bool higher = hello.datagram && highest != 0 ? version < highest : version > highest;
    if (higher) highest = version;
  }
  return highest != 0 ? highest : hello.legacy_version;
}

std::string version_name(std::uint16_t version) {
  switch (version) {
    case 0x0002: return "SSL 2.0";
    case 0x0300: return "SSL 3.0";
    case 0x0301: return "1.0";
    case 0x0302: return "1.1";
    case 0x0303: return "1.2";
    case 0x0304: return "1.3";
    case 0xFEFF: return "DTLS 1.0";
    case 0xFEFD: return "DTLS 1.2";
    case 0xFEFC: return "DTLS 1.3";
    default: break;
  }
  if (version >> 8 == 0x7F) return fmt::format("1.3 draft {}", version & 0xFF);
  return fmt::format("{:#06x}", version);
}

}  // namespace cordon::network
