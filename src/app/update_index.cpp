#include "app/update_index.h"

#include <algorithm>
#include <filesystem>

#include "app/source_import.h"
#include "archive/zip_read.h"
#include "base/os/mapped_file.h"
#include "base/os/replace_file.h"
#include "base/text.h"
#include "intel/index/index_write.h"
#include "intel/retirejs/library_list.h"

namespace cordon::app {
namespace {

// A source that has suddenly lost more than a tenth of its records is broken more probably than clean.
bool shrank(std::size_t before, std::size_t now) { return now < before - before / 10; }

std::unexpected<Error> lost(const std::string& id, std::size_t before, std::size_t now) {
  return fail(ErrorCode::refused,
              id + " had " + std::to_string(before) + " records and now has " + std::to_string(now) +
                  ": nothing of it was taken over; if that is right, 'cordon intel update --full' takes it");
}

// The records that were fetched one by one.
Result<void> add_changes(const FetchedSource& fetched, const intel::Source& source, SourceImport& import) {
  if (fetched.names.empty()) return {};
  const intel::RecordTexts texts{fetched.names,
                                 [&](std::size_t i) -> Result<std::string> { return fetched.records[i]; }};
  return import.add_records(source.id, texts);
}

bool is_news(const FetchedSource& fetched) {
  return fetched.how == FetchedSource::How::changes || fetched.how == FetchedSource::How::whole;
}

// The ids of the records in an archive: each stands in a file of its name.
Result<std::vector<std::string>> ids_of(const std::string& path) {
  const os::MappedFile file = TRY(os::MappedFile::open(path));
  const archive::ZipArchive zip = TRY(archive::ZipArchive::open(file.content()));
  std::vector<std::string> ids;
  for (const archive::ZipEntry& entry : zip.entries()) {
    std::string_view name = entry.name.substr(entry.name.rfind('/') + 1);
    if (!name.ends_with(".json")) continue;
    name.remove_suffix(5);
    ids.emplace_back(name);
  }
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

std::size_t UpdateReport::asked() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      sources, [](const SourceReport& source) { return source.how != FetchedSource::How::skipped; }));
}

bool UpdateReport::is_complete() const { return failed() == 0 && known.size() == sources.size(); }

std::size_t UpdateReport::failed() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(sources, [](const SourceReport& source) { return source.error.has_value(); }));
}

// What is being put together.
struct IndexUpdate::Applied {
  intel::IndexBuilder builder;
  UpdateReport report;
  std::atomic<std::uint64_t>& records;
  std::uint32_t now = 0;
  bool anew = false;
};

IndexUpdate::IndexUpdate(UpdateOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock) {
  auto old = intel::Advisories::open(options_.index);
  if (!old) {
    was_there_ = old.error().code != ErrorCode::not_found;
    if (was_there_) began_anew_ = "the index that was there is of no use: " + old.error().describe();
    return;
  }
  was_there_ = true;
  old_ = std::move(*old);
  for (const intel::IndexSource& source : old_->sources()) {
    const auto same = std::ranges::find(options_.sources, source.id, &intel::Source::id);
    if (same != options_.sources.end() && same->url == source.name) continue;
    began_anew_ = "the index that was there has records of " + text::visible(source.name) +
                  ", which the list of sources does not name";
    old_.reset();
    return;
  }
}

const intel::IndexSource* IndexUpdate::known(const intel::Source& source) const {
  if (!old_) return nullptr;
  const auto found = std::ranges::find(old_->sources(), source.id, &intel::IndexSource::id);
  return found == old_->sources().end() ? nullptr : &*found;
}

void IndexUpdate::fetch(net::Fetcher& fetcher, FetchProgress& progress) {
  const auto now = static_cast<std::uint32_t>(clock_.unix_seconds());
  for (const intel::Source& source : options_.sources) {
    progress.source = fetched_.size();
    if (!options_.only.empty() && std::ranges::find(options_.only, source.id) == options_.only.end()) {
      fetched_.emplace_back().how = FetchedSource::How::skipped;
      continue;
    }
    const FetchPlan plan{options_.downloads, old_ ? &old_->index() : nullptr, known(source), options_.full, now};
    fetched_.push_back(fetch_source(source, plan, fetcher, progress));
  }
}

// Nothing of this source is new: what is known of it stays, and is current unless it could not be asked.
void IndexUpdate::keep(Applied& applied, std::size_t number) const {
  const intel::IndexSource* before = known(options_.sources[number]);
  if (before == nullptr) return;
  applied.report.known.push_back(*before);
  if (!applied.report.sources[number].error && fetched_[number].how == FetchedSource::How::unchanged)
    applied.report.known.back().fetched = applied.now;
}

