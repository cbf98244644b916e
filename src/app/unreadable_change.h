// Files of a project that a change made unreadable: what nobody reads, the package client may read all the same.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/target.h"
#include "inventory/discover.h"
#include "model/generated/model.h"

namespace cordon::app {

// One side of a change, as read_project found it.
struct ReadSide {
  std::span<const model::FileRead> read;
  std::span<const model::FileUnread> unread;
};

// Appends change.unreadable for each lockfile, manifest and file of client settings of the project that could not be
// read whole after the change, and of which as much could be read before, or which was not there. A file of which
// nothing could be read before is nobody's news.
void add_unreadable(const Target& target, const inventory::Project& found, const ReadSide& before, const ReadSide& now,
                    std::vector<model::Finding>& out);

}  // namespace cordon::app
