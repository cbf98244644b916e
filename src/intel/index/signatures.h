// What libraries are recognised by in files: JSON inside the index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/library_signature.h"

namespace cordon::intel {

std::string write_signatures(const std::vector<model::LibrarySignature>& libraries);

// Nothing for an empty text. Fails with what the JSON reader finds, or wrong_type.
Result<std::vector<model::LibrarySignature>> read_signatures(std::string_view json);

}  // namespace cordon::intel
