// `cordon inventory`: components, edges, roots and Coverage of everything below the targets.
#pragma once

#include <map>
#include <vector>

#include "app/progress.h"
#include "app/select_projects.h"
#include "app/target.h"
#include "inventory/client_config_read.h"
#include "model/inventory.h"
#include "model/registries.h"
#include "sbom/document.h"

namespace cordon::app {

struct InventoryOptions {
  std::vector<Target> targets;
  std::vector<model::FileUnread> unopened;
  model::Registries registries;
  inventory::UserConfig user_config;
  Selection selection;
};

struct InventoryReport {
  std::vector<model::Inventory> inventories;  // by target, folder and file
  model::Coverage coverage;
  std::map<std::string, sbom::DocumentFacts> documents;  // what SBOMs among them say of themselves, by path
};

InventoryReport read_inventory(const InventoryOptions& options, Progress& progress);

}  // namespace cordon::app
