// Records of the kernel's rings, and what the sensor makes of a sequence of them. The input is a sequence of records,
// each after its length in two bytes, low byte first: what the kernel writes is its own, but the texts in it are
// anybody's.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/json_write.h"
#include "bus/event_sink.h"
#include "check_document.h"
#include "host/sensor/event_maker.h"
#include "host/sensor/record.h"

using namespace cordon;
using namespace cordon::host;
using fuzz::expect;

namespace {

// Every event is written, read again and found the same.
class CheckingSink final : public bus::EventSink {
 public:
  Result<void> put(const model::Event& event) override {
    expect(event.seq == ++count);
    std::string text;
    json::Writer writer(text, 0);
    model::write(writer, event);
    expect(text.find('\n') == std::string::npos);
    auto document = json::parse(text);
    expect(document.has_value());
    model::Event again;
    expect(model::read(document->root(), again).has_value());
    expect(again.kind() == event.kind() && again.id == event.id);
    return {};
  }
  std::uint64_t count = 0;
};

void check(const Record& record) {
  if (const auto* file = std::get_if<FileRecord>(&record.body)) {
    bool absolute = file->path.starts_with('/');
    expect(!absolute || (file->path + "/").find("/../") == std::string::npos);
    expect(file->path.find("//") == std::string::npos);
  }
  if (const auto* exec = std::get_if<ExecRecord>(&record.body)) {
    expect(exec->environment.package_integrity != "null");
    InstallPlace place = install_place(exec->directory);
    expect(place.name.empty() == place.install_path.empty());
  }
}

std::optional<std::span<const std::byte>> take(std::span<const std::byte>& rest) {
  if (rest.size() < 2) return std::nullopt;
  auto length = std::to_integer<std::size_t>(rest[0]) + 256 * std::to_integer<std::size_t>(rest[1]);
  rest = rest.subspan(2);
  auto record = rest.first(std::min(length, rest.size()));
  rest = rest.subspan(record.size());
  return record;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MakerOptions options;
  options.identity = {"machine", "boot"};
  options.wants_read = [](std::string_view path) { return path.size() % 2 == 0; };
  options.cpu_of = [](const ProcessId& id) { return std::optional<std::uint64_t>(id.start_ns); };
  options.lockfile = [](std::string_view project, std::string_view path) -> std::optional<LockedPackage> {
    if (path.size() % 3 == 0) return std::nullopt;
    return LockedPackage{std::string(project) + "/package-lock.json", std::string(path), "1.0.0", "sha512-AA"};
  };
  EventMaker maker(std::move(options));
  CheckingSink sink;
  std::span<const std::byte> rest(reinterpret_cast<const std::byte*>(data), size);
  std::uint64_t last_ns = 0;
  while (auto bytes = take(rest)) {
    auto record = decode_record(*bytes);
    if (!record) continue;
    check(*record);
    last_ns = record->head.time_ns;
    expect(maker.take(*record, 0, sink).has_value());
  }
  expect(maker.tick(last_ns, 0, sink).has_value());
  expect(maker.made() == sink.count && maker.table().forgotten() == 0);
  return 0;
}
