// The report as GitHub-flavoured Markdown.
#pragma once

#include <string>

#include "response/report_document.h"

namespace cordon::response {

// Hostile text becomes neither markup nor HTML nor a link, and nothing in it stays hidden.
std::string report_markdown(const ReportDocument& report);

}  // namespace cordon::response
