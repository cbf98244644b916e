// deno.lock versions 4 and 5: npm and jsr packages, and the files of remote modules.
//
// Format: docs.deno.com, "deno.lock"; the writer is deno_lockfile. Keys: "name@version", for npm with the peers that it
// was resolved with ("a@1.0.0_b@2.0.0"). `dependencies` name a package alone when only one version of it is there, else
// "name@version..." as the key begins. `specifiers` say what the project asked for and what was chosen.
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::deno {

// Components: npm and jsr packages (id "<path>#npm:a@1.0.0", "<path>#jsr:@std/x@1.0.0") and remote modules (origin
// http, id the address). Fails as json::parse does, with missing_field without a version and unsupported_version for
// others.
Result<model::Inventory> read_deno_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::deno
