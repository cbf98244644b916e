#include <unistd.h>

#include <csignal>

#include "base/date.h"
#include "base/text.h"
#include "bus/event_filter.h"
#include "bus/event_line.h"
#include "bus/event_reader.h"
#include "bus/event_text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/palette.h"

namespace cordon::cli {
namespace {

constexpr std::chrono::milliseconds kWait{200};

// Shows those that match as they come.
class Shown final : public bus::EventSink {
 public:
  Shown(bus::EventFilter filter, bool as_text, const Style& style)
      : filter_(std::move(filter)), as_text_(as_text), palette_(style) {}

  Result<void> put(const model::Event& event) override {
    if (!bus::matches(filter_, event)) return {};
    out_ += as_text_ ? line_of(event) : bus::to_line(event);
    out_ += '\n';
    return out_.size() < kBuffered ? Result<void>() : flush();
  }

  Result<void> flush() override {
    const std::string out = std::exchange(out_, {});
    return write_standard_output(out);
  }

 private:
  static constexpr std::size_t kBuffered = 64u << 10;

  // The day is said when it changes.
  std::string line_of(const model::Event& event) {
    std::string line;
    const std::string day = date_of(static_cast<std::int64_t>(event.wall_ns / 1'000'000'000 / 86'400));
    if (day != day_) line += palette_.bold(day) + "\n";
    day_ = day;
    const std::string pid = event.actor ? std::to_string(event.actor->pid) : "";
    line += palette_.dim(bus::clock_text(event)) + std::string(pid.size() < 8 ? 8 - pid.size() : 1, ' ') + pid + "  ";
    const std::string kind(to_string(event.kind()));
    line += palette_.bold(kind) + std::string(kind.size() < 8 ? 8 - kind.size() : 1, ' ') + bus::event_text(event);
    if (const std::string package = bus::package_text(event); !package.empty())
      line += palette_.dim("  [" + package + "]");
    return line;
  }

  bus::EventFilter filter_;
  bool as_text_;
  Palette palette_;
  std::string day_, out_;
};

Result<std::uint64_t> nanoseconds(const std::string& option, const std::string& time) {
  const auto seconds = seconds_of(time);
  if (!seconds || *seconds < 0)
    return fail(ErrorCode::usage, option + " " + time + " is no time such as 2026-03-31T00:21:00Z");
  return static_cast<std::uint64_t>(*seconds) * 1'000'000'000;
}

Result<bus::EventFilter> filter_of(const EventsArguments& arguments) {
  bus::EventFilter filter;
  for (const std::string& kind : arguments.kinds) filter.kinds.push_back(*model::event_kind_from_string(kind));
  filter.packages = arguments.packages;
  filter.pids = arguments.pids;
  filter.contains = arguments.contains;
  if (!arguments.since.empty()) filter.since_ns = TRY(nanoseconds("--since", arguments.since));
  if (!arguments.until.empty()) filter.until_ns = TRY(nanoseconds("--until", arguments.until));
  return filter;
}

void tell(const model::FileUnread& unread) {
  std::fprintf(stderr, "cordon: %s: %s\n", place_text(unread.path, unread.line).c_str(),
               text::visible(unread.reason).c_str());
}

// Shows one file, and tells what cannot be read of it as it comes: a file that is followed has no end. Returns whether
// all of it was read.
Result<bool> show(bus::EventReader& reader, Shown& shown) {
  bool complete = true;
  for (;;) {
    const bus::SourceState state = TRY(reader.poll(kWait, shown));
    TRY(shown.flush());
    for (const model::FileUnread& unread : reader.take_unread()) {
      complete = false;
      tell(unread);
    }
    if (state == bus::SourceState::ended) return complete;
  }
}

Result<int> events_command(const EventsArguments& arguments) {
  Shown shown(TRY(filter_of(arguments)), arguments.format == "text", {use_color(arguments.common.color)});
  std::vector<bus::EventReader> readers;
  os::Confinement confinement;
  for (const std::string& path : arguments.files) {
    const bool follows = arguments.follow && &path == &arguments.files.back();
    readers.push_back(TRY(bus::EventReader::open(path, follows ? bus::AtEnd::follow : bus::AtEnd::stop)));
    // A file that is followed may be replaced by another one of its name.
    if (follows) confinement.read_paths.push_back(folder_of(path));
  }
  // What cannot be confined takes nothing from what is read.
  (void)os::confine(confinement);
  bool complete = true;
  for (bus::EventReader& reader : readers) complete &= TRY(show(reader, shown));
  return complete ? 0 : 3;
}

}  // namespace

int run_events(const EventsArguments& arguments) {
  std::signal(SIGPIPE, SIG_DFL);  // as every filter: who reads no more ends it
  const Result<int> code = events_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
