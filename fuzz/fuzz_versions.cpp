// Versions of every ecosystem and ranges in their own notations. The first byte chooses the ecosystem; the first line
// is a range, the next two are versions.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "check_document.h"
#include "model/cargo_requirement.h"
#include "model/pep440_specifier.h"
#include "model/version_order.h"

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

void check_order(Ecosystem ecosystem, std::string_view a, std::string_view b) {
  const auto key_a = version_key(ecosystem, a), key_b = version_key(ecosystem, b);
  const auto order = compare_versions(ecosystem, a, b), reversed = compare_versions(ecosystem, b, a);
  expect(order.has_value() == (key_a && key_b) && reversed.has_value() == order.has_value());
  if (key_a) expect(compare_versions(ecosystem, a, a) == std::strong_ordering::equal && !key_a->bytes().empty());
  if (order) expect(*order == (*key_a <=> *key_b) && *reversed == (*key_b <=> *key_a));
  // No key begins another one: that is what makes comparing their bytes an order.
  if (order && *order != 0)
    expect(!key_a->bytes().starts_with(key_b->bytes()) && !key_b->bytes().starts_with(key_a->bytes()));
}

void check_pep440(std::string_view range, std::string_view text) {
  const auto version = pep440::parse_version(text);
  if (version) {
    const std::string normal = version->text();
    const auto again = pep440::parse_version(normal);
    expect(again && again->text() == normal);
    VersionKey key, key_again;
    pep440::put_key(key, *version);
    pep440::put_key(key_again, *again);
    expect(key == key_again && key < pep440::key_after_locals(*version));
  }
  const auto specifiers = pep440::parse_specifiers(range);
  if (!specifiers) return;
  const std::string normal = specifiers->text();
  const auto again = pep440::parse_specifiers(normal);
  expect(normal.size() > pep440::kMaxSpecifierBytes || (again && again->text() == normal));
  const auto inside = pep440::satisfies(text, *specifiers, pep440::Prereleases::allow);
  if (again && inside) expect(pep440::satisfies(text, *again, pep440::Prereleases::allow) == *inside);
  if (inside && !*inside) expect(!*pep440::satisfies(text, *specifiers));
}

void check_cargo(std::string_view range, std::string_view text) {
  const auto requirement = cargo::parse_requirement(range);
  if (!requirement) return;
  const std::string normal = requirement->text();
  const auto again = cargo::parse_requirement(normal);
  expect(again && again->text() == normal);
  if (const auto version = cargo::parse_version(text))
    expect(cargo::satisfies(*version, *requirement) == cargo::satisfies(*version, *again));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto ecosystem = static_cast<Ecosystem>(data[0] % 5);
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view range = take_line(text), a = take_line(text), b = take_line(text);
  check_order(ecosystem, a, b);
  if (ecosystem == Ecosystem::pypi) check_pep440(range, a);
  if (ecosystem == Ecosystem::crates_io) check_cargo(range, a);
  return 0;
}
