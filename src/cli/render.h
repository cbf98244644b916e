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
// GitLab's Code Quality report: an array of issues, with the finding ids as fingerprints; what was not looked at is an
// issue, too, so that an empty list says that everything was.
std::string render_gitlab(const model::ScanReport& report);
// JUnit XML as the parsers of GitLab and Jenkins take it: a failed test for each finding that counts at this threshold,
// a skipped one for each that is waived, and one more, "coverage complete", which passes only when everything was
// looked at. So there is no report without a test.
std::string render_junit(const model::ScanReport& report, model::Severity fail_on);

// cordon.inventory/1, docs/schema/inventory.schema.json.
std::string render_inventory_json(const std::vector<model::Inventory>& inventories, const model::Coverage& coverage);
std::string render_inventory_text(const std::vector<model::Inventory>& inventories, const model::Coverage& coverage,
                                  const Style& style);

}  // namespace cordon::cli
