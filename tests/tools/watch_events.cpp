// Runs the kernel sensor and prints its events, one JSON text a line, until its standard input ends: for tests that
// make the events, and for those who develop the sensor. What could not be loaded and what was counted goes to standard
// error.
//
// usage: watch_events [--stall-ms N] [--ring-bytes N] [--count-only] [--read-suffix TEXT] [--idle-ms N]
#include <poll.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

#include "base/json_write.h"
#include "host/sensor/sensor.h"

namespace {

using namespace cordon;

struct Arguments {
  std::uint32_t stall_ms = 0;  // after the first events the reader sleeps so long, once
  std::uint32_t ring_bytes = 4U << 20;
  std::uint32_t idle_ms = 60'000;
  bool count_only = false;
  std::string read_suffix;
};

class Printer final : public bus::EventSink {
 public:
  explicit Printer(bool count_only) : count_only_(count_only) {}
  Result<void> put(const model::Event& event) override {
    ++counts_.at(static_cast<std::size_t>(event.kind()));
    if (const auto* loss = std::get_if<model::LossPayload>(&event.payload)) lost_ += loss->count;
    if (count_only_) return {};
    std::string line;
    json::Writer writer(line, 0);
    model::write(writer, event);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
    return {};
  }
  void report() const {
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
      std::string name(model::to_string(static_cast<model::EventKind>(kind)));
      if (counts_[kind] != 0) std::fprintf(stderr, "count %s %llu\n", name.c_str(), counts_[kind]);
    }
    std::fprintf(stderr, "lost %llu\n", static_cast<unsigned long long>(lost_));
  }

 private:
  bool count_only_;
  std::array<unsigned long long, 16> counts_{};
  std::uint64_t lost_ = 0;
};

Arguments read_arguments(int count, char** texts) {
  Arguments arguments;
  auto number = [&](int at) {
    std::string_view text = at < count ? texts[at] : "";
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  for (int at = 1; at < count; ++at) {
    std::string_view name = texts[at];
    if (name == "--count-only") arguments.count_only = true;
    if (name == "--stall-ms") arguments.stall_ms = number(++at);
    if (name == "--ring-bytes") arguments.ring_bytes = number(++at);
    if (name == "--idle-ms") arguments.idle_ms = number(++at);
    if (name == "--read-suffix" && at + 1 < count) arguments.read_suffix = texts[++at];
  }
  return arguments;
}

bool input_ended() {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  char byte = 0;
  return ::poll(&input, 1, 0) > 0 && ::read(STDIN_FILENO, &byte, 1) <= 0;
}

int run(const Arguments& arguments) {
  host::SensorOptions options;
  options.kernel.priority_bytes = options.kernel.bulk_bytes = arguments.ring_bytes;
  options.idle = std::chrono::milliseconds(arguments.idle_ms);
  options.wants_read = [&](std::string_view path) {
    return !arguments.read_suffix.empty() && path.ends_with(arguments.read_suffix);
  };
  auto sensor = host::Sensor::open(std::move(options));
  if (!sensor) {
    std::fprintf(stderr, "refused %s\n", sensor.error().describe().c_str());
    return 77;
  }
  for (const auto& gap : (*sensor)->unread())
    std::fprintf(stderr, "unread %s: %s\n", gap.path.c_str(), gap.reason.c_str());
  std::fprintf(stderr, "ready\n");
  Printer printer(arguments.count_only);
  if (arguments.stall_ms != 0) std::this_thread::sleep_for(std::chrono::milliseconds(arguments.stall_ms));
  for (bool last = false;;) {
    auto state = (*sensor)->poll(std::chrono::milliseconds(last ? 0 : 50), printer);
    if (!state) {
      std::fprintf(stderr, "failed %s\n", state.error().describe().c_str());
      return 1;
    }
    if (last) break;
    last = input_ended();
  }
  printer.report();
  for (const auto& gap : (*sensor)->unread())
    std::fprintf(stderr, "unread %s: %s\n", gap.path.c_str(), gap.reason.c_str());
  std::fprintf(stderr, "untagged %llu\n", static_cast<unsigned long long>((*sensor)->counts().untagged_execs));
  return 0;
}

}  // namespace

int main(int count, char** texts) { return run(read_arguments(count, texts)); }
