// What a worker says of an archive, on its way out of the process that opened it. The other side may be in the hands of
// the archive: what it says is read like any hostile text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/npm_oddity.h"
#include "base/result.h"
#include "gate/shrinkwrap.h"
#include "inspect/peek.h"

namespace cordon::gate {

// What an oddity means for the archive: nothing, that somebody should look at it, or that clients come to different
// files that matter.
enum class Weight : std::uint8_t { none, look, split };

struct ArchiveOddity {
  archive::OddityKind kind = archive::OddityKind::duplicate;
  Weight weight = Weight::none;
  std::string path, detail;
};

// What there is to say of one archive.
struct ArchiveFacts {
  inspect::Peek peek;
  std::vector<ArchiveOddity> oddities;  // the heaviest first
  std::string manifest;                 // the text of its package.json
  LockedPackages locked;                // what a lockfile in it has packages from
  std::string unopened;                 // why npm could not unpack it either, or why we did not; empty: it was opened
};

// One JSON object.
std::string write_facts(const ArchiveFacts& facts);

// Fails as json::parse does, and with wrong_type or invalid_value where it is not what write_facts writes.
Result<ArchiveFacts> read_facts(std::string text);

}  // namespace cordon::gate
