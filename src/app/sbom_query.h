// `cordon sbom query EXPR PATH...`: which components satisfy it, where they stand and how they got there.
#pragma once

#include <string_view>

#include "app/read_inventory.h"
#include "model/generated/sbom_report.h"
#include "sbom/query.h"

namespace cordon::app {

// `text` is what the query was parsed from.
model::SbomQueryReport sbom_query(std::string_view text, const sbom::Query& query, const InventoryReport& read);

}  // namespace cordon::app
