#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <thread>

#include "app/build_index.h"
#include "base/date.h"
#include "base/os/confine.h"
#include "base/os/file_lock.h"
#include "base/os/mapped_file.h"
#include "base/os/replace_file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "intel/index/index_read.h"

namespace cordon::cli {
namespace {

constexpr unsigned kMostJobs = 8;
constexpr std::size_t kShownRefusals = 10;

Result<std::string> index_path(const std::string& named) {
  if (!named.empty()) return named;
  std::string path = default_index();
  if (path.empty()) return fail(ErrorCode::usage, "neither HOME nor XDG_DATA_HOME is set: name the index");
  return path;
}

std::string source_line(const intel::IndexSource& source) {
  std::string out = fmt::format("  {:>7} {:<13} {}", source.records, source.kind, text::visible(source.name, 300));
  if (source.newest != 0) out += ", newest of " + time_of(source.newest).substr(0, 10);
  if (source.refused > 0) out += fmt::format(", {} refused", source.refused);
  return out + "\n";
}

Result<int> build_command(const IntelArguments& arguments) {
  const std::string path = TRY(index_path(arguments.index));
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  const unsigned threads = arguments.jobs != 0 ? std::min(arguments.jobs, 64u) : std::min(processors, kMostJobs);
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  if (arguments.index.empty()) std::filesystem::create_directories(folder, ignored);
  // An index that 'intel update' keeps has a lock beside it; for any other none is made.
  std::optional<os::FileLock> held;
  if (std::filesystem::exists(path + ".lock", ignored))
    held = TRY_CONTEXT(os::FileLock::take(path + ".lock", true), "waiting for another update");
  // Records are written by strangers. The new file is made beside the old one, so its folder must be writable.
  os::Confinement needed;
  needed.read_paths = arguments.sources;
  needed.write_paths = {folder.empty() ? "." : folder.string()};
  TRY(os::confine(needed));
  app::BuiltIndex built;
  {
    app::BuildProgress progress;
    const ProgressLine line([&] { return fmt::format("{} records read", progress.records.load()); },
                            arguments.common.quiet);
    built = TRY(app::build_index(arguments.sources, threads, progress));
  }
  TRY(os::replace_file(path, built.bytes));
  std::string out = fmt::format("{}: {} records, {:.1f} MB\n", text::visible(path, 1'000), built.records,
                                static_cast<double>(built.bytes.size()) / 1e6);
  for (const intel::IndexSource& source : built.sources) out += source_line(source);
  for (std::size_t i = 0; i < std::min(built.refused.size(), kShownRefusals); ++i)
    out += "  refused " + text::visible(built.refused[i].name, 300) + ": " +
           text::visible(built.refused[i].error.describe(), 300) + "\n";
  if (built.refused.size() > kShownRefusals)
    out += fmt::format("  and {} more were refused\n", built.refused.size() - kShownRefusals);
  TRY(write_standard_output(out));
  return 0;
}

Result<int> verify_command(const IntelArguments& arguments) {
  const std::string path = TRY(index_path(arguments.index));
  const os::MappedFile file = TRY(os::MappedFile::open(path));
  TRY(os::confine({}));  // the file is mapped, and nothing else is needed
  const intel::AdvisoryIndex index = TRY_CONTEXT(intel::AdvisoryIndex::open(file.content()), "reading " + path);
  TRY_CONTEXT(index.verify(), "reading " + path);
  std::string out = fmt::format("{} is whole: {} records of {} packages\n", text::visible(path, 1'000),
                                index.record_count(), index.name_count());
  const std::string_view sources = TRY(index.sources());
  for (const intel::IndexSource& source : TRY(intel::read_sources(sources))) out += source_line(source);
  TRY(write_standard_output(out));
  return 0;
}

}  // namespace

int run_intel(const IntelArguments& arguments) {
  const auto run = [&]() -> Result<int> {
    switch (arguments.verb) {
      case IntelVerb::build: return build_command(arguments);
      case IntelVerb::verify: return verify_command(arguments);
      case IntelVerb::update:
      case IntelVerb::explain: break;
    }
    const std::string path = TRY(index_path(arguments.index));
    return arguments.verb == IntelVerb::update ? intel_update(arguments, path) : intel_explain(arguments, path);
  };
  const Result<int> code = run();
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
