// An object in a file of its own: objects/ab/cdef…, one zlib stream of "type size\0" and the content. gitformat-loose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "git/object.h"

namespace cordon::git {

// From the folder `objects`; links out of it are not followed, FIFOs not waited for. Fails with not_found, and with
// what FileTree::read fails with; too_large, truncated, syntax.
Result<RawObject> read_loose(const FileTree& objects, const ObjectId& id, const ObjectLimits& limits);
Result<ObjectHeader> loose_header(const FileTree& objects, const ObjectId& id, const ObjectLimits& limits);

// Ids of loose objects that begin with these two or more lower-case hexadecimal digits, at most `most` of them.
std::vector<ObjectId> loose_with_prefix(const FileTree& objects, std::string_view digits, std::size_t most);

}  // namespace cordon::git
