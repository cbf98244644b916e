// Licences as packages state them, held against the list of a rule.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::policy {

struct LicenceList {
  std::vector<std::string> names;  // as written
  bool forbids = false;            // the list says what is not allowed; else what is
};

// Whether the text can stand in such a list: one licence of SPDX's list, in any case, or of one's own (LicenseRef-…),
// with '+' or "WITH exception"; and "UNLICENSED", by which npm says that there is none.
bool is_licence_name(std::string_view text);

enum class LicenceAnswer : std::uint8_t { within, outside, unknown };

// Of an expression (SPDX 2.3 annex D: AND, OR, WITH, '+', brackets; and "MIT/X11" as it was written before): within
// when some choice that it leaves satisfies the list. Names are compared without case. "GPL-2.0+" and
// "GPL-2.0-or-later" leave the choice of GPL-2.0, and whoever forbids that forbids both; an exception allows more
// than its licence does. What is no expression ("SEE LICENSE IN FILE") is unknown; and where a list forbids, so is a
// name that is not of SPDX's list ("GPLv3"): nobody knows what it would be called there. Linear in the text but for the
// size of the list.
LicenceAnswer judge_licence(std::string_view stated, const LicenceList& list);

// Of all that is stated of one release. Nobody says whether several texts all apply or leave a choice: where they do
// not agree, it is unknown.
LicenceAnswer judge_licences(std::span<const std::string> stated, const LicenceList& list);

}  // namespace cordon::policy
