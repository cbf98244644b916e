// The paths of a command line, opened for reading.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"

namespace cordon::app {

struct Target {
  std::string argument;            // as given
  std::unique_ptr<FileTree> tree;  // the folder, or the folder of the file
  std::string only_file;           // set when the argument is a file: its name inside the tree
  std::string mounted_at;          // set when the argument is a node_modules folder: where it stands in the tree
  std::string root = {};           // of a folder: where it really stands
  std::string place = {};          // where the argument really stands; of a node_modules, the folder above

  // The folder that the tree is of: the argument, or of a file the folder that it stands in.
  std::string folder() const;

  // The path inside the tree as shown to people: below the argument, which is left out when it is ".".
  std::string display(std::string_view inside) const;
};

// A folder, or a file (then its folder is the tree), read without the credentials in it. A folder that is a
// node_modules, by its own name, is mounted as the only folder of the tree. Fails with not_found, permission_denied,
// and not_a_regular_file for a device, FIFO or socket.
Result<Target> open_target(const std::string& argument);

// The same, and a pipe, which is read to its end now: a file of that name and nothing beside it, whose `place` is
// empty. Never waits for somebody to open the other end. Fails also with too_large, and with truncated where nothing
// came.
Result<Target> open_target_or_pipe(const std::string& argument, std::uint64_t most_bytes);

// Where a path really leads, so that a file that is met by two arguments is known for the same; the path itself where
// that cannot be told.
std::string real_path(const std::string& path);

}  // namespace cordon::app
