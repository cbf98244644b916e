// How fast a capture becomes Events: packets and bytes a second of one core, on captures that are made here.
//
// Downloads: 200 conversations of TLS or HTTP at a time, of 1,460 bytes a segment. Mixed: short conversations, DNS,
// many small packets. New conversations only: the worst case, each packet one that was never seen.
#include <benchmark/benchmark.h>

#include <string>

#include "network/capture_source.h"

namespace {

using namespace cordon;
using namespace cordon::network;

class Counter final : public bus::EventSink {
 public:
  Result<void> put(const model::Event&) override {
    ++events;
    return {};
  }
  std::uint64_t events = 0;
};

std::string big(std::uint64_t number, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out += static_cast<char>(number >> (8 * i) & 0xFF);
  return out;
}

class Capture {
 public:
  Capture() { bytes_ = big(0xA1B2C3D4, 4) + big(2, 2) + big(4, 2) + std::string(8, '\0') + big(65535, 4) + big(1, 4); }

  void tcp(std::uint32_t client, std::uint16_t port, bool from_client, std::uint32_t sequence, int flags,
           const std::string& payload) {
    const std::string ports = from_client ? big(port, 2) + big(443, 2) : big(443, 2) + big(port, 2);
    packet(client, from_client, 6,
           ports + big(sequence, 4) + big(1, 4) + big(0x50, 1) + big(static_cast<std::uint64_t>(flags), 1) +
               std::string(6, '\0') + payload);
  }
  void udp(std::uint32_t client, std::uint16_t port, const std::string& payload) {
    packet(client, true, 17, big(port, 2) + big(53, 2) + big(payload.size() + 8, 2) + big(0, 2) + payload);
  }
  std::uint64_t packets() const { return packets_; }
  const std::string& bytes() const { return bytes_; }

 private:
  void packet(std::uint32_t client, bool from_client, int protocol, const std::string& content) {
    const std::string own = big(client, 4), other = big(0xC6336414, 4);
    const std::string frame = std::string(12, '\2') + big(0x0800, 2) + big(0x4500, 2) + big(20 + content.size(), 2) +
                              big(0, 4) + big(64, 1) + big(static_cast<std::uint64_t>(protocol), 1) + big(0, 2) +
                              (from_client ? own + other : other + own) + content;
    bytes_ += big(1774920000 + packets_ / 100'000, 4) + big(packets_ % 100'000 * 10, 4) + big(frame.size(), 4) +
              big(frame.size(), 4) + frame;
    ++packets_;
  }

  std::string bytes_;
  std::uint64_t packets_ = 0;
};

std::string hello() {
  const std::string name = "registry.example.test";
  const std::string server_name =
      big(0, 2) + big(name.size() + 5, 2) + big(name.size() + 3, 2) + big(0, 1) + big(name.size(), 2) + name;
  const std::string extensions = server_name + big(43, 2) + big(3, 2) + big(2, 1) + big(0x0304, 2);
  const std::string body = big(0x0303, 2) + std::string(32, 'r') + big(0, 1) + big(4, 2) + big(0x1301, 2) +
                           big(0x1302, 2) + big(1, 1) + big(0, 1) + big(extensions.size(), 2) + extensions;
  return big(22, 1) + big(0x0301, 2) + big(body.size() + 4, 2) + big(1, 1) + big(body.size(), 3) + body;
}

std::string question(std::uint64_t number) {
  const std::string label = "n" + std::to_string(number);
  return big(number, 2) + big(0x0100, 2) + big(1, 2) + std::string(6, '\0') + big(label.size(), 1) + label +
         "\7example\4test" + big(0, 1) + big(1, 2) + big(1, 2);
}

const Capture& downloads() {
  static const Capture capture = [] {
    Capture out;
    const std::string segment(1460, 'd'), request = "GET /a.tgz HTTP/1.1\r\nHost: registry.example.test\r\n\r\n";
    for (std::uint32_t flow = 0; flow < 200; ++flow) {
      out.tcp(0xC0000200 + flow, 40000, true, 99, 2, "");
      out.tcp(0xC0000200 + flow, 40000, false, 499, 0x12, "");
      out.tcp(0xC0000200 + flow, 40000, true, 100, 0x18, flow % 2 == 0 ? hello() : request);
    }
    for (std::uint32_t round = 0; round < 500; ++round)
      for (std::uint32_t flow = 0; flow < 200; ++flow) {
        out.tcp(0xC0000200 + flow, 40000, false, 500 + round * 1460, 0x18, segment);
        if (round % 2 == 0) out.tcp(0xC0000200 + flow, 40000, true, 200, 0x10, "");
      }
    return out;
  }();
  return capture;
}

const Capture& mixed() {
  static const Capture capture = [] {
    Capture out;
    for (std::uint32_t flow = 0; flow < 10'000; ++flow) {
      const auto port = static_cast<std::uint16_t>(20'000 + flow % 40'000);
      out.udp(0x0A000000 + flow % 64, port, question(flow));
      out.tcp(0x0A000000 + flow % 64, port, true, 99, 2, "");
      out.tcp(0x0A000000 + flow % 64, port, false, 499, 0x12, "");
      out.tcp(0x0A000000 + flow % 64, port, true, 100, 0x18, hello());
      for (std::uint32_t i = 0; i < 16; ++i)
        out.tcp(0x0A000000 + flow % 64, port, i % 2 == 0, 1000 + i * 300, 0x18, std::string(300, 'x'));
    }
    return out;
  }();
  return capture;
}

const Capture& only_new() {
  static const Capture capture = [] {
    Capture out;
    for (std::uint32_t flow = 0; flow < 200'000; ++flow) out.tcp(0x0A000000 + flow, 40000, true, 99, 2, "");
    return out;
  }();
  return capture;
}

void read(benchmark::State& state, const Capture& capture) {
  std::uint64_t events = 0;
  for ([[maybe_unused]] auto step : state) {
    TrafficOptions options;
    options.identity = identity_of_capture("bench", "host");
    CaptureSource source(CaptureFile::open(capture.bytes(), "bench").value(), "bench", options);
    Counter sink;
    while (source.poll(std::chrono::milliseconds(0), sink).value() == bus::SourceState::open) {
    }
    events = sink.events;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(capture.packets()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(capture.bytes().size()));
  state.counters["packets"] = static_cast<double>(capture.packets());
  state.counters["events"] = static_cast<double>(events);
}

void read_downloads(benchmark::State& state) { read(state, downloads()); }
void read_mixed(benchmark::State& state) { read(state, mixed()); }
void read_only_new(benchmark::State& state) { read(state, only_new()); }
BENCHMARK(read_downloads)->Unit(benchmark::kMillisecond);
BENCHMARK(read_mixed)->Unit(benchmark::kMillisecond);
BENCHMARK(read_only_new)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