// One source of records. What fails here has added nothing.
void IndexUpdate::take_over(Applied& applied, std::size_t number) {
  const intel::Source& source = options_.sources[number];
  FetchedSource& fetched = fetched_[number];
  SourceReport& report = applied.report.sources[number];
  intel::IndexSource entry;
  if (const intel::IndexSource* before = known(source)) entry = *before;
  const auto take = [&]() -> Result<void> {
    SourceImport import(applied.builder, options_.threads, applied.records);
    const std::size_t before = TRY(applied.builder.record_count(source.ecosystem));
    if (fetched.how == FetchedSource::How::whole) {
      const std::vector<std::string> archived =
          TRY_CONTEXT(ids_of(fetched.file), "reading the archive of " + source.id);
      const std::size_t listed = fetched.ids->size();
      if (!options_.full && shrank(before, std::min(listed, archived.size())))
        return lost(source.id, before, std::min(listed, archived.size()));
      if (!options_.full && shrank(listed, archived.size()))
        return lost("the archive of " + source.id, listed, archived.size());
      // What the source publishes now counts, also where it says that it is older than what was here.
      if (options_.full)
        for (const std::string& id : archived) applied.builder.remove(id);
      TRY_CONTEXT(import.add(fetched.file), "reading the archive of " + source.id);
      entry = import.sources().front();
      report.records = entry.records;
      report.refused = entry.refused;
      TRY(add_changes(fetched, source, import));
      entry.compared = 0;  // the next run compares everything
    } else {
      if (!options_.full && fetched.ids && shrank(before, fetched.ids->size()))
        return lost(source.id, before, fetched.ids->size());
      TRY(add_changes(fetched, source, import));
      if (!import.sources().empty()) {
        report.records = import.sources().front().records;
        report.refused = import.sources().front().refused;
        entry.newest = std::max(entry.newest, import.sources().front().newest);
      }
    }
    for (intel::ImportReport::Refused& refused : import.refused()) applied.report.refused.push_back(std::move(refused));
    if (fetched.ids) {
      report.removed = TRY(applied.builder.retain(
          source.ecosystem, std::vector<std::string_view>(fetched.ids->begin(), fetched.ids->end())));
      entry.refused = report.refused;  // those that are not in the index were all asked for again
    } else {
      entry.refused += report.refused;
    }
    entry.records = TRY(applied.builder.record_count(source.ecosystem));
    return {};
  };
  if (Result<void> taken = take(); !taken) {
    report.error = std::move(taken.error());
    return;
  }
  report.missing = fetched.missing;
  entry.id = source.id;
  entry.name = source.url;
  entry.kind = "advisories";
  entry.etag = fetched.etag;
  entry.cursor = fetched.cursor;
  entry.fetched = applied.now;
  if (fetched.compared) entry.compared = applied.now;
  applied.report.known.push_back(std::move(entry));
}

// The lists of CVEs, all together: an index keeps of them only what its records name, so new records ask for them
// again.
void IndexUpdate::take_threats(Applied& applied) {
  SourceImport import(applied.builder, options_.threads, applied.records);
  bool all = true;
  for (std::size_t number = 0; number < options_.sources.size(); ++number) {
    const intel::Source& source = options_.sources[number];
    if (source.kind != intel::SourceKind::exploited && source.kind != intel::SourceKind::probabilities) continue;
    SourceReport& report = applied.report.sources[number];
    const std::string path = download_path(options_.downloads, source);
    const intel::IndexSource* before = known(source);
    intel::IndexSource entry = before != nullptr ? *before : intel::IndexSource();
    const std::size_t read_before = import.sources().size();
    Result<void> read = import.add(path);
    const std::string kind(intel::to_string(source.kind));
    if (read && (import.sources().size() == read_before || import.sources().back().kind != kind))
      read = fail(ErrorCode::unsupported_format, "what " + source.id + " gives is no list of this kind");
    if (read) {
      const bool is_new = !report.error && fetched_[number].how != FetchedSource::How::skipped;
      entry.records = report.records = import.sources().back().records;
      entry.newest = import.sources().back().newest;
      entry.kind = kind;
      entry.id = source.id;
      entry.name = source.url;
      if (is_new) {
        entry.fetched = applied.now;
        entry.etag = fetched_[number].etag;
      }
    } else {
      all = false;
      std::error_code ignored;
      std::filesystem::remove(path, ignored);  // asked for anew the next time
      if (!report.error && fetched_[number].how != FetchedSource::How::skipped) report.error = std::move(read.error());
      if (before == nullptr) continue;
      entry.etag.clear();
    }
    applied.report.known.push_back(std::move(entry));
  }
  if (import.has_threats() && (all || applied.anew)) applied.builder.set_threats(import.threats());
}

