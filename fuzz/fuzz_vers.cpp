// Ranges in VERS, and what is made of ranges in the ecosystems' own notations. The first byte chooses the ecosystem;
// the first line is a range in its notation, the second a version, the rest a range in VERS.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "check_document.h"
#include "model/semver.h"
#include "model/vers.h"

using namespace cordon;
using namespace cordon::model;
using fuzz::expect;

namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void check_range(std::string_view text, std::string_view version) {
  const auto strict = vers::parse(text), any = vers::parse_unsorted(text);
  expect(!strict || any);
  if (strict) expect(strict->text() == text && any->text() == text && vers::validate(*any));
  if (!any) return;
  expect(vers::validate(*any).has_value() == vers::parse(any->text()).has_value());
  const auto inside = vers::contains(*any, version);
  if (inside) expect(version_key(any->ecosystem, version).has_value());
  for (const auto& constraint : any->constraints) {
    if (constraint.key.bytes().empty()) continue;
    const bool equal = constraint.comparator == vers::Comparator::equal;
    if (equal) expect(vers::contains(*any, constraint.version) == true);
  }
}

void check_native(Ecosystem ecosystem, std::string_view native, std::string_view version) {
  const auto made = vers::from_native(ecosystem, native);
  if (!made) return;
  const std::string text = made->text();
  const auto again = vers::parse(text);
  expect(text.size() > vers::kMaxBytes || (again && again->text() == text));
  // What node-semver lets through is in the range; the range may hold pre-releases that node-semver keeps out.
  if (ecosystem == Ecosystem::npm && semver::satisfies(version, native, {.loose = true}))
    expect(vers::contains(*made, version) == true);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view native = take_line(text), version = take_line(text);
  check_range(text, version);
  check_native(static_cast<Ecosystem>(data[0] % 5), native, version);
  return 0;
}
