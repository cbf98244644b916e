#include "response/case_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/date.h"
#include "base/json.h"
#include "base/os/mapped_file.h"
#include "base/os/open_beneath.h"
#include "base/os/replace_file.h"
#include "base/os/write_all.h"
#include "base/sha256.h"
#include "response/chain.h"
#include "response/collect_file.h"
#include "response/line_reader.h"
#include "response/small_file.h"

namespace cordon::response {
namespace {

constexpr const char* kHeadSchema = "cordon.case/1";
constexpr const char* kEndSchema = "cordon.case-end/1";
constexpr std::size_t kFlushBytes = 1u << 20;

std::string head_path(std::string_view folder) { return std::string(folder) + "/case.json"; }
std::string end_path(std::string_view folder) { return std::string(folder) + "/end.json"; }

template <class Value>
std::string written(const Value& value) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, value);
  return out + "\n";
}

Result<std::string> random_word() {
  std::array<unsigned char, 4> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return os::errno_error(errno, "no random number");
  std::string word;
  for (const unsigned char byte : bytes) word += fmt::format("{:02x}", byte);
  return word;
}

Result<void> sync_folder(const std::string& path) {
  const os::FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) return os::errno_error(errno, "cannot bring to the disk " + path);
  return {};
}

// A new folder, or one that is there and empty.
Result<void> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return {};
  if (errno != EEXIST) return os::errno_error(errno, "cannot make " + path);
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed) && std::filesystem::is_empty(path, failed) && !failed) return {};
  return fail(ErrorCode::invalid_value, path + " is there already, and is not written over");
}

}  // namespace

std::string records_path(std::string_view folder) { return std::string(folder) + "/records.ndjson"; }
std::string files_path(std::string_view folder) { return std::string(folder) + "/files"; }
std::string copy_path(std::string_view folder, std::string_view sha256) {
  return files_path(folder) + "/" + std::string(sha256);
}

Result<HeadRead> read_head(std::string_view folder) {
  const std::string path = head_path(folder);
  std::string text = TRY(read_small_file(path, kHeadBytes));
  HeadRead read{{}, sha256_hex(text)};
  const Document document = TRY_CONTEXT(json::parse(std::move(text)), "reading " + path);
  if (const Value schema = document.root()["schema"]; schema && schema.text() != kHeadSchema)
    return fail(ErrorCode::unsupported_version, path + " is of a schema that this version does not know");
  TRY_CONTEXT(model::read(document.root(), read.head), "reading " + path);
  return read;
}

Result<model::CaseEnd> read_end(std::string_view folder) {
  const std::string path = end_path(folder);
  std::string text = TRY(read_small_file(path, kHeadBytes));
  const Document document = TRY_CONTEXT(json::parse(std::move(text)), "reading " + path);
  model::CaseEnd end;
  TRY_CONTEXT(model::read(document.root(), end), "reading " + path);
  if (end.schema != kEndSchema || !is_digest(end.digest))
    return fail(ErrorCode::unsupported_version, path + " is of a schema that this version does not know");
  return end;
}

Result<model::CaseHead> CaseFolder::create(const std::string& path, std::string_view title, std::string_view version,
                                           const Clock& clock) {
  TRY(make_folder(path));
  model::CaseHead head;
  head.schema = kHeadSchema;
  head.id = clock.today() + "-" + TRY(random_word());
  head.title = title;
  head.made = time_of(clock.unix_seconds());
  head.version = version;
  const std::string files = files_path(path);
  if (::mkdir(files.c_str(), 0700) != 0) return os::errno_error(errno, "cannot make " + files);
  TRY(os::replace_file(records_path(path), ""));
  const std::string text = written(head);
  TRY(os::replace_file(end_path(path), written(model::CaseEnd{kEndSchema, 0, sha256_hex(text)})));
  // Last: what has a head is a case.
  TRY(os::replace_file(head_path(path), text));
  return head;
}

Result<CaseFolder> CaseFolder::open(const std::string& path, const Clock& clock) {
  HeadRead read = TRY(read_head(path));
  CaseFolder folder(path, clock, TRY(os::FileLock::take(path + "/lock", true)));
  folder.head_ = std::move(read.head);
  folder.last_digest_ = std::move(read.digest);
  TRY(folder.find_end());
  return folder;
}

// Where the chain ends; cuts what stands behind the last whole record.
Result<void> CaseFolder::find_end() {
  const std::string path = records_path(path_);
  file_ = os::FileDescriptor(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file_.valid()) return os::errno_error(errno, "cannot open " + path);
  const model::CaseEnd end = TRY(read_end(path_));
  ChainCheck check(last_digest_, end);
  LineReader lines = TRY(LineReader::open(path, kRecordBytes));
  std::uint64_t whole = 0, all = 0;
  while (const std::optional<Line> line = TRY(lines.next())) {
    all = line->offset + line->bytes.size() + (line->whole ? 1 : 0);
    if (!line->whole && !line->too_long) break;
    if (const std::optional<Record> record = check.add(line->bytes))
      note_content(*record, check.lines() <= end.records);
    whole = all;
  }
  check.finish();
  if (!check.holds()) {
    const model::CaseBreak& first = check.breaks().front();
    return fail(ErrorCode::invalid_value,
                fmt::format("the chain of this case does not hold, and nothing is added to it: record {}: {}",
                            first.record, first.reason));
  }
  records_ = check.lines();
  last_digest_ = check.last_digest();
  if (check.unfinished() > 0)
    remarks_.push_back(fmt::format("an earlier addition was interrupted: {} of its records are here and were kept",
                                   check.unfinished()));
  if (all > whole) TRY(set_torn_aside(whole, all));
  TRY(tell_interrupted());
  return take_over_strays();
}

