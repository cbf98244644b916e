// A requirements file with the files that it includes.
#pragma once

#include <string>
#include <vector>

#include "inventory/pypi/requirement_lines.h"
#include "inventory/reader.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::pypi {

inline constexpr std::size_t kMostIncluded = 200;
inline constexpr std::uint32_t kDeepestInclude = 20;

struct RequirementEntry {
  RequirementLine line;
  std::string display_path;  // of the file that it stands in
  std::string location;      // folder of that file, seen from the folder of the first one
  bool constraint = false;   // it pins what something else asks for
};

struct RequirementFiles {
  std::vector<RequirementEntry> entries;  // in order, includes where they stand
  std::vector<LineOption> options;        // --index-url, --extra-index-url, --no-index, --find-links of all files
  bool is_compiled = false;               // a resolver wrote the first file
};

// Includes that cannot be followed (addresses, what is outside the tree or not there, circles, too many or too deep)
// go to `unread`. Fails as cut_requirement_lines does for the first file.
Result<RequirementFiles> read_requirement_files(std::string_view text, const ReadContext& context,
                                                std::vector<model::FileUnread>& unread);

}  // namespace cordon::inventory::pypi
