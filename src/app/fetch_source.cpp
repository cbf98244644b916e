#include "app/fetch_source.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <mutex>
#include <thread>
#include <tuple>

#include "base/os/mapped_file.h"
#include "base/os/replace_file.h"
#include "base/text.h"
#include "intel/osv/modified_list.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kMostArchive = 4ull << 30, kMostList = 512u << 20, kMostRecord = 32u << 20;
constexpr std::uint64_t kMostThreats = 128u << 20;
constexpr std::uint64_t kFirstPart = 64u << 10;       // of the list of changes: some 1,400 lines
constexpr std::uint64_t kMostOfChanges = 512u << 20;  // bytes of all changed records together
constexpr std::size_t kMostChanges = 2'000;           // more of them, and the archive is the shorter way
constexpr std::uint32_t kCompareSeconds = 86'400;
constexpr std::uint32_t kOverlapSeconds = 3'600;      // a record may be published later than another with a later date
constexpr std::uint32_t kArchiveLagSeconds = 86'400;  // changes that an archive may not have yet
constexpr std::size_t kConnections = 8;

// Of the rows that have a time, in a list that is in order.
std::uint32_t oldest_of(const intel::ModifiedList& rows) {
  for (auto row = rows.rows.rbegin(); row != rows.rows.rend(); ++row)
    if (row->modified != 0) return row->modified;
  return std::numeric_limits<std::uint32_t>::max();
}

class OsvSource {
 public:
  OsvSource(const intel::Source& source, const FetchPlan& plan, net::Fetcher& fetcher, FetchProgress& progress)
      : source_(source), plan_(plan), fetcher_(fetcher), progress_(progress) {}

  Result<FetchedSource> fetch() {
    if (plan_.full || plan_.index == nullptr || plan_.known == nullptr || plan_.known->cursor == 0) return whole();
    const bool compare = plan_.now - plan_.known->compared >= kCompareSeconds;
    for (std::uint64_t bytes = compare ? 0 : kFirstPart;; bytes = bytes > kMostList / 8 ? 0 : bytes * 8) {
      const net::FetchAnswer answer = TRY(list(bytes));
      if (answer.unchanged) return unchanged();
      const intel::ModifiedList rows = TRY_CONTEXT(intel::read_modified_list(answer.body, answer.part),
                                                   "reading the list of changes of " + source_.id);
      // A part is enough when it reaches back to what was taken over the last time.
      if (answer.part && (!rows.sorted || rows.rows.empty() ||
                          oldest_of(rows) + std::uint64_t{kOverlapSeconds} >= plan_.known->cursor))
        continue;
      if (rows.rows.empty()) return fail(ErrorCode::refused, "the list of changes of " + source_.id + " is empty");
      return changes(rows, answer);
    }
  }

 private:
  Result<net::FetchAnswer> list(std::uint64_t first_bytes) {
    net::FetchRequest request;
    request.url = source_.url + "/modified_id.csv";
    if (first_bytes != 0 && plan_.known != nullptr) request.etag = plan_.known->etag;  // "unchanged" compares nothing
    request.most_bytes = kMostList;
    request.first_bytes = first_bytes;
    request.redirect_hosts = source_.redirect_hosts;
    return fetcher_.fetch(request, progress_.bytes);
  }

  FetchedSource unchanged() const {
    FetchedSource out;
    out.etag = plan_.known->etag;
    out.cursor = plan_.known->cursor;
    return out;
  }

  // What the index does not have, or has as it was before. Where not everything is compared, what is older than the
  // last time is taken to be there.
  Result<bool> is_new(const intel::ModifiedRow& row, bool compare) const {
    if (row.modified + std::uint64_t{kOverlapSeconds} < plan_.known->cursor && !compare) return false;
    const auto number = TRY(plan_.index->find_record(row.id));
    return !number || TRY(plan_.index->record(*number)).modified < row.modified;
  }

  Result<FetchedSource> changes(const intel::ModifiedList& rows, const net::FetchAnswer& answer) {
    std::vector<intel::ModifiedRow> wanted;
    for (const intel::ModifiedRow& row : rows.rows)
      if (TRY(is_new(row, !answer.part))) wanted.push_back(row);
    if (wanted.size() > kMostChanges) return whole();
    FetchedSource out;
    out.how = FetchedSource::How::changes;
    out.compared = !answer.part;
    TRY(take_over(rows, std::move(wanted), answer, out));
    return out;
  }

  // The records of these rows, and up to where the list was followed.
  Result<void> take_over(const intel::ModifiedList& rows, std::vector<intel::ModifiedRow> wanted,
                         const net::FetchAnswer& answer, FetchedSource& out) {
    std::ranges::sort(wanted, [](const intel::ModifiedRow& left, const intel::ModifiedRow& right) {
      return std::tie(left.id, right.modified) < std::tie(right.id, left.modified);
    });
    const auto same = std::ranges::unique(wanted, {}, &intel::ModifiedRow::id);
    wanted.erase(same.begin(), same.end());
    out.etag = answer.etag;
    // A date that is still to come, by mistake or by intent, must not make what comes before it old.
    for (const intel::ModifiedRow& row : rows.rows)
      if (row.modified <= plan_.now) out.cursor = std::max(out.cursor, row.modified);
    const std::vector<intel::ModifiedRow> missing = TRY(fetch_records(wanted, out));
    out.missing = static_cast<std::uint32_t>(missing.size());
    for (const intel::ModifiedRow& row : missing) {  // asked for again the next time
      if (row.modified != 0) out.cursor = std::min(out.cursor, row.modified);
      out.etag.clear();
    }
    if (answer.part) return {};
    out.ids.emplace();
    for (const intel::ModifiedRow& row : rows.rows) out.ids->emplace_back(row.id);
    std::ranges::sort(*out.ids);
    return {};
  }

