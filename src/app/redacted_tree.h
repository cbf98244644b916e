// A tree whose files tell no credentials. Every target is read through one, so that no report, id or archive made of
// what was read can hold any: what a reader never saw, nothing behind it can show.
#pragma once

#include <memory>

#include "base/file_tree.h"

namespace cordon::app {

// Files read through it are as without_credentials (base/credentials.h) leaves them. Where that makes a file larger
// than the limit of the read, it fails with too_large.
std::unique_ptr<FileTree> redact(std::unique_ptr<FileTree> tree);

}  // namespace cordon::app
