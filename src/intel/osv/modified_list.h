// modified_id.csv of the osv.dev layout: a line for each record, the latest change first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::intel {

struct ModifiedRow {
  std::string_view id;         // a view into the text; of letters, digits, '.', '_' and '-', so that it can name a file
  std::uint32_t modified = 0;  // unix seconds; 0: what stands there is no time of this era
};

struct ModifiedList {
  std::vector<ModifiedRow> rows;  // in the order of the text
  bool sorted = true;             // none is later than the one before it, of those that have a time
};

// Published lists have a few times such as "1-01-01T00:00:00Z": up to a tenth of the lines may have none.
// Reads a whole list, or with `is_part` the beginning of one, whose last line may be cut. Fails with syntax (a line
// that is no "TIME,ID") or invalid_value (an id that is none), with the line; with too_many above four million lines.
Result<ModifiedList> read_modified_list(std::string_view csv, bool is_part);

}  // namespace cordon::intel
