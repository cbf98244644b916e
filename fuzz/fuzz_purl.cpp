// Package URLs: what is read is canonical, and reading it again gives the same.
#include "model/purl.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "check_document.h"

using namespace cordon;
using namespace cordon::model;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  const auto purl = parse_purl(source);
  expect(purl || !parse_purl(source, PurlKeys::refuse_capitals));
  if (!purl) return 0;
  expect(!purl->type.empty() && !purl->name.empty());
  for (const auto& [key, value] : purl->qualifiers) expect(!key.empty() && !value.empty());
  const std::string text = purl->text();
  for (const char c : text) expect(c > ' ' && c <= '~');
  if (text.size() > kMaxPurlBytes) return 0;  // encoding makes three bytes of one
  const auto again = parse_purl(text, PurlKeys::refuse_capitals);
  expect(again && again->text() == text);
  expect(again->name_space == purl->name_space && again->name == purl->name && again->version == purl->version);
  expect(again->qualifiers == purl->qualifiers && again->subpath == purl->subpath);
  const auto built = canonical_purl(*purl);
  expect(built && built->text() == text);
  return 0;
}
