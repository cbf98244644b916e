// One version of a package takes the place of another wherever a pnpm-lock.yaml names it. For pnpm.cpp.
#pragma once

#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/text_lines.h"

namespace cordon::change {

struct PnpmRename {
  std::string name, from, to;
};

// Keys, peers inside keys, references of dependency lists, versions of importers and catalogs. Entries that become
// equal to another are left out; an entry whose key no longer stands where pnpm sorts it moves, where the section is
// sorted. Fails as pnpm_sections does, and with refused where entries that get one key differ, where names of peers are
// hashed and might be of this package, and where the file keeps the time at which it was published.
Result<void> rename_in_pnpm(TextLines& lines, const PnpmRename& rename, const Limits& limits);

}  // namespace cordon::change
