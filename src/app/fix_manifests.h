// The package.json files of a project beside its changed lockfile: none may ask for what was taken back.
#pragma once

#include <string>
#include <vector>

#include "app/fix_graph.h"
#include "base/limits.h"
#include "base/result.h"

namespace cordon::app {

// Holds one package.json, as it is to be, against what moved and what went. The next installation follows it where it
// differs from the lockfile. Fails with refused where a list (also of peers) asks for the bad version and does not
// admit the one that came, or admits one that nothing came for; else as parse_manifest does. Tags and addresses ask for
// no version.
Result<void> check_manifest(const std::string& text, const std::string& display_path, const std::vector<Moved>& moved,
                            const std::vector<Gone>& gone, const Limits& limits);

}  // namespace cordon::app
