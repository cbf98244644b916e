// What the index keeps of every record outside its packed texts, as bytes of the section record_heads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "intel/index/advisory_id.h"
#include "intel/index/codec.h"
#include "intel/osv/advisory.h"

namespace cordon::intel {

struct HeadFields {
  bool malware = false, disputed = false;
  SeverityWord severity = SeverityWord::none;
  std::uint32_t published = 0, withdrawn = 0;  // unix seconds; 0: not said
  std::uint32_t text = 0;                      // number of its texts, through all frames
  std::vector<std::uint32_t> names;            // places in name_texts, in the order of the record
  std::vector<AdvisoryKey> aliases;
  std::vector<std::uint32_t> cwes;
  std::vector<std::uint32_t> cvss;  // numbers in the pool
  bool operator==(const HeadFields&) const = default;
};

std::string encode_head(const HeadFields& fields, std::uint32_t modified);

// Fails with invalid_value.
Result<HeadFields> decode_head(Cursor& cursor, std::uint32_t modified);

// Moves behind one; what is wrong with it, the cursor knows.
void skip_head(Cursor& cursor);

}  // namespace cordon::intel
