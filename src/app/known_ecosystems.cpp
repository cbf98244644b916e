#include "app/known_ecosystems.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "base/text.h"

namespace cordon::app {
namespace {

bool is_known(std::string_view ecosystem) {
  constexpr std::array<std::string_view, 8> kKnown{"npm", "jsr",      "pypi",           "crates",
                                                   "go",  "composer", "github-actions", "javascript"};
  return std::ranges::find(kKnown, ecosystem) != kKnown.end();
}

}  // namespace

void note_unknown_ecosystems(const checks::Project& project, std::vector<model::FileUnread>& unread) {
  for (const model::Inventory& inventory : project.lockfiles) {
    if (!inventory.document) continue;
    std::map<std::string_view, std::uint32_t> unknown;
    for (const model::Component& component : inventory.components)
      if (!is_known(component.ecosystem) && component.ecosystem != "generic" && component.ecosystem != "service")
        ++unknown[component.ecosystem];
    for (const auto& [ecosystem, count] : unknown)
      unread.push_back({inventory.path, 0, "unsupported_ecosystem",
                        std::to_string(count) + " of " + std::to_string(inventory.components.size()) +
                            " components are of the ecosystem " + text::visible(ecosystem, 80) +
                            ", of which nothing is known by name: only digests can be compared",
                        true});
  }
}

}  // namespace cordon::app
