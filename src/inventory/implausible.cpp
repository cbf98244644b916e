#include "inventory/implausible.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace cordon::inventory {
namespace {

constexpr std::size_t kLongestNpmName = 214, kLongestName = 1'024;
constexpr std::size_t kLongestVersion = 256;
constexpr std::size_t kMostEntries = 100;

bool has_hidden(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    const std::size_t length = utf8::sequence_length(at, end);
    if (length == 0 || *at == ' ' || text::is_hidden(utf8::decode(at, length))) return true;
    at += length;
  }
  return false;
}

// What is wrong, or null.
const char* complaint(const model::Component& component) {
  if (component.name.size() > (component.ecosystem == "npm" ? kLongestNpmName : kLongestName))
    return "its name is longer than any registry accepts";
  if (has_hidden(component.name)) return "its name has control or invisible characters or spaces";
  if (component.origin != model::Origin::registry) return nullptr;
  if (component.version.size() > kLongestVersion) return "its version is longer than any registry accepts";
  if (has_hidden(component.version)) return "its version has control or invisible characters or spaces";
  return nullptr;
}

// Something that a registry, or at least the network, would have to serve.
bool asks_for_a_package(const model::Declared& declared) {
  if (declared.kind == model::EdgeKind::peer || declared.kind == model::EdgeKind::peer_optional ||
      declared.kind == model::EdgeKind::workspace || declared.kind == model::EdgeKind::optional)
    return false;
  for (const std::string_view own : {"workspace:", "link:", "file:", "portal:"})
    if (declared.range.starts_with(own)) return false;
  return true;
}

void note_emptiness(model::Inventory& inventory) {
  // A manifest alone, and what asks for ranges only, has said so.
  const bool said = std::ranges::any_of(inventory.unread, [](const auto& note) { return note.code == "ranges_only"; });
  if (!inventory.components.empty() || said) return;
  for (const model::Root& root : inventory.roots)
    for (const model::Declared& declared : root.declared)
      if (asks_for_a_package(declared)) {
        inventory.unread.push_back({inventory.path, 0, "no_packages",
                                    "it has no package, though " + declared.place.path + " asks for " +
                                        text::visible(declared.name, 80) + ": the next install decides what comes",
                                    true});
        return;
      }
}

}  // namespace

void note_implausible(model::Inventory& inventory) {
  note_emptiness(inventory);
  std::size_t found = 0;
  for (const model::Component& component : inventory.components) {
    // Documents name files, devices and services as they like; nothing is compared with those names.
    if (inventory.document && (component.ecosystem == "generic" || component.ecosystem == "service")) continue;
    const char* const why = complaint(component);
    if (why == nullptr || ++found > kMostEntries) continue;
    const std::string name = text::visible(component.name, 80);
    inventory.unread.push_back({component.place.path, component.place.line, "invalid_value",
                                name + ": " + why + "; it was compared with nothing that is known by name", true});
  }
  if (found > kMostEntries)
    inventory.unread.push_back(
        {inventory.path, 0, "invalid_value",
         std::to_string(found - kMostEntries) + " more names or versions that no registry accepts", true});
}

}  // namespace cordon::inventory
