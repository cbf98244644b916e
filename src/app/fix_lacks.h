// What a changed lockfile does not have of what came into it, and where npm would put it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/fix_graph.h"
#include "base/result.h"
#include "model/inventory.h"

namespace cordon::app {

// A dependency of a release that came, which leads nowhere or to a version that it does not admit.
struct Lack {
  std::uint32_t from = 0;  // component of the changed lockfile
  std::string folder;      // as it is asked for: an alias keeps its alias
  std::string name;        // its real name
  std::string range;       // without "npm:name@" in front; of pnpm what the reference says
  std::string asked;       // the range as written
  model::EdgeKind kind = model::EdgeKind::runtime;
};

// Of the releases that came (name and version after), what was lacking before not counted. Peers that are optional may
// be lacking.
std::vector<Lack> lacks_of(const model::Inventory& before, const model::Inventory& after,
                           const std::vector<Moved>& came);

// The install location for that version in npm's tree: at the root where that is free, else as near to it as nothing
// in between has the name and nobody would find it there who finds another now. A peer does not stand inside of its
// own package. Fails with refused where there is no such place.
Result<std::string> place_for(const model::Inventory& after, const Lack& lack, std::string_view version);

}  // namespace cordon::app
