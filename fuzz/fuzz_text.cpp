// Hostile text on its way out: what is shown hides nothing, what is written as JSON reads back. The first byte is the
// limit of what may be shown.
#include "base/text.h"

#include "base/code_point_index.h"
#include "check_document.h"

using namespace cordon;
using fuzz::expect;

namespace {

void check_index(std::string_view text) {
  const CodePointIndex index(text);
  std::uint64_t number = 0;
  for (std::uint32_t byte = 0; byte < text.size(); ++number) {
    expect(index.byte_of(number) == byte && index.index_of(byte) == number);
    byte += static_cast<std::uint32_t>(utf8::sequence_length(text.data() + byte, text.data() + text.size()));
  }
  expect(index.byte_of(number) == text.size());
}

// True when nothing in the text needs to be made visible.
bool is_plain(std::string_view text) {
  for (const char *at = text.data(), *end = at + text.size(); at != end;) {
    const std::size_t length = utf8::sequence_length(at, end);
    if (length == 0 || text::is_hidden(utf8::decode(at, length))) return false;
    at += length;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t limit = data[0];
  const std::string_view source(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool well_formed = utf8::find_invalid(source) == std::string_view::npos;

  const std::string shown = text::visible(source, limit);
  expect(is_plain(shown));
  expect(shown.size() <= limit * 9 + 40);  // "<U+10FFFF>" for four bytes, "<U+001B>" for one
  if (is_plain(source) && source.size() <= limit) expect(shown == source);

  std::string quoted;
  json::append_quoted(quoted, source);
  expect(is_plain(quoted));
  const auto document = json::parse("[" + quoted + "]");
  expect(document.has_value());
  if (well_formed) expect(document->root().at(0).string() == source);
  if (well_formed) check_index(source);
  return 0;
}
