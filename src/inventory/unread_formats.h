// Lockfiles and manifests that are recognised and that no reader reads yet: they are Coverage, never silence.
#pragma once

#include <string_view>

namespace cordon::inventory {

struct UnreadFormat {
  std::string_view name;         // file name; a '*' in front stands for anything
  std::string_view reason;       // why it is not read
  std::string_view replaced_by;  // a file that says all it says: where that stands in the same folder, nothing is lost
  bool read_with = false;        // the reader of that file reads this one, too
};

// The row of a file with this name; null when the name means nothing.
const UnreadFormat* unread_format(std::string_view file_name);
// Its reason; empty when the name means nothing.
std::string_view why_unread(std::string_view file_name);

}  // namespace cordon::inventory
