// Tar archives: what is listed lies inside the archive.
#include <cstdint>
#include <string_view>

#include "archive/tar_read.h"
#include "check_document.h"

using namespace cordon;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const archive::TarList list = archive::read_tar(text, {1'000, 64u << 10});
  std::uint64_t bytes = 0;
  for (const archive::TarEntry& entry : list.entries) {
    expect(entry.mode <= 07777);
    bytes += entry.content.size();
    if (entry.content.empty()) continue;
    expect(entry.content.data() >= text.data() &&
           entry.content.data() + entry.content.size() <= text.data() + text.size());
  }
  expect(bytes <= size);
  return 0;
}
