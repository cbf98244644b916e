// What a file is, by what it holds: never by its name.
#pragma once

#include <string_view>

#include "model/generated/case_report.h"

namespace cordon::response {

// How much of a file's beginning is looked at.
inline constexpr std::size_t kRecognisedBytes = 64u << 10;

// Of the beginning of a file, at most kRecognisedBytes of it. Events: one of the first lines says so, also where the
// one before was cut. A report: a JSON object that speaks of findings or names one of Cordon's schemas that have some.
// Whether it can be read as that is for read_evidence to find out.
model::CaseFileKind recognise(std::string_view beginning);

}  // namespace cordon::response
