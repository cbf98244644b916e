// A lockfile or workflow as the ordinary readers see it once some files have other content: for the proof of a change.
#pragma once

#include <map>
#include <string>

#include "app/read_project.h"
#include "app/target.h"
#include "inventory/discover.h"

namespace cordon::app {

// Path in the tree -> new content.
using ChangedFiles = std::map<std::string, std::string, std::less<>>;

// The inventory with this path, of the project with these files in place; what is installed is not read. Fails with
// refused where the file cannot be read any more.
Result<model::Inventory> read_changed(const Target& target, const inventory::Project& found,
                                      const ReadSettings& settings, const ChangedFiles& files, const std::string& path);

}  // namespace cordon::app
