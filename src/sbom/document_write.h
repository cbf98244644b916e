// What the writers of SBOM documents share: what they are given.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/inventory.h"
#include "sbom/digest_form.h"

namespace cordon::sbom {

struct WriteOptions {
  std::string tool_version;              // of Cordon
  std::optional<std::string> timestamp;  // RFC 3339, UTC: "2026-03-31T00:21:58Z"; these functions read no clock
  // What the document is about where the inventories have several projects, or none.
  std::string subject_name, subject_version;
  std::string author;  // who answers for the document, such as an organisation; empty: nobody is named
  // Whether everything that should have been read was: the caller's Coverage. What an inventory itself did not
  // understand counts in any case.
  bool complete = true;
};

// The components of inventories as the parts of one document, each with a name of its own.
struct Part {
  const model::Inventory* inventory = nullptr;
  std::uint32_t node = 0;  // of the inventory
  std::string ref;         // the id, or the id and a number where an earlier part has it
};

// All nodes, roots first, in order of the inventories.
std::vector<Part> parts_of(std::span<const model::Inventory> inventories);

// A UUID (RFC 9562, version 8) of the text's SHA-256: equal for equal documents.
std::string content_uuid(std::string_view text);

// An address without the password, token or user that may stand in front of its host. "git@" stays: it is everyone's.
std::string without_credentials(std::string_view address);

// The component's address or path without credentials, and its package URL with that address in it.
struct Source {
  std::optional<std::string> resolved;
  std::string purl;
  bool is_address = false;  // something to download from, not a path
};
Source source_of(const model::Component& component);

// An entry of the document's own name and value, see properties.h.
struct OwnProperty {
  std::string_view name;
  std::string value;
};

// What no field of a format says of the component. `digests` are those the document has beside them.
std::vector<OwnProperty> own_properties(const model::Component& component, const Source& source,
                                        const std::vector<HexDigest>& digests);

// Whether the inventory has everything that its file says.
bool is_complete(const model::Inventory& inventory);
// A dependency that the file leaves open though nothing makes it optional.
bool is_gap(const model::Unresolved& missing);

}  // namespace cordon::sbom
