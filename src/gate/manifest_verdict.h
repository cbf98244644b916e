// What becomes of a release whose archive holds another manifest than the one that its registry shows.
#pragma once

#include <span>

#include "gate/examiner.h"
#include "inspect/manifest_confusion.h"

namespace cordon::gate {

// Rule `manifest-confusion`. It blocks where the archive calls itself something else, or runs at its installation what
// the registry does not show: some clients run the one, some the other, and whoever read the registry's saw nothing.
// Other dependencies and commands are for people to look at. Nothing where there is no difference, or only things that
// the archive lacks.
Examined manifest_verdict(std::span<const inspect::ManifestDifference> differences);

}  // namespace cordon::gate