// Once told, what end.json counts later does not make them whole.
Result<void> CaseFolder::tell_interrupted() {
  for (const auto& [sha256, file] : std::exchange(interrupted_, {})) {
    const std::string text = "files/" + sha256.substr(0, 12) +
                             " was taken in by an addition that was interrupted: what the records hold of it may be a "
                             "part, and adding it again reads it to its end";
    remarks_.push_back(text);
    TRY(append(model::CaseNote{"interrupted", text}, file));
  }
  return {};
}

// Copies that an interrupted addition brought to the disk before the records that name them.
Result<void> CaseFolder::take_over_strays() {
  const std::string incoming = files_path(path_) + "/incoming";
  if (::unlink(incoming.c_str()) == 0)
    remarks_.emplace_back("an earlier addition was interrupted while it copied a file: what it had of it was removed");
  std::error_code failed;
  std::vector<std::string> strays;
  for (std::filesystem::directory_iterator entry(files_path(path_), failed), end; !failed && entry != end;
       entry.increment(failed))
    if (std::string name = entry->path().filename().string(); is_digest(name) && !contents_.contains(name))
      strays.push_back(std::move(name));
  std::ranges::sort(strays);
  for (const std::string& name : strays) {
    const Result<os::MappedFile> copy = os::MappedFile::open(copy_path(path_, name));
    if (!copy || sha256_hex(copy->content()) != name) continue;  // not of ours: verify_case tells
    const std::string text =
        "files/" + name.substr(0, 12) + " was copied by an addition that was interrupted; nothing says where from";
    remarks_.push_back(text);
    TRY(append(model::CaseNote{"stray", text}, model::CaseSource{"", name, copy->content().size(), std::nullopt}));
  }
  return {};
}

Result<void> CaseFolder::set_torn_aside(std::uint64_t whole_bytes, std::uint64_t all_bytes) {
  std::string torn(all_bytes - whole_bytes, '\0');
  const ssize_t count = ::pread(file_.get(), torn.data(), torn.size(), static_cast<off_t>(whole_bytes));
  if (count != static_cast<ssize_t>(torn.size())) return os::errno_error(errno, "cannot read the end of the records");
  const model::FileState state = TRY(file_state(file_.get(), "records.ndjson"));
  const std::string digest = sha256_hex(torn);
  TRY(os::replace_file(copy_path(path_, digest), torn));
  if (::ftruncate(file_.get(), static_cast<off_t>(whole_bytes)) != 0 || ::fsync(file_.get()) != 0)
    return os::errno_error(errno, "cannot cut off the record that was not written whole");
  const std::string text = fmt::format("the last record was not written whole: its {} bytes were moved to files/{}",
                                       torn.size(), digest.substr(0, 12));
  remarks_.push_back(text);
  const model::CaseSource source{"records.ndjson", digest, torn.size(), std::nullopt};
  TRY(append(model::CaseFile{"records.ndjson", model::CaseFileKind::torn, digest, torn.size(), state, state, false},
             std::nullopt));
  return append(model::CaseNote{"torn", text}, source);
}

Result<void> CaseFolder::append(RecordPayload payload, std::optional<model::CaseSource> source) {
  if (records_ >= kMaxRecords) return fail(ErrorCode::too_many, "a case holds ten million records at most");
  const Record record{records_ + 1, time_of(clock_->unix_seconds()), last_digest_, std::move(source),
                      std::move(payload)};
  const std::string line = write_record(record);
  if (line.size() > kRecordBytes) return fail(ErrorCode::too_large, "a record of more than 16 MiB");
  last_digest_ = sha256_hex(line);
  ++records_;
  note_content(record, true);
  buffer_ += line;
  buffer_ += '\n';
  return buffer_.size() < kFlushBytes ? Result<void>() : flush();
}

void CaseFolder::note_content(const Record& record, bool finished) {
  if (const auto* file = std::get_if<model::CaseFile>(&record.payload)) {
    contents_.insert(file->sha256);
    const bool is_read = file->kind == model::CaseFileKind::events || file->kind == model::CaseFileKind::report;
    if (finished || !is_read) files_.insert(file->sha256);
    else if (!files_.contains(file->sha256))
      interrupted_.try_emplace(file->sha256, model::CaseSource{file->path, file->sha256, file->size, std::nullopt});
  }
  if (!record.source) return;
  contents_.insert(record.source->sha256);
  if (const auto* note = std::get_if<model::CaseNote>(&record.payload); note != nullptr && note->code == "interrupted")
    files_.erase(record.source->sha256);
  if (record.kind() == model::CaseRecordKind::event && record.source->line) {
    std::uint64_t& last = event_lines_[record.source->sha256];
    last = std::max(last, *record.source->line);
  }
}

std::uint64_t CaseFolder::last_event_line(const std::string& sha256) const {
  const auto found = event_lines_.find(sha256);
  return found == event_lines_.end() ? 0 : found->second;
}

Result<void> CaseFolder::flush() {
  TRY_CONTEXT(os::write_all(file_.get(), buffer_), "writing " + records_path(path_));
  buffer_.clear();
  return {};
}

Result<void> CaseFolder::finish() {
  TRY(flush());
  TRY(sync_folder(files_path(path_)));
  if (::fsync(file_.get()) != 0) return os::errno_error(errno, "cannot bring to the disk " + records_path(path_));
  return os::replace_file(end_path(path_), written(model::CaseEnd{kEndSchema, records_, last_digest_}));
}

}  // namespace cordon::response
