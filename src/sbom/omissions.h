// What a document leaves out, as lines of Coverage.
#pragma once

#include "sbom/document_build.h"

namespace cordon::sbom {

// How the document describes its components, counted while they are read. Only packages count: files, devices,
// services and the like have neither package URL nor archive.
struct Omissions {
  std::uint32_t packages = 0, without_purl = 0, without_version = 0, without_digest = 0;
  std::uint32_t other_digests = 0;  // packages with digests, none of which is of a kind that Cordon compares
  std::uint32_t not_packages = 0;
  bool claims_complete = false;  // the document says of itself that it lists everything
  bool states_dependencies = false;

  // The component as the inventory has it: its version may be that of the package URL.
  void count(const model::Component& component, bool has_purl, bool has_digest);
};

// Adds the lines. Without a package URL or a version nothing decides whether a package is a known-bad one, which leaves
// the answer incomplete; missing digests and dependencies do not. A document that lists nothing, and does not claim
// that there is nothing, tells nothing.
//   no_purl, no_version, no_components (incomplete); no_digest, other_digests, no_dependencies, not_packages
void note_omissions(const Omissions& omissions, DocumentBuilder& builder);

}  // namespace cordon::sbom
