// The report as one HTML page that needs nothing else.
#pragma once

#include <string>

#include "response/report_document.h"

namespace cordon::response {

// No scripts, no pictures, no links, nothing from elsewhere: a content security policy in the page allows its own style
// sheet by its digest and nothing besides (CSP Level 3, hash-source). Hostile text is escaped, and nothing in it stays
// hidden. Light or dark as the reader's system is; printable.
std::string report_html(const ReportDocument& report);

}  // namespace cordon::response
