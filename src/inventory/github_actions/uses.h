// What stands behind `uses:` in a workflow or an action.
//
// Format: docs.github.com, "Workflow syntax for GitHub Actions", jobs.<job_id>.steps[*].uses and jobs.<job_id>.uses.
#pragma once

#include <string_view>

#include "inventory/reader.h"

namespace cordon::inventory::github_actions {

// Sets what the text says of a component: ecosystem, name, version, origin, registry, resolved, checksum and purl.
// False when it has none of the three forms:
//  - "owner/repository[/path]@ref": a release of the repository, in the ecosystem "github-actions" and of origin
//    registry, because advisories name it so. The version is the ref as written. A full commit (40 hexadecimal digits)
//    cannot be moved to other content, as a tag or branch can: it is the checksum, too, so that what has none is not
//    pinned.
//  - "docker://image": ecosystem "docker"; the version is the digest, else the tag; a digest is the checksum.
//  - "./folder": of the repository itself, origin workspace, without a version.
bool identify_uses(std::string_view text, const ReadContext& context, model::Component& out);

}  // namespace cordon::inventory::github_actions
