// What is bad where no lockfile is rewritten: installed, in lockfiles of others, in a package.json without a lockfile.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/read_project.h"
#include "intel/knowledge.h"
#include "model/generated/fix_report.h"

namespace cordon::app {

using NamesAndVersions = std::set<std::pair<std::string, std::string>>;

// One record for each place, with what stays there; the name and version of `handled` are spoken of already.
// `has_plan`: the lockfiles of this project are planned on their own; documents never are. What scan calls malware by
// packs and advisories is called so here, too.
std::vector<model::FixedProject> bad_elsewhere(const ProjectRead& read, bool has_plan, NamesAndVersions handled,
                                               const model::Registries& registries, const intel::Knowledge& knowledge);

}  // namespace cordon::app
