// go.mod with the go.sum and vendor/modules.txt beside it.
//
// Since Go 1.17 go.mod lists every module that gives packages to the build, indirect ones too, with the version that
// was chosen: it is the resolved list (go.dev/ref/mod, "Minimal version selection", "Module graph pruning").
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::go {

// Components: every required module, as replaced (id "<path>#module@version" as required): by another module under the
// real name of that, with what it replaces as alias; by a folder without a version. The digest of go.sum is the
// checksum, because it is none of the archive's bytes; where go.sum has only that of the module's go.mod, whose
// packages the build then does not use, "go.mod h1:...". What stands in go.sum alone is no component: the file also
// lists what was only considered. Modules and versions that only vendor/modules.txt has are components, too, for that
// is what is built; where Go would refuse to build for the difference, an unread entry says so, vendor_drift. The file
// has no edges between modules: all come from the root, whose declared dependencies are the direct ones. Before Go 1.17
// an unread entry, indirect_missing, says what go.mod may leave out, unless vendor/modules.txt says it. Fails as
// parse_mod_file does.
Result<model::Inventory> read_go_mod(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::go
