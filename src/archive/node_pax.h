// Pax headers (IEEE Std 1003.1, "pax Extended Header"), as node-tar reads them and as the standard has them.
#pragma once

#include <string_view>

#include "archive/node_header.h"

namespace cordon::archive {

struct NodePax {
  NodeExtra said;  // by node-tar: line by line, where a line's own number counts, and what follows a line break is lost
  bool agrees = true;      // with a reader that goes by the numbers, as the standard has it
  bool is_sparse = false;  // speaks of a file with holes
  bool is_comment = true;  // says nothing but comments
};

// `content` is that of the header, in full.
NodePax read_node_pax(std::string_view content);

}  // namespace cordon::archive
