// Files of npm's cache index. The input is what stands behind the checksums, a line an entry, so that the fuzzer gets
// past them; the first byte says which line is damaged.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha1.h"
#include "check_document.h"
#include "host/artefacts/npm_cache_index.h"

using namespace cordon;
using namespace cordon::host;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)read_cache_index(rest, "raw");
  std::string text;
  std::size_t lines = 0, damaged = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view json = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (json.empty()) continue;
    std::string digest = sha1_hex(json);
    if (lines++ == data[0]) {
      digest[7] = digest[7] == 'a' ? 'b' : 'a';
      ++damaged;
    }
    text.append("\n").append(digest).append("\t").append(json);
  }
  const CacheIndexFile file = read_cache_index(text, "index");
  for (const CacheEntry& entry : file.entries) {
    expect(!entry.key.empty() && entry.line >= 2 && entry.line <= lines + 1);
    const std::string path = content_path(entry.integrity);
    expect(path.empty() || (path.starts_with("content-v2/sha") && path.find("..") == std::string::npos));
  }
  // Every line is an entry or is told.
  if (lines <= 100) expect(file.entries.size() + file.unread.size() == lines && file.unread.size() >= damaged);
  for (const model::FileUnread& unread : file.unread) expect(fuzz::is_visible(unread.reason));
  return 0;
}
