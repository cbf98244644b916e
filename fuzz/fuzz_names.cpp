// Names of packages and lists of them. The first line is the name that is asked about, the second one of the tree's
// own, the rest a list in the form of rules/names.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "change/confusion.h"
#include "change/look_alike.h"
#include "change/name_edits.h"
#include "change/name_list.h"
#include "change/name_text.h"
#include "change/popular.h"
#include "change/popular_targets.h"

using namespace cordon::change;

namespace {

void expect(bool property) {
  if (!property) std::abort();
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// What the list itself says, one name after the other.
void check_list(std::string_view list, std::string_view name) {
  bool ordered = true;
  std::string before;
  std::size_t names = 0;
  for (NameCursor cursor(list); cursor.next(); ++names) {
    ordered = ordered && (names == 0 || before < cursor.name());
    before = cursor.name();
    expect(before.size() <= kLongestName);
  }
  (void)find_name(list, name);
  expect(lower_bound(list, name) <= list.size());
  if (!ordered || names == 0 || list.size() > 4'096) return;
  // Whatever is left of an ordered list when its last line is whole can be found in it.
  const PopularTargets targets(list, {0});
  expect(targets.all().size() == names);
  for (const Target* target : targets.near(name, 2)) expect(!target->name.empty() || name.size() <= 2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view name = take_line(text), other = take_line(text);
  const std::array<std::string_view, 1> own = {other};

  for (const std::string_view ecosystem : {"npm", "pypi", "crates"}) {
    const auto found = look_alike(ecosystem, name, own);
    (void)popularity(ecosystem, name);
    if (!found) continue;
    expect(found->target != name && !found->target.empty());
    expect(found->own || popularity(ecosystem, found->target) == found->target_popularity);
    const auto excused = look_alike(ecosystem, name, own, {.shared_publisher = true});
    expect(!excused);
  }
  const std::size_t distance = edit_distance(name, other, 2);
  expect(distance == edit_distance(other, name, 2));
  expect((distance == 0) == (name == other));
  if (single_edit(name, other)) expect(distance == 1);
  expect(distance > 2 || static_cast<std::size_t>(__builtin_popcountll(letter_mask(name) ^ letter_mask(other))) <= 4);
  expect(std::ranges::all_of(as_ascii(name), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  (void)is_absurd_version(other);
  check_list(text, name);
  return 0;
}
