// How well an inventory meets the minimum elements of an SBOM (NTIA, "The Minimum Elements For a Software Bill of
// Materials", 2021, section III): seven data fields, of which two are the document's and five each component's.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sbom/document.h"

namespace cordon::sbom {

enum class NtiaElement : std::uint8_t { supplier, name, version, identifier, relationship, author, timestamp };
inline constexpr std::size_t kNtiaElements = 7;

// "supplier name", "component name", ... as the publication calls them.
std::string_view to_string(NtiaElement element);

struct NtiaReport {
  std::uint32_t components = 0;
  // By element: the components that lack it. Empty for author and timestamp, which are the document's.
  std::array<std::vector<std::uint32_t>, kNtiaElements> lacking;
  bool has_author = false, has_timestamp = false;
  // Thousandths of what could be there: the mean over the seven elements, each as the share of the components that have
  // it. An inventory without components has no more than author and timestamp.
  std::uint32_t score = 0;

  bool complete() const { return components > 0 && score == 1'000; }
};

// A component has
//   an identifier    where it has a package URL of an ecosystem, a CPE or a SWID tag; its name alone is none;
//   a relationship   where an edge that the source states leads to or from it; those of an inferred root are not
//   stated.
// The author is a person or organisation: a tool is none.
NtiaReport score_ntia(const SbomDocument& document);

}  // namespace cordon::sbom
