#include "inventory/npm/yarn_lock.h"

#include <algorithm>
#include <string_view>

#include "inventory/npm/yarn_berry.h"
#include "inventory/npm/yarn_classic.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kKeys[] = {"__metadata:",  "__metadata :", "\"__metadata\"",
                                      "'__metadata'", "? __metadata", "? \"__metadata\""};

std::string_view without_mark(std::string_view text) {
  return text.substr(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
}

bool is_key(std::string_view line) {
  for (const std::string_view key : kKeys)
    if (line.starts_with(key)) return true;
  return false;
}

// Whether "__metadata" is a key of the outermost mapping. Yarn writes it first; nobody has to.
bool has_metadata(std::string_view text) {
  constexpr std::string_view kWord = "__metadata";
  for (std::size_t at = text.find(kWord); at != std::string_view::npos; at = text.find(kWord, at + 1)) {
    const std::size_t newline = text.find_last_of("\r\n", at);
    const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    if (at - start <= 3 && is_key(text.substr(start))) return true;
  }
  return false;
}

// A mapping between braces, after comments and space.
bool is_flow_mapping(std::string_view text) {
  while (!text.empty()) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '#')
      return first != std::string_view::npos && text[first] == '{';
    const std::size_t newline = text.find('\n', first);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline);
  }
  return false;
}

// Yarn takes an empty file for a project that has no packages; a file that was cut off looks the same.
void note_empty(model::Inventory& inventory) {
  const bool asks_for_nothing =
      !inventory.roots.empty() && std::all_of(inventory.roots.begin(), inventory.roots.end(),
                                              [](const model::Root& root) { return root.declared.empty(); });
  inventory.unread.push_back(
      {inventory.path, 0, std::string(to_string(ErrorCode::truncated)), "the file is empty", !asks_for_nothing});
}

}  // namespace

bool is_yarn_berry(std::string_view text) {
  const std::string_view body = without_mark(text);
  return has_metadata(body) || is_flow_mapping(body);
}

Result<model::Inventory> read_yarn_lock(std::string text, const ReadContext& context) {
  const bool berry = is_yarn_berry(text);
  const bool empty = without_mark(text).find_first_not_of(" \t\r\n") == std::string_view::npos;
  Result<model::Inventory> inventory =
      berry ? read_yarn_berry(std::move(text), context) : read_yarn_classic(std::move(text), context);
  if (inventory && empty) note_empty(*inventory);
  return inventory;
}

}  // namespace cordon::inventory::npm
