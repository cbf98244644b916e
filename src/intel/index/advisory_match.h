// What the index of advisories says of one release: every cause once, whatever number of databases has it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intel/index/index_read.h"
#include "intel/names.h"
#include "intel/osv/evaluate.h"

namespace cordon::intel {

// One cause: the records that name each other as aliases (GHSA, MAL, CVE, ...) are one.
struct AdvisoryHit {
  Advisory advisory;         // of the record that says most, without its texts
  std::uint32_t record = 0;  // its number, for AdvisoryIndex::fill_text
  Judgement judgement;       // of that record
  std::string canonical;     // the id that stays while databases come and go: the CVE, else the GHSA, else the first
  std::vector<std::string> ids;  // all ids and aliases of the records, sorted
  bool malware = false;          // one of them says so
  bool disputed = false;         // all of them say so
};

struct AdvisoryMatches {
  std::vector<AdvisoryHit> hits;     // by canonical id
  std::vector<std::string> unknown;  // one line each: records of which it could not be told, and why
  bool unknown_malware = false;      // one of those is of malware
};

// Withdrawn records count for nothing. `names`: all that the release is known by (names_of). Fails with invalid_value
// when the index is damaged.
Result<AdvisoryMatches> match_advisories(const AdvisoryIndex& index, std::span<const PackageName> names,
                                         std::string_view version);

}  // namespace cordon::intel
