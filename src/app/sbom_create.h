// `cordon sbom create`: what was read, as a document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/read_inventory.h"
#include "sbom/document_write.h"

namespace cordon::app {

enum class DocumentKind : std::uint8_t { cyclonedx_1_6, cyclonedx_1_7, spdx_2_3 };
// "cyclonedx-1.6", "cyclonedx-1.7", "spdx-2.3".
std::optional<DocumentKind> document_kind_from_string(std::string_view text);

// How the targets are to be read: each project once, and no document that was not named, because it may be the one that
// was written the last time.
inline constexpr Selection kCreateSelection{.documents = FoundDocuments::none, .installed_beside_lockfile = false};

// Adds a line of Coverage, code conflict, for every file with an unresolved merge conflict: both sides of it are
// written, and nobody can say which of them is there.
void note_conflicts(InventoryReport& report);

// The document, complete where the Coverage is. A subject that the options name is the project where there is only one,
// else what the projects belong to. Fails with not_found where nothing was read: an empty document would say that there
// is nothing.
Result<std::string> sbom_create(InventoryReport report, DocumentKind kind, sbom::WriteOptions options);

}  // namespace cordon::app
