// Entries that a package-lock.json does not have yet, and what its entries are marked with. For package_lock.cpp.
#pragma once

#include <vector>

#include "change/rewrite/package_lock_text.h"
#include "change/rewrite/release.h"
#include "change/rewrite/text_edits.h"

namespace cordon::change {

// Puts the entries where npm sorts them, in both halves of version 2; without marks. Fails as check_writable does, with
// refused where something stands there or the location is none of an installed package, and with not_found where the
// package that it is to be installed in is not there.
Result<void> add_entries(const PackageLockText& lock, const std::vector<Add>& adds, TextEdits& out);

// Marks entries (dev, optional, devOptional, peer) so and not otherwise. Fails with not_found.
Result<void> mark_entries(const PackageLockText& lock, const std::vector<Mark>& marks, TextEdits& out);

}  // namespace cordon::change
