#include "sbom/omissions.h"

#include <string>

namespace cordon::sbom {

void Omissions::count(const model::Component& component, bool has_purl, bool has_digest) {
  ++packages;
  if (!has_purl) ++without_purl;
  // What comes from a folder, a repository or a workspace has neither; nobody published it.
  const bool registry = component.origin == model::Origin::registry;
  if (registry && component.version.empty()) ++without_version;
  if ((registry || component.origin == model::Origin::http) && !has_digest) ++without_digest;
  if (has_digest && component.integrity.empty()) ++other_digests;
}

void note_omissions(const Omissions& omissions, DocumentBuilder& builder) {
  const auto note = [&](std::uint32_t count, std::string_view code, std::string_view what, bool incomplete) {
    if (count == 0) return;
    builder.note(
        code, 0,
        std::to_string(count) + " of " + std::to_string(omissions.packages) + " packages have " + std::string(what),
        incomplete);
  };
  note(omissions.without_purl, "no_purl", "no package URL: known by name only", true);
  note(omissions.without_version, "no_version", "no version", true);
  note(omissions.without_digest, "no_digest", "no digest", false);
  note(omissions.other_digests, "other_digests", "only digests other than SHA-1, SHA-256, SHA-384 and SHA-512", false);
  if (builder.inventory().components.empty() && !omissions.claims_complete)
    builder.note("no_components", 0, "the document lists no components", true);
  if (omissions.packages > 0 && !omissions.states_dependencies)
    builder.note("no_dependencies", 0, "the document states no dependencies: why a package is here cannot be said",
                 false);
  if (omissions.not_packages > 0)
    builder.note("not_packages", 0,
                 std::to_string(omissions.not_packages) + " parts are files, devices, data or the like, not packages",
                 false);
}

}  // namespace cordon::sbom