// The list of libraries: what the index has of it stays unless it is new.
void IndexUpdate::take_libraries(Applied& applied, std::size_t number) {
  const intel::Source& source = options_.sources[number];
  SourceReport& report = applied.report.sources[number];
  if (report.error || !is_news(fetched_[number])) return keep(applied, number);
  SourceImport import(applied.builder, options_.threads, applied.records);
  const intel::IndexSource* before = known(source);
  const auto take = [&]() -> Result<void> {
    const os::MappedFile file = TRY(os::MappedFile::open(fetched_[number].file));
    const std::string content(file.content());
    if (!intel::looks_like_library_list(content))
      return fail(ErrorCode::unsupported_format, "what " + source.id + " gives is no list of libraries");
    const std::size_t now = TRY(intel::read_library_list(content)).libraries.size();
    if (before != nullptr && !options_.full && shrank(before->records, now))
      return lost(source.id, before->records, now);
    return import.add(fetched_[number].file);
  };
  if (Result<void> read = take(); !read) {
    report.error = std::move(read.error());
    std::error_code ignored;
    std::filesystem::remove(fetched_[number].file, ignored);  // asked for anew the next time
    return keep(applied, number);
  }
  intel::IndexSource entry = import.sources().front();
  report.records = entry.records;
  report.refused = entry.refused;
  for (intel::ImportReport::Refused& refused : import.refused()) applied.report.refused.push_back(std::move(refused));
  entry.id = source.id;
  entry.name = source.url;
  entry.etag = fetched_[number].etag;
  entry.fetched = applied.now;
  applied.report.known.push_back(std::move(entry));
}

Result<UpdateReport> IndexUpdate::apply(std::atomic<std::uint64_t>& records) {
  Applied applied{{}, {}, records, static_cast<std::uint32_t>(clock_.unix_seconds()), old_ == nullptr};
  UpdateReport& report = applied.report;
  report.began_anew = began_anew_;
  bool news = applied.anew;
  for (std::size_t i = 0; i < options_.sources.size(); ++i) {
    SourceReport source;
    source.id = options_.sources[i].id;
    source.how = fetched_[i].how;
    source.error = fetched_[i].error;
    report.sources.push_back(std::move(source));
    news = news || is_news(fetched_[i]);
  }
  if (old_) report.records_before = report.records = old_->index().record_count();
  // An index that cannot be gone on from is better than one that lacks a source.
  const auto is_of_no_use = [&] {
    const bool lacks_some = report.failed() > 0 || report.asked() < report.sources.size();
    return report.failed() == report.asked() || (lacks_some && applied.anew && was_there_);
  };
  if (is_of_no_use()) return report;

  if (old_ && news) applied.builder = TRY(intel::IndexBuilder::from(old_->index()));
  for (std::size_t i = 0; i < options_.sources.size(); ++i) {
    const intel::Source& source = options_.sources[i];
    if (source.kind == intel::SourceKind::libraries && news) take_libraries(applied, i);
    if (source.kind != intel::SourceKind::osv) continue;
    if (!report.sources[i].error && is_news(fetched_[i])) take_over(applied, i);
    if (report.sources[i].error || !is_news(fetched_[i])) keep(applied, i);
  }
  if (news) take_threats(applied);
  for (std::size_t i = 0; i < options_.sources.size() && !news; ++i)
    if (options_.sources[i].kind != intel::SourceKind::osv) keep(applied, i);
  if (is_of_no_use()) return report;

  const std::string sources = intel::write_sources(report.known);
  const std::string bytes =
      news ? TRY(applied.builder.finish(sources)) : TRY(intel::with_sources(old_->index(), sources));
  report.records = news ? applied.builder.record_count() : report.records_before;
  TRY(os::replace_file(options_.index, bytes));
  report.replaced = true;
  // The archives have served; the lists of CVEs are asked for again.
  for (const intel::Source& source : options_.sources) {
    if (source.kind != intel::SourceKind::osv) continue;
    std::error_code ignored;
    for (const char* end : {"", ".whole"})
      std::filesystem::remove(download_path(options_.downloads, source) + end, ignored);
  }
  return report;
}

}  // namespace cordon::app
