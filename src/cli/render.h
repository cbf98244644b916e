// Reports as text: pure functions from a report to the bytes that are written.
#pragma once

#include <string>
#include <vector>

#include "model/generated/model.h"
#include "model/inventory.h"

namespace cordon::cli {

struct Style {
  bool color = false;  // ANSI colours
};

// For people: the answer first, then per cause what, where, how far, why, what to do, then Coverage.
std::string render_text(const model::ScanReport& report, const Style& style);
// Everything about one finding.
std::string render_explanation(const model::Finding& finding, const Style& style);
// cordon.scan/1, docs/schema/scan.schema.json.
std::string render_json(const model::ScanReport& report);
// SARIF 2.1.0, with the finding ids as fingerprints.
std::string render_sarif(const model::ScanReport& report);
// GitHub-flavoured markdown, for pull requests and chats.
std::string render_markdown(const model::ScanReport& report);

// cordon.inventory/1, docs/schema/inventory.schema.json.
std::string render_inventory_json(const std::vector<model::Inventory>& inventories, const model::Coverage& coverage);
std::string render_inventory_text(const std::vector<model::Inventory>& inventories, const model::Coverage& coverage,
                                  const Style& style);

}  // namespace cordon::cli
