// The folders of pnpm's store are named for what was put there: "node_modules/.pnpm/a@1.0.0/node_modules/a". An install
// script that changes the manifest inside leaves that name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/inventory.h"

namespace cordon::inventory::npm {

struct StoreName {
  std::string name, version;
};

// What the folder of a package is named for; nothing where that is no release of a registry, or where pnpm cut the name
// to the length that file systems bear.
std::optional<StoreName> store_name(std::string_view install_location);

// Completes `lock`, what pnpm recorded of its last installation (node_modules/.pnpm/lock.yaml), by the names of the
// store's folders in `installed`: a component of each gets the install location as its instance, "<path>#<location>",
// and what the lock lacks is added. Without a lock the names alone make the inventory, with `store_display` as its
// path; without a store there is none.
std::optional<model::Inventory> add_store_names(std::optional<model::Inventory> lock, const model::Inventory& installed,
                                                const std::string& store_display);

}  // namespace cordon::inventory::npm
