// Packets, captures and messages for tests, made by hand.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bus/event_sink.h"
#include "network/captured_packet.h"
#include "network/event_writer.h"
#include "network/quic_initial.h"
#include "network/traffic.h"

namespace cordon::network::testing {

inline std::string big(std::uint64_t number, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out += static_cast<char>(i < 8 ? number >> (8 * i) & 0xFF : 0);
  return out;
}

inline std::string little(std::uint64_t number, int bytes) {
  const std::string text = big(number, bytes);
  return {text.rbegin(), text.rend()};
}

// A literal with NULs in it.
template <std::size_t Size>
std::string bytes_of(const char (&text)[Size]) {
  return {text, Size - 1};
}

inline constexpr std::string_view kClient{"\xC0\x00\x02\x0A", 4},
    kServer{"\xC6\x33\x64\x14", 4};  // 192.0.2.10, 198.51.100.20

inline std::string ipv4(std::string_view from, std::string_view to, int protocol, std::string_view content,
                        unsigned fragment = 0) {
  return big(0x4500, 2) + big(20 + content.size(), 2) + big(1, 2) + big(fragment, 2) + big(64, 1) +
         big(static_cast<std::uint64_t>(protocol), 1) + big(0, 2) + std::string(from) + std::string(to) +
         std::string(content);
}

inline std::string ipv6(int next, std::string_view content) {
  const std::string net = "\x20\x01\x0D\xB8" + std::string(11, '\0');
  return big(0x60000000, 4) + big(content.size(), 2) + big(static_cast<std::uint64_t>(next), 1) + big(64, 1) + net +
         '\1' + net + '\2' + std::string(content);
}

inline std::string tcp(std::uint16_t from, std::uint16_t to, std::uint32_t sequence, std::uint32_t acknowledgement,
                       int flags, std::string_view payload = {}) {
  return big(from, 2) + big(to, 2) + big(sequence, 4) + big(acknowledgement, 4) + big(0x50, 1) +
         big(static_cast<std::uint64_t>(flags), 1) + big(1000, 2) + big(0, 4) + std::string(payload);
}

inline std::string udp(std::uint16_t from, std::uint16_t to, std::string_view payload) {
  return big(from, 2) + big(to, 2) + big(payload.size() + 8, 2) + big(0, 2) + std::string(payload);
}

inline std::string ethernet(std::string_view content, std::uint16_t type = 0x0800) {
  return std::string(12, '\2') + big(type, 2) + std::string(content);
}

inline std::string extension(std::uint16_t type, std::string_view body) {
  return big(type, 2) + big(body.size(), 2) + std::string(body);
}

inline std::string server_name(std::string_view name) {
  return extension(0, big(name.size() + 3, 2) + big(0, 1) + big(name.size(), 2) + std::string(name));
}

inline std::string numbers(const std::vector<std::uint16_t>& values) {
  std::string out;
  for (const std::uint16_t value : values) out += big(value, 2);
  return out;
}

// The handshake message of a ClientHello.
inline std::string hello_message(const std::vector<std::uint16_t>& ciphers, std::string_view extensions,
                                 std::uint16_t version = 0x0303) {
  const std::string list = numbers(ciphers);
  std::string body =
      big(version, 2) + std::string(32, 'r') + big(0, 1) + big(list.size(), 2) + list + big(1, 1) + big(0, 1);
  if (!extensions.empty()) body += big(extensions.size(), 2) + std::string(extensions);
  return big(1, 1) + big(body.size(), 3) + body;
}

inline std::string record(std::string_view content, std::uint16_t version = 0x0301) {
  return big(22, 1) + big(version, 2) + big(content.size(), 2) + std::string(content);
}

inline std::string simple_hello(std::string_view name = "registry.example.test") {
  return record(hello_message({0x1301, 0x1302}, server_name(name) + extension(43, "\x02\x03\x04")));
}

// Bytes written in pairs of hexadecimal digits.
inline std::string unhex(std::string_view digits) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    out += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
  return out;
}

// What a client of QUIC says first, without a record around it.
inline std::string quic_hello(std::string_view name = "registry.example.test") {
  return hello_message({0x1301, 0x1302},
                       server_name(name) + extension(16, bytes_of("\0\3\2h3")) + extension(43, "\x02\x03\x04"));
}

inline std::string quic_crypto(std::size_t offset, std::string_view bytes) {
  return "\6" + big(0x4000 | offset, 2) + big(0x4000 | bytes.size(), 2) + std::string(bytes);
}

