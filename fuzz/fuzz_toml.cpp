// TOML: limits hold, and every value stands where its place says.
#include "base/toml.h"

#include "check_document.h"

using namespace cordon;
using fuzz::expect;

namespace {

// A key starts where it says, and so do values of one token.
void check_places(const Value& value, std::string_view source) {
  for (const auto& member : value.members()) {
    const std::string_view there = source.substr(member.name.offset());
    expect(there.starts_with('"') || there.starts_with('\'') || there.starts_with(member.key));
    check_places(member.value, source);
  }
  for (const Value element : value.elements()) check_places(element, source);
  const std::string_view there = source.substr(value.offset());
  if (value.is_boolean()) expect(there.starts_with(value.text()));
  if (value.is_string()) expect(there.starts_with('"') || there.starts_with('\'') || there.starts_with(value.text()));
  if (value.is_number()) expect(!there.empty() && there.find_first_of("+-0123456789in") == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string source(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.depth = 50;
  limits.entries = 20'000;
  const auto document = toml::parse(source, limits);
  if (!document) {
    fuzz::check_error(document.error(), source);
    return 0;
  }
  expect(document->root().is_object() && document->duplicates().empty());
  fuzz::check_document(*document, limits);
  fuzz::check_round_trip(document->root());
  check_places(document->root(), source);
  return 0;
}
