// What the readers of SBOM documents share: what they are given and what they give.
#pragma once

#include <string>
#include <vector>

#include "base/limits.h"
#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::sbom {

struct ReadOptions {
  std::string display_path;                       // goes into places and ids: "dir/bom.json"
  const model::Registries* registries = nullptr;  // never null
  Limits limits;
};

struct ComponentFacts {
  std::string supplier;    // who supplies it; empty where the document does not say
  std::string identifier;  // a CPE or SWID beside the package URL, or in its place; empty for none
};

// What a document says of itself and of suppliers, for which an Inventory has no place.
struct DocumentFacts {
  std::string serial;                      // serialNumber, documentNamespace
  std::string timestamp;                   // when it was made
  std::vector<std::string> authors;        // people and organisations that made it
  std::vector<std::string> tools;          // programs that made it
  std::vector<ComponentFacts> components;  // of each component of the inventory
  bool states_dependencies = false;        // it says of at least one component what that depends on
};

// The inventory of a document. Its components are identified by the package URL, not by the fields beside it, and
// stand where the document has them: `id` is "<path>#<bom-ref or SPDXID>", or the JSON pointer where there is none.
//
// Decisions:
// - metadata.component, or what an SPDX document describes, is the root. Where there is none, the root is inferred. A
//   subject with digests is an archive that may be a known-bad one itself: it is a component too, held by the root.
// - A component without a package URL gets "pkg:generic/<name>@<version>" and ecosystem "generic": it is known by name
//   only, and no knowledge of an ecosystem's packages is held against it. Its digests are.
// - What lies inside another component depends on no one else: an edge leads to it from what holds it, unless the
//   document states a dependency on it. A service is a component of ecosystem "service", so that paths lead through it.
// - A registry is judged by the address that the document gives, by this machine's table and the user's declarations.
//   What a document says of registries ("private") is never believed.
// - What the document leaves out is a line of `unread`: see omissions.h.
struct SbomDocument {
  model::Inventory inventory;
  DocumentFacts facts;
};

}  // namespace cordon::sbom
