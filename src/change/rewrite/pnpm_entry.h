// The members of an entry of a pnpm-lock.yaml: what they say of a release, and what they are for another. For pnpm.cpp.
#pragma once

#include <vector>

#include "change/rewrite/pnpm_lines.h"
#include "change/rewrite/release.h"

namespace cordon::change {

// Adds what an entry of `packages` or `snapshots` says. Fails as dependencies_of does.
Result<void> add_members(const std::vector<PnpmMember>& members, Release& out);

// The members of an entry of `packages` that become those of the release: where it comes from, and its fields. Fails
// with refused where the entry does not say where it comes from in the form that pnpm writes for registries.
Result<std::vector<PnpmMember>> with_resolution(std::vector<PnpmMember> members, const Release& release,
                                                const TextLines& text);

// Puts a member where pnpm has it among the others; one of that name must not be there.
void add_in_order(std::vector<PnpmMember>& members, PnpmMember member);

// The members of an entry that lists dependencies: those of the release. Peers keep what they are resolved to.
Result<std::vector<PnpmMember>> with_dependencies(std::vector<PnpmMember> members, const Release& release,
                                                  const TextLines& text);

}  // namespace cordon::change
