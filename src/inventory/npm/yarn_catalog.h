// The catalogs of .yarnrc.yml (yarn 4.10): ranges that "catalog:" and "catalog:name" stand for.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

class YarnCatalogs {
 public:
  // Reads the .yarnrc.yml beside the lockfile, where the tree has one. One that cannot be read becomes unread; nothing
  // of the lockfile is lost by that.
  YarnCatalogs(const ReadContext& context, std::vector<model::FileUnread>& unread);

  // The range behind "catalog:..."; empty when the range is none, or the catalog does not have the package.
  std::string_view range_of(std::string_view name, std::string_view range) const;

 private:
  std::map<std::string, std::string, std::less<>> ranges_;  // "<catalog>\n<name>" -> range
};

}  // namespace cordon::inventory::npm
