// Reads an incident pack from its YAML form (rules/incidents/FORMAT.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"
#include "intel/incident_pack.h"

namespace cordon::intel {

// Reads one pack. `display_path` only names the file in errors.
//
// Strict: a pack with a mistake matches less than its author meant, and nobody would notice. Fails, with the line, with
//   unknown_key        a key the format does not have (the message names the nearest one)
//   missing_field      a required key is absent, or a required list is empty
//   wrong_type         a list where text was expected, and the like
//   invalid_value      a value has not the form of its kind, a key or an entry stands twice, integrity for a version
//                      that is not listed
//   unsupported_version  `schema` is not cordon.incident/1
// and with everything yaml::parse fails with.
Result<IncidentPack> read_pack(const std::string& text, std::string_view display_path, const Limits& limits = {});

// The same of a document that is parsed already, without ending at the first fault: `faults` gets all that can be told
// apart, of one entry the first. Fails when there is any.
Result<IncidentPack> read_pack(const Document& document, std::vector<Error>& faults);

}  // namespace cordon::intel
