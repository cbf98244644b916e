// Zip archives: no entry unpacks to more than it says, and what is read twice is the same.
#include <cstdint>
#include <string>

#include "archive/zip_read.h"
#include "check_document.h"

using namespace cordon;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const archive::ZipLimits limits{.entries = 1'000, .entry_bytes = 1 << 20, .total_bytes = 4 << 20};
  const auto zip = archive::ZipArchive::open(bytes, limits);
  if (!zip) {
    expect(!zip.error().message.empty() && fuzz::is_visible(zip.error().message));
    return 0;
  }
  expect(zip->entries().size() <= limits.entries);
  for (const archive::ZipEntry& entry : zip->entries()) {
    std::string first, second;
    const auto done = zip->extract(entry, first);
    expect(done.has_value() == zip->extract(entry, second).has_value());
    if (!done) continue;
    expect(first.size() == entry.bytes && first.size() <= limits.entry_bytes && first == second);
  }
  return 0;
}
