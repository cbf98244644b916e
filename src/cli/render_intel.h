// The reports of `intel update` and `intel explain` for machines: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/update_index.h"
#include "intel/index/explain.h"
#include "model/generated/intel_report.h"

namespace cordon::cli {

// What an update came to, but for notices and the exit code.
model::IntelUpdateReport report_of(const app::UpdateReport& update, std::string_view index_path);

// How old what is known is: what the index has of its sources, the ids of those of the list that it does not have, and
// when the index was last known to be current (unix seconds; 0: unknown). The path, the state and the exit code are the
// caller's.
model::IntelAgeReport age_report_of(const std::vector<intel::IndexSource>& sources,
                                    const std::vector<std::string>& lacking, std::uint32_t current);

// What the records say of the release, and what it comes to.
model::IntelExplainReport report_of(const std::vector<intel::ExplainedRecord>& records, model::IntelRelease release,
                                    intel::Standing standing);

// "affected", "not affected", "unknown"; "introduced", ...: as both texts and reports have them.
std::string_view word_of(intel::Standing standing);
std::string_view word_of(intel::EventKind kind);
// Why an entry does not concern a release must be said, too.
std::string reason_of(const intel::Judgement& judgement);

// cordon.intel-update/1, cordon.intel-age/1 and cordon.intel-explain/1, docs/schema/intel-*.schema.json.
std::string render_json(const model::IntelUpdateReport& report);
std::string render_json(const model::IntelAgeReport& report);
std::string render_json(const model::IntelExplainReport& report);

}  // namespace cordon::cli
