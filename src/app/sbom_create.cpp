#include "app/sbom_create.h"

#include <algorithm>

#include "base/text.h"
#include "sbom/cyclonedx_write.h"
#include "sbom/spdx_write.h"

namespace cordon::app {

std::optional<DocumentKind> document_kind_from_string(std::string_view text) {
  if (text == "cyclonedx-1.6") return DocumentKind::cyclonedx_1_6;
  if (text == "cyclonedx-1.7") return DocumentKind::cyclonedx_1_7;
  if (text == "spdx-2.3") return DocumentKind::spdx_2_3;
  return std::nullopt;
}

void note_conflicts(InventoryReport& report) {
  for (const model::Inventory& inventory : report.inventories)
    if (!inventory.conflicts.empty())
      report.coverage.unread.push_back({inventory.path, inventory.conflicts.front().line, "conflict",
                                        "an unresolved merge conflict: both sides are written", true});
}

Result<std::string> sbom_create(InventoryReport report, DocumentKind kind, sbom::WriteOptions options) {
  const auto& unread = report.coverage.unread;
  const auto missing = std::ranges::find_if(unread, &model::FileUnread::incomplete);
  if (report.inventories.empty()) {
    const auto why = missing != unread.end() ? missing : unread.begin();
    if (why == unread.end()) return fail(ErrorCode::not_found, "nothing to write down");
    return fail(ErrorCode::not_found, "nothing to write down: " + text::visible(why->path, 1'000) + ": " + why->reason,
                why->line);
  }
  options.complete = options.complete && missing == unread.end();
  if (report.inventories.size() == 1 && !report.inventories[0].roots.empty() && !options.subject_name.empty()) {
    model::Root& project = report.inventories[0].roots[0];
    project.name = options.subject_name;
    if (!options.subject_version.empty()) project.version = options.subject_version;
  }
  if (kind == DocumentKind::spdx_2_3) return sbom::write_spdx(report.inventories, options);
  return sbom::write_cyclonedx(
      report.inventories,
      kind == DocumentKind::cyclonedx_1_6 ? sbom::CycloneDxVersion::v1_6 : sbom::CycloneDxVersion::v1_7, options);
}

}  // namespace cordon::app
