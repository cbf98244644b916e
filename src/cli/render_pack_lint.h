// What is wrong with incident packs, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "cli/palette.h"
#include "intel/pack_lint.h"

namespace cordon::cli {

struct LintedFile {
  std::string path;
  intel::PackLint lint;
};

// A line that is the answer, then a line for each remark.
std::string render_pack_lint(const LintedFile& file, const Style& style);

// cordon.pack-lint/1: {schema, files: [{path, id?, errors, warnings, remarks: [{level, code, line?, message}]}]}
std::string render_pack_lint_json(const std::vector<LintedFile>& files);

// "1 error", "2 warnings"
std::string counted(std::size_t number, std::string_view what);

}  // namespace cordon::cli
