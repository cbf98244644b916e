// Whole captures: packets lie in the file, events are well-formed and come out of JSON as they went in, what is counted
// adds up, and reading again gives the same.
#include <cstdint>
#include <string>
#include <vector>

#include "base/json_write.h"
#include "check_document.h"
#include "network/capture_source.h"

using namespace cordon;
using namespace cordon::network;
using fuzz::expect;

namespace {

std::string json_of(const model::Event& event) {
  std::string text;
  json::Writer out(text, 0);
  model::write(out, event);
  return text;
}

struct Told {
  std::vector<model::Event> events;
  std::vector<model::FileUnread> unread;
  TrafficTotals totals;
  std::uint64_t flows_ended = 0;
};

Told tell(std::string_view bytes) {
  TrafficOptions options;
  options.identity = identity_of_capture("capture", "host");
  options.flows.flows = 64;  // few, so that they are evicted
  options.flows.buffered_bytes = 256u << 10;
  options.names = 16;
  Told told;
  CaptureSource source(CaptureFile::open(bytes, "capture").value(), "capture", options,
                       [&](const Flow&, FlowEnd) { ++told.flows_ended; });
  bus::MemorySink sink;
  for (auto state = bus::SourceState::open; state == bus::SourceState::open;)
    state = source.poll(std::chrono::milliseconds(0), sink).value();
  told.events = std::move(sink.events);
  told.unread = source.unread();
  told.totals = source.totals();
  return told;
}

void check_packets(CaptureFile file, std::string_view bytes) {
  std::uint64_t packets = 0;
  for (CapturedPacket packet; file.next(packet);) {
    expect(packet.number == ++packets);
    expect(packet.bytes.data() >= bytes.data() &&
           packet.bytes.data() + packet.bytes.size() <= bytes.data() + bytes.size());
  }
  expect(packets == file.packets());
  CapturedPacket after;
  expect(!file.next(after));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file = CaptureFile::open(bytes, "capture");
  if (!file) {
    expect(fuzz::is_visible(file.error().message));
    return 0;
  }
  check_packets(*file, bytes);
  const Told told = tell(bytes);
  const TrafficTotals& totals = told.totals;
  expect(totals.packets == totals.tcp + totals.udp + totals.other_protocol + totals.not_ip + totals.fragments +
                               totals.damaged + totals.unsupported_link);
  expect(totals.flows == told.flows_ended);
  std::uint64_t sequence = 0, connects = 0;
  for (const model::Event& event : told.events) {
    expect(event.seq == ++sequence);
    connects += event.kind() == model::EventKind::connect;
    const std::string text = json_of(event);
    const auto document = json::parse(text);
    expect(document.has_value());
    model::Event again;
    expect(model::read(document->root(), again).has_value() && again == event);
  }
  expect(connects == totals.flows);
  for (const model::FileUnread& unread : told.unread) expect(fuzz::is_visible(unread.reason));
  expect(tell(bytes).events == told.events);
  return 0;
}
