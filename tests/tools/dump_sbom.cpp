// Writes the SBOM of one lockfile or document, for the comparisons with schemas and other programs in tests/oracle.
//
//   dump_sbom FORMAT FOLDER FILE      FORMAT: cyclonedx-1.6, cyclonedx-1.7, spdx-2.3; FILE is relative to FOLDER
//
// Exit code 1 and a line on stderr when the file cannot be read.
#include <array>
#include <iostream>
#include <memory>
#include <string>

#include "base/file_tree.h"
#include "inventory/formats.h"
#include "sbom/cyclonedx_write.h"
#include "sbom/sbom_read.h"
#include "sbom/spdx_write.h"

namespace {

using namespace cordon;

Result<model::Inventory> read(const std::string& folder, const std::string& file) {
  const std::unique_ptr<FileTree> tree = TRY(open_directory(folder));
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = file;
  context.tree = tree.get();
  const std::size_t slash = file.rfind('/');
  context.directory = slash == std::string::npos ? std::string() : file.substr(0, slash);
  context.registries = &registries;
  context.client = &client;
  std::string text = TRY(tree->read(file, context.limits.bytes));
  if (const inventory::Format* format = inventory::format_of_path(file)) return format->read(std::move(text), context);
  return TRY(sbom::read_sbom(std::move(text),
                             {.display_path = file, .registries = &registries, .limits = context.limits}))
      .inventory;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const std::string format = arguments[1];
  const auto inventory = read(arguments[2], arguments[3]);
  if (!inventory) {
    std::cerr << inventory.error().describe() << "\n";
    return 1;
  }
  const std::array inventories{*inventory};
  sbom::WriteOptions options;
  options.tool_version = "0";
  options.timestamp = "2026-03-31T00:21:58Z";
  if (format == "spdx-2.3") {
    std::cout << sbom::write_spdx(inventories, options);
  } else {
    const auto version = format == "cyclonedx-1.7" ? sbom::CycloneDxVersion::v1_7 : sbom::CycloneDxVersion::v1_6;
    std::cout << sbom::write_cyclonedx(inventories, version, options);
  }
  return 0;
}
