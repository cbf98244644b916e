// Whether an archive is two packages: whether another program that clients unpack with comes to other files than npm
// does, where that matters. What is odd in ordinary packages, and harmless there, weighs nothing.
#pragma once

#include <vector>

#include "archive/npm_unpack.h"
#include "gate/peek_codec.h"
#include "inspect/peek.h"

namespace cordon::gate {

// What of the archive's oddities is to be told, the heaviest first, at most 20. `tree` is all of its files, `peek` what
// was seen in them.
std::vector<ArchiveOddity> weighed_oddities(const archive::NpmTree& tree, const inspect::Peek& peek);

}  // namespace cordon::gate
