#include "app/source_import.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "archive/inflate.h"
#include "archive/zip_read.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/os/mapped_file.h"
#include "base/text.h"
#include "intel/index/signatures.h"
#include "intel/retirejs/library_list.h"
#include "inventory/javascript/library_finder.h"

namespace cordon::app {
namespace {

constexpr std::string_view kZip = "PK\x03\x04", kEmptyZip = "PK\x05\x06", kGzip = "\x1f\x8b";
constexpr std::uint64_t kMaxList = 256u << 20;  // bytes of a list of CVEs, unpacked
constexpr std::size_t kMaxFolderFiles = 2'000'000;
constexpr std::size_t kMaxDepth = 20;
constexpr std::size_t kShownExpression = 80;

Result<void> list(const FileTree& tree, const std::string& folder, std::size_t depth, std::vector<std::string>& records,
                  std::vector<std::string>& archives) {
  if (depth > kMaxDepth) return fail(ErrorCode::too_deep, "folders nested too deeply: " + text::visible(folder));
  for (const DirectoryEntry& entry : TRY(tree.list(folder))) {
    const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
    if (entry.kind == EntryKind::directory) TRY(list(tree, path, depth + 1, records, archives));
    else if (path.ends_with(".json")) records.push_back(path);
    else if (path.ends_with(".zip")) archives.push_back(path);
    if (records.size() > kMaxFolderFiles) return fail(ErrorCode::too_many, "too many files in the folder");
  }
  return {};
}

std::uint32_t midnight(std::string_view date) {
  const auto days = days_of(date);
  return days && *days > 0 ? static_cast<std::uint32_t>(*days * 86'400) : 0;
}

intel::IndexSource source_of(const std::string& name, const char* kind, std::size_t records, std::uint32_t newest) {
  intel::IndexSource source;
  source.name = name;
  source.kind = kind;
  source.records = static_cast<std::uint32_t>(records);
  source.newest = newest;
  return source;
}

// Leaves out the patterns that cannot be run, or would have to be run on every file.
template <class Refuse>
void drop_unusable(std::vector<model::LibrarySignature>& libraries, Refuse refuse) {
  using inventory::javascript::PatternUse;
  const auto drop = [&](const std::string& name, std::vector<model::LibraryPattern>& patterns, PatternUse use) {
    std::erase_if(patterns, [&](const model::LibraryPattern& pattern) {
      const Result<void> usable = inventory::javascript::check_pattern(pattern, use);
      if (!usable) refuse(name + ": " + pattern.expression.substr(0, kShownExpression), usable.error());
      return !usable;
    });
  };
  for (model::LibrarySignature& library : libraries) {
    drop(library.name, library.contents, PatternUse::content);
    drop(library.name, library.file_names, PatternUse::name);
    drop(library.name, library.paths, PatternUse::name);
  }
}

// Several lists may know one library.
void merge(model::LibrarySignature library, std::vector<model::LibrarySignature>& all) {
  const auto known = std::ranges::find(all, library.name, &model::LibrarySignature::name);
  if (known == all.end()) return all.push_back(std::move(library));
  const auto add_new = [](auto& from, auto& to) {
    for (auto& each : from)
      if (std::ranges::find(to, each) == to.end()) to.push_back(std::move(each));
  };
  add_new(library.contents, known->contents);
  add_new(library.file_names, known->file_names);
  add_new(library.paths, known->paths);
  add_new(library.digests, known->digests);
}

}  // namespace

Result<void> SourceImport::add(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return add_folder(path);
  const os::MappedFile file = TRY(os::MappedFile::open(path));
  const std::string_view content = file.content();
  if (content.starts_with(kZip) || content.starts_with(kEmptyZip)) return add_zip(path, content);
  if (content.starts_with(kGzip)) return add_list(path, TRY(archive::gunzip(content, kMaxList)));
  if (content.size() > kMaxList) return fail(ErrorCode::too_large, "larger than any list of vulnerabilities");
  return add_list(path, std::string(content));
}

Result<void> SourceImport::add_records(const std::string& name, const intel::RecordTexts& texts) {
  intel::ImportReport report = TRY(intel::import_records(texts, threads_, builder_, records_));
  if (report.records == 0 && report.refused_count > 0) {
    Error first = std::move(report.refused.front().error);
    first.context.push_back("reading " + text::visible(report.refused.front().name));
    return std::unexpected(std::move(first));
  }
  sources_.push_back(source_of(name, "advisories", report.records, report.newest));
  sources_.back().refused = report.refused_count;
  for (intel::ImportReport::Refused& refused : report.refused) {
    refused.name = name + ": " + refused.name;
    refused_.push_back(std::move(refused));
  }
  return {};
}

Result<void> SourceImport::add_zip(const std::string& path, std::string_view content) {
  const archive::ZipArchive zip = TRY(archive::ZipArchive::open(content));
  std::vector<const archive::ZipEntry*> entries;
  intel::RecordTexts texts;
  for (const archive::ZipEntry& entry : zip.entries()) {
    if (!entry.name.ends_with(".json")) continue;
    entries.push_back(&entry);
    texts.names.emplace_back(entry.name);
  }
  if (entries.empty()) return fail(ErrorCode::unsupported_format, "a zip archive without any record (.json)");
  texts.read = [&](std::size_t i) -> Result<std::string> {
    std::string out;
    TRY(zip.extract(*entries[i], out));
    return out;
  };
  return add_records(path, texts);
}

Result<void> SourceImport::add_folder(const std::string& path) {
  const std::unique_ptr<FileTree> tree = TRY(open_directory(path));
  intel::RecordTexts texts;
  std::vector<std::string> archives;
  TRY(list(*tree, "", 0, texts.names, archives));
  for (const std::string& archive : archives) TRY_CONTEXT(add(path + "/" + archive), "reading " + archive);
  texts.read = [&](std::size_t i) { return tree->read(texts.names[i], Limits().bytes); };
  if (texts.names.empty() && archives.empty())
    return fail(ErrorCode::unsupported_format, "a folder without any record (.json) or archive of them (.zip)");
  if (texts.names.empty()) return {};
  return add_records(path, texts);
}

// A file that is no archive: which of the known ones, its beginning tells.
Result<void> SourceImport::add_list(const std::string& path, std::string content) {
  if (content.starts_with('#') || content.starts_with("cve,")) {
    intel::ProbabilityList list = TRY(intel::read_probabilities(content));
    sources_.push_back(source_of(path, "probabilities", list.cves.size(), midnight(list.date)));
    has_threats_ = true;
    probabilities_ = std::move(list.cves);
    return {};
  }
  if (content.contains("\"dateReleased\"") && content.contains("\"vulnerabilities\"")) {
    intel::ExploitedList list = TRY(intel::read_exploited(std::move(content)));
    sources_.push_back(
        source_of(path, "exploited", list.cves.size(), midnight(std::string_view(list.released).substr(0, 10))));
    has_threats_ = true;
    exploited_ = std::move(list.cves);
    return {};
  }
  if (intel::looks_like_library_list(content)) return add_libraries(path, std::move(content));
  const intel::RecordTexts one{{path}, [&](std::size_t) -> Result<std::string> { return content; }};
  return add_records(path, one);
}

// The lists of one import have all that is known of libraries: what they do not name, the index is not to have.
Result<void> SourceImport::add_libraries(const std::string& path, std::string content) {
  intel::LibraryList list = TRY(intel::read_library_list(std::move(content)));
  std::uint32_t refused = 0;
  const auto refuse = [&](const std::string& what, Error error) {
    if (++refused <= intel::kMostRefused) refused_.push_back({path + ": " + text::visible(what), std::move(error)});
  };
  for (intel::LibraryList::Refused& each : list.refused) refuse(each.name, std::move(each.error));
  drop_unusable(list.libraries, refuse);
  const std::size_t count = list.libraries.size();
  std::vector<model::LibrarySignature> all = libraries_;
  for (model::LibrarySignature& library : list.libraries) merge(std::move(library), all);
  TRY_CONTEXT(inventory::javascript::check_signatures(all), "using the list of libraries");
  const std::size_t records = list.advisories.size();
  for (const intel::Advisory& advisory : list.advisories) library_records_.push_back(advisory.id);
  const intel::AdvisoryBatch batch = TRY(intel::pack_batch(std::move(list.advisories)));
  // From here on nothing fails but for an index that is full or damaged, with which nothing is replaced.
  std::ranges::sort(library_records_);
  TRY(builder_.retain("javascript", std::vector<std::string_view>(library_records_.begin(), library_records_.end())));
  TRY(builder_.add(batch));
  libraries_ = std::move(all);
  builder_.set_signatures(intel::write_signatures(libraries_));
  records_ += records;
  sources_.push_back(source_of(path, "libraries", count, 0));
  sources_.back().refused = refused;
  return {};
}

std::vector<intel::index_layout::ThreatRow> SourceImport::threats() const {
  std::map<intel::AdvisoryKey, intel::index_layout::ThreatRow> rows;
  for (const intel::CveProbability& cve : probabilities_) {
    if (const auto key = intel::key_of(cve.cve)) {
      auto& row = rows[*key];
      row.probability = cve.probability;
      row.percentile = cve.percentile;
      row.flags |= intel::index_layout::kHasProbability;
    }
  }
  for (const intel::ExploitedCve& cve : exploited_) {
    if (const auto key = intel::key_of(cve.cve)) {
      auto& row = rows[*key];
      row.exploited_day = cve.day;
      if (cve.ransomware) row.flags |= intel::index_layout::kRansomware;
    }
  }
  std::vector<intel::index_layout::ThreatRow> out;
  for (auto& [key, row] : rows) {
    row.key = key;
    out.push_back(row);
  }
  return out;
}

}  // namespace cordon::app
