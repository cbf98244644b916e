// The sections of a case's report, each out of the story. A section of which nothing is recorded says so.
#pragma once

#include "response/report_document.h"

namespace cordon::response {

Section recovery_section(const Story& story);
Section packages_section(const Story& story);
Section chain_section(const Story& story);
Section processes_section(const Story& story);
Section connections_section(const Story& story);
Section touched_section(const Story& story);
Section deeds_section(const Story& story);
Section findings_section(const Story& story);
Section evidence_section(const Story& story);
Section coverage_section(const Story& story, const model::CaseVerifyReport& verified);

}  // namespace cordon::response
