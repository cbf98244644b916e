// Entries that a pnpm-lock.yaml does not have yet, and what its entries are marked with. For pnpm.cpp.
#pragma once

#include <vector>

#include "change/rewrite/pnpm_text.h"

namespace cordon::change {

// Puts the entries where pnpm sorts them, in both halves of version 9; without marks. Their dependencies must have
// references. Fails as check_writable and PnpmText::insert do, and with refused where something stands there, where the
// key is not that of the release, and where there is no integrity.
Result<void> add_entries(PnpmText& lock, const std::vector<Add>& adds);

// Marks entries (optional; dev of version 6) so and not otherwise. Fails with not_found.
Result<void> mark_entries(PnpmText& lock, const std::vector<Mark>& marks);

}  // namespace cordon::change
