#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "app/memory.h"
#include "app/notifier.h"
#include "app/update_index.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/os/confine.h"
#include "base/os/file_lock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_intel.h"
#include "intel/source_list.h"
#include "net/curl_fetcher.h"

namespace cordon::cli {
namespace {

constexpr unsigned kMostJobs = 8;
constexpr std::size_t kShownRefusals = 10;
constexpr std::uint32_t kDay = 86'400, kUsualAgeDays = 7;

Result<std::vector<intel::Source>> sources_of(const IntelArguments& arguments, const policy::Settings& settings) {
  const std::string file = arguments.source_list.empty() ? settings.intel_sources : arguments.source_list;
  const std::string text =
      file.empty() ? std::string(intel::embedded_source_list()) : TRY(read_file(file, Limits().bytes));
  return TRY_CONTEXT(intel::read_source_list(text), file.empty() ? "reading the built-in sources" : "reading " + file);
}

Result<void> check_only(const std::vector<std::string>& ids, const std::vector<intel::Source>& sources) {
  for (const std::string& id : ids)
    if (std::ranges::find(sources, id, &intel::Source::id) == sources.end()) {
      std::string known;
      for (const intel::Source& source : sources) known += (known.empty() ? "" : ", ") + source.id;
      return fail(ErrorCode::usage, "no source is called " + text::visible(id) + "; there are " + known);
    }
  return {};
}

std::string time_and_age(std::uint32_t then, std::uint32_t now) {
  if (then == 0) return "never";
  const std::uint32_t seconds = now > then ? now - then : 0;
  const std::string when = time_of(then);
  if (seconds < 2 * kDay) return fmt::format("{} ({} hours ago)", when, seconds / 3'600);
  return fmt::format("{} ({} days ago)", when, seconds / kDay);
}

// What --offline tells, beside what the index says of itself.
struct Age {
  std::vector<std::string> lacking;  // ids of sources that it does not have
  model::KnowledgeState state = model::KnowledgeState::current;
  std::uint32_t now = 0;  // unix seconds
};

Age age_of(const intel::Advisories& advisories, const policy::Settings& settings,
           const std::vector<intel::Source>& sources) {
  Age age;
  age.now = static_cast<std::uint32_t>(system_clock().unix_seconds());
  for (const intel::Source& source : sources)
    if (std::ranges::find(advisories.sources(), source.id, &intel::IndexSource::id) == advisories.sources().end())
      age.lacking.push_back(source.id);
  const std::uint32_t days = settings.max_age_days.value_or(kUsualAgeDays);
  const std::uint32_t current = advisories.current();
  if (age.now > current && age.now - current > days * kDay) age.state = model::KnowledgeState::old;
  else if (!age.lacking.empty()) age.state = model::KnowledgeState::partial;
  return age;
}

std::string age_text(const intel::Advisories& advisories, const Age& age) {
  std::string out = fmt::format("What is known is {}: {} records, last asked for news {}\n",
                                age.state == model::KnowledgeState::old       ? "old"
                                : age.state == model::KnowledgeState::current ? "current"
                                                                              : "current in part",
                                advisories.index().record_count(), time_and_age(advisories.current(), age.now));
  for (const intel::IndexSource& source : advisories.sources())
    out += fmt::format("  {:<20} {:>7} records, {}\n", text::visible(source.id.empty() ? source.name : source.id, 100),
                       source.records, time_and_age(source.current(), age.now));
  for (const std::string& id : age.lacking) out += fmt::format("  {:<20} never fetched\n", id);
  return out;
}

std::string no_index_text(const std::string& path) {
  return "Nothing is known: there is no index at " + text::visible(path, 1'000) +
         "\nRun 'cordon intel update' where there is a network, or copy an index here.\n";
}

// --offline: how old is what is known?
Result<int> tell_age(const std::string& path, const policy::Settings& settings,
                     const std::vector<intel::Source>& sources, bool as_json) {
  const auto advisories = intel::Advisories::open(path);
  TRY(os::confine({}));
  const bool is_absent = !advisories && advisories.error().code == ErrorCode::not_found;
  if (!advisories && !is_absent) return std::unexpected(advisories.error());
  Age age;
  if (is_absent) age.state = model::KnowledgeState::none;
  else age = age_of(**advisories, settings, sources);
  const int code = age.state == model::KnowledgeState::current ? 0 : 3;
  if (!as_json) {
    TRY(write_standard_output(is_absent ? no_index_text(path) : age_text(**advisories, age)));
    return code;
  }
  if (is_absent)
    for (const intel::Source& source : sources) age.lacking.push_back(source.id);
  model::IntelAgeReport report = is_absent
                                     ? age_report_of({}, age.lacking, 0)
                                     : age_report_of((*advisories)->sources(), age.lacking, (*advisories)->current());
  report.index = path;
  report.state = age.state;
  if (!is_absent) report.records = (*advisories)->index().record_count();
  report.exit_code = static_cast<std::uint32_t>(code);
  TRY(write_standard_output(render_json(report)));
  return code;
}

std::string source_line(const app::SourceReport& source) {
  std::string what;
  if (source.error) what = "failed: " + text::visible(source.error->describe(), 600);
  else if (source.how == app::FetchedSource::How::skipped) what = "not asked";
  else if (source.how == app::FetchedSource::How::unchanged) what = "unchanged";
  else if (source.how == app::FetchedSource::How::whole)
    what = fmt::format("{} records, fetched whole", source.records);
  else what = fmt::format("{} records changed", source.records);
  if (source.removed > 0) what += fmt::format(", {} gone", source.removed);
  if (source.refused > 0) what += fmt::format(", {} not understood", source.refused);
  if (source.missing > 0) what += fmt::format(", {} listed and not there", source.missing);
  return fmt::format("  {:<20} {}\n", source.id, what);
}

std::string render(const app::UpdateReport& report, const std::string& path) {
  const std::string where = text::visible(path, 1'000);
  std::string out;
  if (report.replaced)
    out = fmt::format("{}: {} records ({} before) in {}\n",
                      report.is_complete() ? "What is known is current" : "What is known is current in part",
                      report.records, report.records_before, where);
  else
    out = fmt::format("Nothing was changed: {}\n",
                      report.failed() == report.asked() ? "no source could be had"
                      : report.failed() > 0             ? "a source could not be had, and the index would lose it"
                                            : "sources that were not asked would be lost (leave out --only)");
  if (!report.began_anew.empty())
    out += (report.replaced ? "  built anew, because " : "  to be built anew, because ") + report.began_anew + "\n";
  for (const app::SourceReport& source : report.sources) out += source_line(source);
  for (std::size_t i = 0; i < std::min(report.refused.size(), kShownRefusals); ++i)
    out += "  not understood: " + text::visible(report.refused[i].name, 300) + ": " +
           text::visible(report.refused[i].error.describe(), 300) + "\n";
  if (report.refused.size() > kShownRefusals)
    out += fmt::format("  and {} more were not understood\n", report.refused.size() - kShownRefusals);
  return out;
}

std::string progress_text(const app::FetchProgress& progress, const std::vector<intel::Source>& sources) {
  const std::size_t number = std::min(progress.source.load(), sources.size() - 1);
  return fmt::format("{} ({} of {}), {:.1f} MB received", sources[number].id, number + 1, sources.size(),
                     static_cast<double>(progress.bytes.load()) / 1e6);
}

Result<os::FileLock> lock(const std::string& path, bool no_wait) {
  auto taken = os::FileLock::take(path, false);
  if (taken || taken.error().code != ErrorCode::unavailable || no_wait) return taken;
  std::fputs("cordon: another update is running; waiting for it to end\n", stderr);
  return os::FileLock::take(path, true);
}

// What is remembered, and who delivers what became known of it.
struct Notifying {
  app::Memory memory;
  app::Notifier notifier;
  intel::Knowledge knowledge;  // without advisories so far
  std::string folder;
};

Result<std::optional<Notifying>> notifying(const IntelArguments& arguments) {
  if (arguments.notify.empty()) {
    if (!arguments.memory.empty()) return fail(ErrorCode::usage, "--memory goes with --notify");
    return std::nullopt;
  }
  const std::string path = std::filesystem::absolute(TRY(memory_path(arguments.memory)));
  std::optional<app::Memory> memory = TRY(open_memory(path, false));
  if (!memory) {
    std::fputs(("cordon: nothing is remembered in " + text::visible(path, 1'000) +
                ", so nobody is notified: 'cordon scan --remember' keeps what it sees\n")
                   .c_str(),
               stderr);
    return std::nullopt;
  }
  std::vector<model::FileUnread> unread;
  intel::Knowledge knowledge = TRY(load_knowledge(true, {}, unread));
  for (const model::FileUnread& one : unread)
    std::fputs(
        ("cordon: not used: " + text::visible(one.path, 500) + ": " + text::visible(one.reason, 500) + "\n").c_str(),
        stderr);
  // The database is not carried across the fork: the other process opens its own.
  memory.reset();
  app::Notifier notifier = TRY(app::Notifier::start(arguments.notify, path));
  memory = TRY(open_memory(path, false));
  if (!memory) return fail(ErrorCode::not_found, "what was remembered is gone: " + path);
  return Notifying{std::move(*memory), std::move(notifier), std::move(knowledge),
                   std::filesystem::path(path).parent_path().string()};
}

Result<model::IntelNotified> notify(Notifying& notifying, const std::string& index_path,
                                    std::optional<os::FileLock>& held) {
  notifying.knowledge.set_advisories(TRY(intel::Advisories::open(index_path)));
  model::IntelNotified out;
  out.notices = static_cast<std::uint32_t>(TRY(notifying.memory.post(notifying.knowledge)));
  out.waiting = static_cast<std::uint32_t>(TRY(notifying.memory.outbox()).size());
  out.projects = static_cast<std::uint32_t>(notifying.memory.project_count());
  held.reset();  // others may fetch while the command runs
  out.command_exit_code = TRY(notifying.notifier.go());
  return out;
}

// How many notices there were, and whether the command took them.
std::string notified_text(const model::IntelNotified& notified) {
  std::string out =
      fmt::format("  {} became known of packages in {} remembered projects",
                  notified.notices == 0 ? "nothing" : fmt::format("{} things", notified.notices), notified.projects);
  if (notified.waiting > notified.notices)
    out += fmt::format(", {} more were still to be delivered", notified.waiting - notified.notices);
  if (notified.command_exit_code != 0)
    out += fmt::format("; the command ended with {}: they are delivered the next time", notified.command_exit_code);
  return out + "\n";
}

int exit_code_of(const app::UpdateReport& report, const std::optional<model::IntelNotified>& notified) {
  if (report.failed() > 0) return report.replaced ? 3 : 2;
  return notified && notified->command_exit_code != 0 ? 3 : 0;
}

// Says what the update came to and hands notices over; as JSON all of it at once, as text when it is known.
Result<int> tell(const app::UpdateReport& update, const std::string& index_path, bool as_json,
                 std::optional<Notifying>& notifying, std::optional<os::FileLock>& held) {
  if (!as_json) TRY(write_standard_output(render(update, index_path)));
  std::optional<model::IntelNotified> notified;
  std::optional<Error> failure;
  if (notifying) {
    Result<model::IntelNotified> delivered = notify(*notifying, index_path, held);
    if (delivered) notified = *delivered;
    else failure = delivered.error();
  }
  const int code = failure ? 2 : exit_code_of(update, notified);
  if (as_json) {
    model::IntelUpdateReport report = report_of(update, index_path);
    report.notified = notified;
    report.exit_code = static_cast<std::uint32_t>(code);
    TRY(write_standard_output(render_json(report)));
  } else if (notified) {
    TRY(write_standard_output(notified_text(*notified)));
  }
  if (failure) return std::unexpected(*failure);
  return code;
}

}  // namespace

Result<int> intel_update(const IntelArguments& arguments, const std::string& index_path) {
  const policy::Settings settings = TRY(load_user_settings(arguments.common.config));
  app::UpdateOptions options;
  options.sources = TRY(sources_of(arguments, settings));
  const bool as_json = arguments.format == "json";
  if (arguments.offline) return tell_age(index_path, settings, options.sources, as_json);
  TRY(check_only(arguments.only, options.sources));
  options.only = arguments.only;
  options.index = index_path;
  options.downloads = index_path + ".downloads";
  options.full = arguments.full;
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  options.threads = arguments.jobs != 0 ? std::min(arguments.jobs, 64u) : std::min(processors, kMostJobs);
  std::error_code made;
  std::filesystem::create_directories(options.downloads, made);
  if (made) return fail(ErrorCode::io, "cannot make " + options.downloads + ": " + made.message());
  std::optional<os::FileLock> held = TRY(lock(index_path + ".lock", arguments.no_wait));

  const std::vector<intel::Source> sources = options.sources;
  app::IndexUpdate update(std::move(options), system_clock());
  {
    net::CurlOptions transfer = transfer_options(settings);
    if (!arguments.ca_file.empty()) transfer.ca_file = arguments.ca_file;
    if (!arguments.proxy.empty()) transfer.proxy = arguments.proxy;
    transfer.stalled_seconds = arguments.timeout_seconds;
    transfer.connect_seconds = std::min<long>(transfer.connect_seconds, arguments.timeout_seconds);
    transfer.attempts = arguments.tries;
    const std::unique_ptr<net::CurlFetcher> fetcher = TRY(net::CurlFetcher::make(std::move(transfer)));
    app::FetchProgress progress;
    const ProgressLine line([&] { return progress_text(progress, sources); }, arguments.common.quiet);
    update.fetch(*fetcher, progress);
  }
  std::optional<Notifying> notified = TRY(notifying(arguments));
  // What strangers wrote is read by a process that can do nothing but write the index.
  const std::filesystem::path folder = std::filesystem::path(index_path).parent_path();
  os::Confinement needed;
  needed.write_paths = {folder.empty() ? "." : folder.string()};
  if (notified) needed.write_paths.push_back(notified->folder);
  needed.read_paths = needed.write_paths;
  TRY(os::confine(needed));
  app::UpdateReport report;
  {
    std::atomic<std::uint64_t> records{0};
    const ProgressLine line([&] { return fmt::format("{} records read", records.load()); }, arguments.common.quiet);
    report = TRY(update.apply(records));
  }
  return tell(report, index_path, as_json, notified, held);
}

}  // namespace cordon::cli
