// What `intel update` reads before it is locked down: lists of changes, and lists of sources. The first byte says
// which.
#include <cstdint>
#include <string>

#include "check_document.h"
#include "intel/osv/modified_list.h"
#include "intel/source_list.h"
#include "net/stated_digest.h"

using namespace cordon;
using namespace cordon::intel;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: {
      const bool is_part = (data[0] & 0x80) != 0;
      const auto list = read_modified_list(text, is_part);
      if (!list) {
        fuzz::check_error(list.error(), text);
        break;
      }
      bool sorted = true;
      std::uint32_t before = 0xffffffff;
      for (const ModifiedRow& row : list->rows) {
        // An id becomes a part of an address and of a file's name.
        expect(row.id.find_first_of("/\\ %?#") == std::string_view::npos && row.id[0] != '.');
        if (row.modified == 0) continue;
        sorted = sorted && row.modified <= before;
        before = row.modified;
      }
      expect(sorted == list->sorted);
      // What is read of a part is what is read of the whole.
      if (!is_part) {
        const auto part = read_modified_list(std::string_view(text).substr(0, text.size() / 2), true);
        if (part) expect(part->rows.size() <= list->rows.size());
      }
      break;
    }
    case 1: {
      Limits limits;
      limits.depth = 50;
      limits.entries = 20'000;
      const auto list = read_source_list(text, limits);
      if (!list) {
        fuzz::check_error(list.error(), text);
        break;
      }
      expect(!list->empty());
      for (const Source& source : *list) {
        const std::string_view rest = std::string_view(source.url).substr(std::string_view("https://").size());
        expect(source.url.starts_with("https://") && !source.id.contains('/'));
        expect(!rest.substr(0, rest.find('/')).contains('@'));
      }
      break;
    }
    default:
      for (const char* header : {"repr-digest", "digest", "x-goog-hash"})
        (void)net::check_digests("body", net::stated_digests(header, text));
  }
  return 0;
}
