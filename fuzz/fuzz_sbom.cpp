// CycloneDX and SPDX documents. What is read can be written in every format and read back with as many components,
// roots and edges.
#include <array>
#include <string>

#include "check_inventory.h"
#include "sbom/cyclonedx_write.h"
#include "sbom/diff.h"
#include "sbom/ntia.h"
#include "sbom/sbom_read.h"
#include "sbom/spdx_write.h"

using namespace cordon;
using namespace cordon::sbom;

namespace {

void check_written(const model::Inventory& before, const std::string& text, const ReadOptions& options) {
  const auto after = read_sbom(text, options);
  fuzz::expect(after.has_value());
  fuzz::expect(after->inventory.components.size() == before.components.size());
  fuzz::expect(after->inventory.roots.size() == before.roots.size());
  fuzz::expect(after->inventory.edges.size() == before.edges.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const model::Registries registries;
  ReadOptions options;
  options.display_path = "bom.json";
  options.registries = &registries;
  options.limits.entries = 100'000;
  const auto document = read_sbom(text, options);
  if (!document) {
    const Error& error = document.error();
    fuzz::expect(!error.message.empty() && fuzz::is_visible(error.message));
    fuzz::expect(error.line <= fuzz::lines_of(text) && error.code != ErrorCode::internal);
    return 0;
  }
  fuzz::expect(may_be_sbom(text));
  const model::Inventory& inventory = document->inventory;
  fuzz::check_inventory(inventory, {{"bom.json", fuzz::lines_of(text)}});
  fuzz::expect(document->facts.components.size() == inventory.components.size());
  fuzz::expect(score_ntia(*document).score <= 1'000);
  fuzz::expect(diff_inventories(inventory, inventory).empty());
  const std::array inventories{inventory};
  for (const CycloneDxVersion version : {CycloneDxVersion::v1_6, CycloneDxVersion::v1_7})
    check_written(inventory, write_cyclonedx(inventories, version, {}), options);
  check_written(inventory, write_spdx(inventories, {}), options);
  return 0;
}
