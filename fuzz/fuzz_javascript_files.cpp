// Patterns of JavaScript libraries, and the files they are held against: the first line is an expression, the second
// how the version is made, the third a path, the rest the file.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/sha1.h"
#include "check_document.h"
#include "inventory/javascript/vendored.h"
#include "model/javascript_version.h"
#include "model/purl.h"

using namespace cordon;
using namespace cordon::inventory::javascript;
using fuzz::expect;

namespace {

std::string take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string line(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void check_pattern_alone(const model::LibraryPattern& written, std::string_view text) {
  const auto made = Pattern::make(written, Anchor::nowhere);
  if (!made) {
    expect(fuzz::is_visible(made.error().message));
    return;
  }
  if (const auto good = made->check(); !good) {
    expect(fuzz::is_visible(good.error().message));
    return;
  }
  Work work(64 * text.size() + 1'000);
  const std::vector<Hit> hits = made->find(text, work);
  for (const Hit& hit : hits) {
    expect(hit.at <= text.size() && model::javascript::version_key(hit.version).has_value());
    expect(std::ranges::count(hits, hit.version, &Hit::version) == 1);
  }
  // What a file is passed over for must not be in it when the pattern finds something.
  const auto& literals = made->literals();
  if (!hits.empty() && !literals.empty())
    expect(std::ranges::any_of(literals, [&](const std::string& literal) { return text.contains(literal); }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  if (size > 20'000) return 0;
  const std::string expression = take_line(rest), version = take_line(rest), path = take_line(rest);
  const model::LibraryPattern written{expression, version};
  check_pattern_alone(written, rest);

  model::LibrarySignature mine{"mine", "pkg:generic/mine", {written}, {written}, {written}, {{sha1_hex(rest), "1.0"}}};
  model::LibrarySignature fixed{
      "pear",
      "pkg:npm/pear",
      {{R"(Pear v([0-9][0-9.]+)(?<=\.[0-9])( .{0,2000})x)", ""}, {R"(=(.)\.pear=(\1),"([0-9]+))", "0.$3"}},
      {},
      {},
      {}};
  const auto finder = LibraryFinder::make({std::move(mine), std::move(fixed)});
  expect(finder.has_value());
  VendoredReader reader(*finder, "tree");
  reader.add(path, "tree/" + path, std::string(rest));
  const model::Inventory inventory = reader.finish();
  const auto lines = static_cast<std::uint32_t>(std::ranges::count(rest, '\n') + std::ranges::count(rest, '\r')) + 1;
  for (const model::Component& component : inventory.components) {
    expect(component.place.line <= lines && !component.version.empty());
    const auto purl = model::parse_purl(component.purl);
    expect(purl.has_value() && purl->version == component.version);
  }
  expect(inventory.edges.size() == inventory.components.size());
  return 0;
}