  // On several connections; in the end in the order of the ids. Gives those that the source does not have.
  Result<std::vector<intel::ModifiedRow>> fetch_records(const std::vector<intel::ModifiedRow>& ids,
                                                        FetchedSource& out) {
    std::vector<Result<std::string>> answers(ids.size());
    std::atomic<std::size_t> next{0};
    std::atomic<std::uint64_t> together{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < ids.size(); i = next++) {
        answers[i] = fetch_record(std::string(ids[i].id));
        if (answers[i] && (together += answers[i]->size()) > kMostOfChanges)
          answers[i] = fail(ErrorCode::too_large, "more has changed than is taken over at once");
        // Nothing of the source is taken over any more; what has not begun need not begin.
        if (!answers[i] && answers[i].error().code != ErrorCode::not_found) next = ids.size();
      }
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < std::min(kConnections, ids.size()); ++i) threads.emplace_back(work);
      work();
    }
    // The error itself, not that others were left out because of it.
    for (Result<std::string>& answer : answers)
      if (!answer && answer.error().code != ErrorCode::not_found) return std::unexpected(std::move(answer.error()));
    std::vector<intel::ModifiedRow> missing;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!answers[i]) {
        missing.push_back(ids[i]);
        continue;
      }
      out.names.emplace_back(ids[i].id);
      out.records.push_back(std::move(*answers[i]));
    }
    return missing;
  }

  Result<std::string> fetch_record(const std::string& id) {
    net::FetchRequest request;
    request.url = source_.url + "/" + id + ".json";
    request.most_bytes = kMostRecord;
    request.redirect_hosts = source_.redirect_hosts;
    return TRY(fetcher_.fetch(request, progress_.bytes)).body;
  }

  // An archive that an earlier run fetched and did not come to read is used if it is still the same.
  Result<FetchedSource> whole() {
    net::FetchRequest request;
    request.url = source_.url + "/all.zip";
    request.most_bytes = kMostArchive;
    request.redirect_hosts = source_.redirect_hosts;
    request.file = download_path(plan_.downloads, source_);
    const std::string beside = request.file + ".whole";
    std::error_code ignored;
    if (std::filesystem::exists(request.file, ignored))
      if (const auto etag = os::MappedFile::open(beside)) request.etag = etag->content().substr(0, 1'000);
    const net::FetchAnswer answer = TRY(fetcher_.fetch(request, progress_.bytes));
    if (!answer.unchanged) TRY(os::replace_file(beside, answer.etag));
    FetchedSource out;
    out.how = FetchedSource::How::whole;
    out.file = request.file;
    TRY(fetch_latest(out));
    return out;
  }

  // An archive is made every few hours: what has changed since then is fetched beside it. The next run compares all, so
  // that an archive which is older still does no harm for long.
  Result<void> fetch_latest(FetchedSource& out) {
    const net::FetchAnswer answer = TRY(list(0));
    const intel::ModifiedList rows =
        TRY_CONTEXT(intel::read_modified_list(answer.body, false), "reading the list of changes of " + source_.id);
    if (rows.rows.empty()) return fail(ErrorCode::refused, "the list of changes of " + source_.id + " is empty");
    std::uint32_t newest = 0;
    for (const intel::ModifiedRow& row : rows.rows)
      if (row.modified <= plan_.now) newest = std::max(newest, row.modified);
    std::vector<intel::ModifiedRow> latest;
    for (const intel::ModifiedRow& row : rows.rows)
      if (row.modified + std::uint64_t{kArchiveLagSeconds} > newest) latest.push_back(row);
    std::ranges::stable_sort(latest, std::ranges::greater(), &intel::ModifiedRow::modified);
    if (latest.size() > kMostChanges) latest.resize(kMostChanges);
    return take_over(rows, std::move(latest), answer, out);
  }

  const intel::Source& source_;
  const FetchPlan& plan_;
  net::Fetcher& fetcher_;
  FetchProgress& progress_;
};

Result<FetchedSource> fetch_list(const intel::Source& source, const FetchPlan& plan, net::Fetcher& fetcher,
                                 FetchProgress& progress) {
  FetchedSource out;
  out.file = download_path(plan.downloads, source);
  net::FetchRequest request;
  request.url = source.url;
  request.most_bytes = kMostThreats;
  request.redirect_hosts = source.redirect_hosts;
  request.file = out.file;
  std::error_code ignored;
  if (plan.known != nullptr && !plan.full && std::filesystem::exists(out.file, ignored))
    request.etag = plan.known->etag;
  const net::FetchAnswer answer = TRY(fetcher.fetch(request, progress.bytes));
  out.how = answer.unchanged ? FetchedSource::How::unchanged : FetchedSource::How::whole;
  out.etag = answer.etag;
  return out;
}

}  // namespace

std::string download_path(const std::string& downloads, const intel::Source& source) {
  return downloads + "/" + source.id + (source.kind == intel::SourceKind::osv ? ".zip" : ".list");
}

FetchedSource fetch_source(const intel::Source& source, const FetchPlan& plan, net::Fetcher& fetcher,
                           FetchProgress& progress) {
  Result<FetchedSource> out = source.kind == intel::SourceKind::osv ? OsvSource(source, plan, fetcher, progress).fetch()
                                                                    : fetch_list(source, plan, fetcher, progress);
  if (out) return std::move(*out);
  FetchedSource failed;
  failed.error = std::move(out.error());
  return failed;
}

}  // namespace cordon::app
