// `cordon inventory`: components, edges, roots and Coverage of everything below the targets.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/progress.h"
#include "app/select_projects.h"
#include "app/target.h"
#include "intel/index/advisories.h"
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
  // Knows what libraries are recognised by. Null: there is none, or none that can be used, which `index_fault` says.
  std::shared_ptr<const intel::Advisories> advisories;
  std::string index_fault;
  bool scripts = true;  // whether libraries are looked for in JavaScript files
};

struct InventoryReport {
  std::vector<model::Inventory> inventories;  // by target, folder and file
  model::Coverage coverage;
  std::map<std::string, sbom::DocumentFacts> documents;  // what SBOMs among them say of themselves, by path
};

InventoryReport read_inventory(const InventoryOptions& options, Progress& progress);

}  // namespace cordon::app
