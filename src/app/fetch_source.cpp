#include "app/fetch_source.h"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <thread>

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
constexpr std::size_t kConnections = 8;

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
      if (answer.part && (!rows.sorted || rows.rows.empty() || rows.rows.back().modified >= plan_.known->cursor))
        continue;
      if (rows.rows.empty()) return fail(ErrorCode::refused, "the list of changes of " + source_.id + " is empty");
      return changes(rows, answer);
    }
  }

 private:
  Result<net::FetchAnswer> list(std::uint64_t first_bytes) {
    net::FetchRequest request;
    request.url = source_.url + "/modified_id.csv";
    if (first_bytes != 0) request.etag = plan_.known->etag;  // "unchanged" compares nothing
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

  // Everything that is later than the last time; of the same second what the index does not have so.
  Result<bool> is_new(const intel::ModifiedRow& row, bool compare) const {
    const std::uint32_t cursor = plan_.known->cursor;
    if (row.modified > cursor) return true;
    if (row.modified < cursor && !compare) return false;
    const auto number = TRY(plan_.index->find_record(row.id));
    if (!number) return true;
    return row.modified == cursor && TRY(plan_.index->record(*number)).modified != row.modified;
  }

  Result<FetchedSource> changes(const intel::ModifiedList& rows, const net::FetchAnswer& answer) {
    std::vector<std::string> wanted;
    std::uint32_t newest = plan_.known->cursor;
    for (const intel::ModifiedRow& row : rows.rows) {
      newest = std::max(newest, row.modified);
      if (TRY(is_new(row, !answer.part))) wanted.emplace_back(row.id);
    }
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    if (wanted.size() > kMostChanges) return whole();
    FetchedSource out;
    out.how = FetchedSource::How::changes;
    out.etag = answer.etag;
    out.cursor = newest;
    out.compared = !answer.part;
    TRY(fetch_records(wanted, out));
    if (out.compared) {
      out.ids.emplace();
      for (const intel::ModifiedRow& row : rows.rows) out.ids->emplace_back(row.id);
      std::ranges::sort(*out.ids);
    }
    return out;
  }

  // On several connections; in the end in the order of the ids.
  Result<void> fetch_records(const std::vector<std::string>& ids, FetchedSource& out) {
    std::vector<Result<std::string>> answers(ids.size());
    std::atomic<std::size_t> next{0};
    std::atomic<std::uint64_t> together{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < ids.size(); i = next++) {
        answers[i] = fetch_record(ids[i]);
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
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!answers[i]) {
        ++out.missing;
        continue;
      }
      out.names.push_back(ids[i]);
      out.records.push_back(std::move(*answers[i]));
    }
    return {};
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
    return out;
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
