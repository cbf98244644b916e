// The one door of every format: bytes in, Inventory out. A reader is a pure function; it never touches the file system
// except through the tree it is given.
#pragma once

#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "base/limits.h"
#include "base/result.h"
#include "inventory/client_config.h"
#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::inventory {

struct ReadContext {
  std::string display_path;                       // goes into Place, ids and errors: "dir/package-lock.json"
  const FileTree* tree = nullptr;                 // the scanned tree; null when the text stands alone
  std::string directory;                          // folder of the file inside the tree, "" for its root
  const model::Registries* registries = nullptr;  // never null
  const ClientConfig* client = nullptr;           // never null: of the client whose file it is
  Limits limits;
};

// Signature of a format's reader. `text` is UTF-8 without conflict markers; a byte-order mark may be there.
// Fails when the file as a whole cannot be understood; a single entry that cannot becomes Inventory::unread instead.
using Reader = Result<model::Inventory> (*)(std::string text, const ReadContext& context);

}  // namespace cordon::inventory