// An Initial packet whose keys follow from `origin`, with another connection id in its header where one is given.
inline std::string quic_packet(std::string_view frames, std::string_view origin = "origin-1", std::uint32_t version = 1,
                               std::string_view destination = {}) {
  if (destination.empty()) destination = origin;
  const std::string header = (version == 0x6B3343CF ? "\xD3" : "\xC3") + big(version, 4) + big(destination.size(), 1) +
                             std::string(destination) + big(0, 2) +
                             big(0x4000 | (4 + frames.size() + kGcmTagBytes), 2) + big(7, 4);
  return QuicKeys::of_client(version, origin).seal(header, 7, frames);
}

inline std::string openvpn_reset(std::size_t signature_bytes = 0, std::string_view session = "session1") {
  const std::string signature =
      signature_bytes == 0 ? "" : std::string(signature_bytes, 's') + big(1, 4) + big(1'757'937'600, 4);
  return "\x38" + std::string(session) + signature + big(0, 1) + big(0, 4);
}

inline std::string openvpn_control(std::uint32_t number, std::string_view payload, std::size_t signature_bytes = 0,
                                   std::string_view session = "session1") {
  const std::string signature =
      signature_bytes == 0 ? "" : std::string(signature_bytes, 's') + big(2, 4) + big(1'757'937'600, 4);
  return "\x20" + std::string(session) + signature + big(1, 1) + big(0, 4) + "theother" + big(number, 4) +
         std::string(payload);
}

inline std::string dns_name_bytes(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    out += big(dot, 1) + std::string(name.substr(0, dot));
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  return out + '\0';
}

inline std::string dns_message(std::uint16_t flags, const std::vector<std::string>& questions,
                               const std::vector<std::string>& answers = {}) {
  std::string out = big(7, 2) + big(flags, 2) + big(questions.size(), 2) + big(answers.size(), 2) + big(0, 4);
  for (const std::string& each : questions) out += each;
  for (const std::string& each : answers) out += each;
  return out;
}

inline std::string dns_question(std::string_view name, std::uint16_t type = 1) {
  return dns_name_bytes(name) + big(type, 2) + big(1, 2);
}

inline std::string dns_record(std::string_view owner, std::uint16_t type, std::string_view data) {
  return std::string(owner) + big(type, 2) + big(1, 2) + big(60, 4) + big(data.size(), 2) + std::string(data);
}

inline constexpr std::string_view kFirstName = "\xC0\x0C";  // a pointer to the name of the first question

// Feeds a Traffic and keeps what it tells.
class Wire {
 public:
  explicit Wire(TrafficOptions options = {})
      : traffic(named(std::move(options)), [this](const Flow& flow, FlowEnd why) {
          ended.push_back({flow.client, flow.server, flow.sides[0].bytes, flow.sides[1].bytes, why, flow.application});
        }) {}

  struct Ended {
    Endpoint client, server;
    std::uint64_t sent, received;
    FlowEnd why;
    Application application;
  };

  void packet(std::string_view ip_bytes) {
    CapturedPacket captured;
    captured.time_ns = time_ns;
    captured.link_type = LinkType::raw;
    captured.bytes = ip_bytes;
    captured.original_length = ip_bytes.size();
    if (!traffic.packet(captured, sink)) std::abort();
    time_ns += 1'000'000;
  }
  void client(std::uint32_t sequence, std::string_view payload, int flags = kAcknowledge,
              std::uint32_t acknowledged = 500) {
    packet(ipv4(kClient, kServer, 6, tcp(40000, port, sequence, acknowledged, flags, payload)));
  }
  void server(std::uint32_t sequence, std::string_view payload, int flags = kAcknowledge,
              std::uint32_t acknowledged = 100) {
    packet(ipv4(kServer, kClient, 6, tcp(port, 40000, sequence, acknowledged, flags, payload)));
  }
  // The client's first byte has the number 100, the server's 500.
  void handshake() {
    client(99, "", kSyn, 0);
    server(499, "", kSyn | kAcknowledge, 100);
    client(100, "");
  }
  void finish() {
    if (!traffic.finish(sink)) std::abort();
  }
  template <class Payload>
  std::vector<Payload> all() const {
    std::vector<Payload> out;
    for (const model::Event& event : sink.events)
      if (const auto* payload = std::get_if<Payload>(&event.payload)) out.push_back(*payload);
    return out;
  }

  bus::MemorySink sink;
  std::vector<Ended> ended;
  std::uint16_t port = 443;
  std::uint64_t time_ns = 1'774'920'000'000'000'000;
  Traffic traffic;

 private:
  static TrafficOptions named(TrafficOptions options) {
    options.identity = identity_of_capture("test.pcap", "host");
    return options;
  }
};

}  // namespace cordon::network::testing
