// `cordon hunt`: did a bad release get here, and how far? By what it could not erase: projects, package clients' caches
// and logs, recorded events.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/scan.h"
#include "bus/event_reader.h"
#include "model/generated/hunt_report.h"

namespace cordon::app {

// A file of events, opened.
struct EventsFile {
  std::string display_path;
  bus::EventReader reader;
};

struct HuntOptions {
  ScanOptions scan;  // targets, knowledge, settings
  // Parallel to scan.targets: the same folders with nothing taken out of their files; entries of npm's cache stand
  // under the digest of their own bytes.
  std::vector<std::unique_ptr<FileTree>> raw;
  std::vector<EventsFile> events;
  // Package URLs that are hunted for although no pack of an incident lists them, and how bad a trace of them is.
  std::map<std::string, model::Severity> severities;
};

// Findings: one a release that left a trace (rule hunt.release), by all the evidence together; then those of the scan.
// Same bytes for the same input. Nothing is written, run or fetched.
model::HuntReport hunt(HuntOptions& options, const Clock& clock, Progress& progress);

// The id of the pack that pack_of makes.
inline constexpr std::string_view kAskedFor = "asked-for";

// A pack of what the user asks for: "name@1.0.0", "@scope/name", "pkg:npm/name@1.0.0"; without a version every release.
// Fails with usage for what names no package, or one of an ecosystem whose traces are not read.
Result<intel::IncidentPack> pack_of(const std::vector<std::string>& packages, const Clock& clock);

}  // namespace cordon::app
