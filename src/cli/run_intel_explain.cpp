#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/date.h"
#include "base/os/confine.h"
#include "base/os/mapped_file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/palette.h"
#include "cli/render_intel.h"
#include "intel/index/explain.h"
#include "intel/index/index_read.h"
#include "intel/index/signatures.h"
#include "intel/package_form.h"
#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kVersionsShown = 40;
constexpr std::size_t kTextShown = 300;

using Release = model::IntelRelease;

Result<Release> release_of(const std::string& text) {
  const model::Purl purl = TRY_CONTEXT(model::parse_purl(text), "reading the package URL");
  Release out;
  out.ecosystem = model::ecosystem_of_purl_type(purl.type);
  const std::string whole = purl.full_name();
  out.name = intel::normal_name(out.ecosystem, whole);
  out.version = intel::normal_version(out.ecosystem, purl.version);
  return out;
}

std::string shown(std::string_view text) { return text::visible(text, kTextShown); }

std::string events_text(const intel::VersionRange& range) {
  std::string out;
  for (const intel::VersionEvent& event : range.events)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", word_of(event.kind), shown(event.version));
  return out;
}

std::string versions_text(const std::vector<std::string>& versions) {
  std::string out;
  for (std::size_t i = 0; i < std::min(versions.size(), kVersionsShown); ++i)
    out += (i == 0 ? "" : ", ") + shown(versions[i]);
  if (versions.size() > kVersionsShown) out += fmt::format(" and {} more", versions.size() - kVersionsShown);
  return out;
}

std::string entry_text(const intel::ExplainedEntry& entry, const Palette& palette) {
  const intel::Judgement& judgement = entry.judgement;
  const auto line = [&](std::string_view what, const std::string& text, bool decides) {
    return fmt::format("    {:<9} {}{}\n", what, text, decides ? "  " + palette.bold("<- decides") : "");
  };
  std::string out = "  " + shown(entry.affected.ecosystem) + " " + shown(entry.affected.name) + "\n";
  if (!entry.affected.versions.empty())
    out += line("versions", versions_text(entry.affected.versions), judgement.decider == intel::Decider::version_list);
  for (std::size_t i = 0; i < entry.affected.ranges.size(); ++i)
    out += line("range", events_text(entry.affected.ranges[i]), judgement.range == i);
  if (entry.affected.git_ranges) out += line("range", "over commits: not evaluated", false);
  out += line(word_of(judgement.standing) == "unknown" ? "unknown" : "so",
              std::string(word_of(judgement.standing)) + ": " + shown(reason_of(judgement)), false);
  return judgement.fixed.empty() ? out : out + line("fixed in", shown(judgement.fixed), false);
}

std::string record_text(const intel::ExplainedRecord& record, const Release& release, const Palette& palette) {
  const intel::Advisory& advisory = record.advisory;
  std::string out = palette.bold(shown(advisory.id));
  if (advisory.malware) out += "  malware";
  if (advisory.disputed) out += "  disputed";
  if (advisory.withdrawn != 0) out += "  withdrawn " + time_of(advisory.withdrawn) + ": counts for nothing";
  out += "\n";
  if (!advisory.summary.empty()) out += "  " + shown(advisory.summary) + "\n";
  if (!advisory.aliases.empty())
    out += "  known as  " + shown(fmt::format("{}", fmt::join(advisory.aliases, ", "))) + "\n";
  if (advisory.modified != 0) out += "  changed   " + time_of(advisory.modified) + "\n";
  for (const intel::ExplainedEntry& entry : record.entries) out += entry_text(entry, palette);
  if (record.entries.empty())
    out += fmt::format("  it does not speak of {} {}\n", shown(release.ecosystem), shown(release.name));
  return out;
}

// The first line: what it comes to, and which record says so.
std::string answer_text(const std::vector<intel::ExplainedRecord>& records, const Release& release,
                        intel::Standing standing) {
  std::string out = std::string(word_of(standing)) + ": " + shown(release.name) + " " + shown(release.version);
  for (const intel::ExplainedRecord& record : records)
    for (const intel::ExplainedEntry& entry : record.entries)
      if (record.advisory.withdrawn == 0 && entry.judgement.standing == standing)
        return out + ", " + shown(reason_of(entry.judgement)) + " (" + shown(record.advisory.id) + ")\n";
  const bool silent = std::ranges::all_of(records, [](const auto& record) { return record.entries.empty(); });
  return out + (silent ? ", no record of that id speaks of it\n" : ", no record of that id counts\n");
}

bool speaks_of_it(const std::vector<intel::ExplainedRecord>& records) {
  return std::ranges::any_of(records, [](const auto& record) { return !record.entries.empty(); });
}

// Libraries that are published as this package, or are called so: records of what is recognised in files know them by
// their own names.
Result<std::vector<std::string>> libraries_of(const intel::AdvisoryIndex& index, const Release& release) {
  const std::string_view written = TRY(index.signatures());
  const std::string purl =
      model::make_purl(model::purl_type_of_ecosystem(release.ecosystem), release.name, std::string_view());
  std::vector<std::string> out;
  for (const model::LibrarySignature& library : TRY(intel::read_signatures(written)))
    if (library.purl == purl || library.name == release.name) out.push_back(library.name);
  return out;
}

}  // namespace

Result<int> intel_explain(const IntelArguments& arguments, const std::string& index_path) {
  const Release release = TRY(release_of(arguments.purl));
  const os::MappedFile file = TRY(os::MappedFile::open(index_path));
  TRY(os::confine({}));  // the file is mapped, and nothing else is needed
  const intel::AdvisoryIndex index = TRY_CONTEXT(intel::AdvisoryIndex::open(file.content()), "reading " + index_path);
  auto records = TRY_CONTEXT(intel::explain(index, arguments.record, release.ecosystem, release.name, release.version),
                             "reading " + index_path);
  if (!speaks_of_it(records))
    for (const std::string& library : TRY_CONTEXT(libraries_of(index, release), "reading " + index_path)) {
      auto others = TRY_CONTEXT(intel::explain(index, arguments.record, "javascript", library, release.version),
                                "reading " + index_path);
      if (speaks_of_it(others)) records = std::move(others);
    }
  if (records.empty())
    return fail(ErrorCode::not_found,
                fmt::format("no record {}, and none of {} {} that is also known so, in {}", shown(arguments.record),
                            shown(release.ecosystem), shown(release.name), index_path));
  const intel::Standing standing = intel::standing_of(records);
  std::string out;
  if (arguments.format == "json") {
    out = render_json(report_of(records, release, standing));
  } else {
    const Palette palette({use_color(arguments.common.color)});
    out = answer_text(records, release, standing);
    for (const intel::ExplainedRecord& record : records) out += "\n" + record_text(record, release, palette);
  }
  TRY(write_standard_output(out));
  switch (standing) {
    case intel::Standing::not_affected: return 0;
    case intel::Standing::affected: return 1;
    case intel::Standing::unknown: return 3;
  }
  return 2;
}

}  // namespace cordon::cli
