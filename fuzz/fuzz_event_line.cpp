// Lines of event files: what is read comes back the same when it is written.
#include <cstdint>
#include <string_view>

#include "bus/event_line.h"
#include "bus/event_text.h"
#include "check_document.h"

using namespace cordon;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const Result<model::Event> event = bus::parse_line(line);
  if (!event) return 0;
  const std::string written = bus::to_line(*event);
  for (const char c : written) expect(static_cast<unsigned char>(c) >= 0x20);
  const Result<model::Event> again = bus::parse_line(written);
  expect(again.has_value() && bus::to_line(*again) == written);
  expect(fuzz::is_visible(bus::event_text(*event)) && fuzz::is_visible(bus::package_text(*event)));
  return 0;
}
