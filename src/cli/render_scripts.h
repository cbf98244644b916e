// What would run, as text, JSON, and as the lists of package clients.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/render.h"
#include "model/generated/scripts_report.h"

namespace cordon::cli {

// The answer first; a line each, with what decides and what else is to be known below it; then Coverage.
std::string render_scripts_text(const model::ScriptsReport& report, const Style& style);
// cordon.scripts/1, docs/schema/scripts.schema.json.
std::string render_scripts_json(const model::ScriptsReport& report);

struct AllowList {
  std::string text;                   // the fragment of the client's file, sorted
  std::vector<std::string> left_out;  // packages that this list cannot name, name@version
  std::vector<std::string> doubtful;  // those that it denies, or leaves out, because of ScriptedPackage::doubt
};

// The packages of the report as a list of "npm", "pnpm", "bun" or "lavamoat", or as policy.scripts of cordon.yaml
// ("cordon"), which is one for all projects and names only what has a digest. What a list denies already stays denied,
// and what is in doubt is denied in this version. Names that no registry would take are named by no list.
// Fails with usage where packages of more than one project are in the report: each has a list of its own.
Result<AllowList> render_allow_list(const model::ScriptsReport& report, std::string_view form);

}  // namespace cordon::cli
