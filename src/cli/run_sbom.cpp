#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "app/sbom_check.h"
#include "app/sbom_create.h"
#include "app/sbom_diff.h"
#include "app/sbom_query.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/palette.h"
#include "cli/progress_line.h"
#include "cli/render_sbom.h"
#include "cli/version.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShownUnread = 20;

bool is_complete(const model::Coverage& coverage) {
  return std::ranges::none_of(coverage.unread, &model::FileUnread::incomplete);
}

// What reading needs beside the targets.
Result<app::InventoryOptions> options_for(const SbomArguments& arguments, const app::Selection& selection) {
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  app::InventoryOptions options;
  for (const model::RegistryRow& row : settings.registries) options.registries.add(row);
  options.registries.declare_private(settings.declared_private);
  options.user_config = load_user_config(options.unopened);
  options.selection = selection;
  TRY(add_libraries(arguments.libraries, options));
  return options;
}

Result<void> add_targets(const std::vector<std::string>& paths, app::InventoryOptions& options) {
  OpenedTargets opened = TRY(open_targets(paths));
  options.targets = std::move(opened.targets);
  options.unopened.insert(options.unopened.end(), opened.unopened.begin(), opened.unopened.end());
  return {};
}

app::InventoryReport read(const app::InventoryOptions& options, bool quiet) {
  app::Progress progress;
  const ProgressLine line(progress, quiet);
  return app::read_inventory(options, progress);
}

template <class Report>
Result<void> deliver(const SbomArguments& arguments, std::vector<Output>& outputs, const Report& report) {
  const auto rendered = [&](const std::string& format, const Style& style) {
    return format == "json" ? render_json(report) : render_text(report, style);
  };
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, {})));
  return write_standard_output(rendered(arguments.format, {use_color(arguments.common.color)}));
}

// The time to write into the document. SOURCE_DATE_EPOCH: https://reproducible-builds.org/specs/source-date-epoch
Result<std::optional<std::string>> timestamp_of(const SbomArguments& arguments) {
  if (arguments.timestamp == "now") return time_of(system_clock().unix_seconds());
  if (!arguments.timestamp.empty()) {
    const std::optional<std::int64_t> seconds = seconds_of(arguments.timestamp);
    if (!seconds)
      return fail(ErrorCode::usage, "--timestamp wants 'now' or a time in UTC such as 2026-03-31T00:21:58Z, not '" +
                                        arguments.timestamp + "'");
    return time_of(*seconds);
  }
  const std::string epoch = environment("SOURCE_DATE_EPOCH");
  if (epoch.empty()) return std::nullopt;
  constexpr std::int64_t kLast = 253'402'300'799;  // 9999-12-31T23:59:59Z
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(epoch.data(), epoch.data() + epoch.size(), seconds);
  if (error != std::errc() || end != epoch.data() + epoch.size() || seconds < 0 || seconds > kLast)
    return fail(ErrorCode::usage, "SOURCE_DATE_EPOCH is no number of seconds since 1970: '" + epoch + "'");
  return time_of(seconds);
}

// What was not looked at, a line a thing. The document has it, too, but nobody reads that first.
void say_unread(const model::Coverage& coverage, const std::string& output) {
  std::size_t shown = 0;
  const std::filesystem::path written = std::filesystem::path(output).lexically_normal();
  for (const model::FileUnread& unread : coverage.unread) {
    if (!unread.incomplete && unread.code != "superseded") continue;
    if (std::filesystem::path(unread.path).lexically_normal() == written) continue;  // of last time
    if (shown++ == kShownUnread) {
      std::fputs("cordon: and more; 'cordon inventory' lists all\n", stderr);
      return;
    }
    std::fputs(fmt::format("cordon: {}{}: {}\n", unread.incomplete ? "" : "left out: ",
                           place_text(unread.path, unread.line), text::visible(unread.reason, 400))
                   .c_str(),
               stderr);
  }
}

// A dependency that a lockfile asks for and does not resolve is no file that was not looked at, and yet missing.
void say_gaps(const app::InventoryReport& report) {
  for (const model::Inventory& inventory : report.inventories)
    if (const auto gaps = std::ranges::count_if(inventory.unresolved, sbom::is_gap); gaps > 0)
      std::fputs(fmt::format("cordon: {}: {} required dependenc{} left open; the document says so\n",
                             text::visible(inventory.path, 1'000), gaps, gaps == 1 ? "y is" : "ies are")
                     .c_str(),
                 stderr);
}

Result<int> create_command(const SbomArguments& arguments) {
  app::InventoryOptions options = TRY(options_for(arguments, app::kCreateSelection));
  sbom::WriteOptions write;
  write.tool_version = kVersion;
  write.timestamp = TRY(timestamp_of(arguments));
  write.subject_name = arguments.name;
  write.subject_version = arguments.release;
  write.author = arguments.author;
  const auto kind = app::document_kind_from_string(arguments.document);
  if (!kind) return fail(ErrorCode::usage, "unknown format '" + arguments.document + "'");
  TRY(add_targets(arguments.paths, options));
  std::optional<OutputFile> file;
  if (!arguments.output.empty()) {
    file.emplace(TRY(OutputFile::open(arguments.output)));
    if (file->is_standard_output()) return fail(ErrorCode::usage, "standard output goes to " + arguments.output);
  }
  confine_to(options.targets, options.unopened);

  app::InventoryReport report = read(options, arguments.common.quiet);
  app::note_conflicts(report);
  const model::Coverage coverage = report.coverage;
  say_gaps(report);
  const std::size_t sources = report.inventories.size();
  std::size_t components = 0, edges = 0;
  for (const model::Inventory& inventory : report.inventories) {
    components += inventory.components.size();
    edges += inventory.edges.size();
  }
  const std::string document = TRY(app::sbom_create(std::move(report), *kind, std::move(write)));
  say_unread(coverage, arguments.output);
  if (file) {
    TRY(file->write(document));
    TRY(write_standard_output(fmt::format("{}: {}, {} component{} and {} edge{} of {} file{}{}\n",
                                          text::visible(arguments.output, 1'000), arguments.document, components,
                                          components == 1 ? "" : "s", edges, edges == 1 ? "" : "s", sources,
                                          sources == 1 ? "" : "s", is_complete(coverage) ? "" : "; INCOMPLETE")));
  } else {
    TRY(write_standard_output(document));
  }
  return is_complete(coverage) ? 0 : 3;
}

Result<int> diff_command(const SbomArguments& arguments) {
  app::InventoryOptions before = TRY(options_for(arguments, app::kDiffSelection));
  app::InventoryOptions after = TRY(options_for(arguments, app::kDiffSelection));
  TRY(add_targets({arguments.before}, before));
  TRY(add_targets({arguments.after}, after));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  // The process is confined once, to both.
  std::vector<app::Target> both;
  both.push_back(std::move(before.targets[0]));
  both.push_back(std::move(after.targets[0]));
  confine_to(both, after.unopened);
  before.targets[0] = std::move(both[0]);
  after.targets[0] = std::move(both[1]);

  const app::DiffSide was{arguments.before, read(before, arguments.common.quiet)};
  const app::DiffSide is{arguments.after, read(after, arguments.common.quiet)};
  const model::SbomDiffReport report = TRY(app::sbom_diff(was, is));
  TRY(deliver(arguments, outputs, report));
  if (!report.same) return 1;
  return is_complete(report.coverage) ? 0 : 3;
}

// What query and check share: everything there is, and where the answer goes.
struct Asked {
  app::InventoryOptions options;
  std::vector<Output> outputs;
  app::InventoryReport report;
};

Result<Asked> ask(const SbomArguments& arguments) {
  Asked asked;
  asked.options = TRY(options_for(arguments, {}));
  TRY(add_targets(arguments.paths, asked.options));
  asked.outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  confine_to(asked.options.targets, asked.options.unopened);
  asked.report = read(asked.options, arguments.common.quiet);
  return asked;
}

Result<int> query_command(const SbomArguments& arguments) {
  const sbom::Query query = TRY_CONTEXT(sbom::parse_query(arguments.query), "reading the query");
  Asked asked = TRY(ask(arguments));
  const model::SbomQueryReport report = app::sbom_query(arguments.query, query, asked.report);
  TRY(deliver(arguments, asked.outputs, report));
  return is_complete(report.coverage) ? 0 : 3;
}

Result<int> check_command(const SbomArguments& arguments) {
  Asked asked = TRY(ask(arguments));
  const model::SbomCheckReport report = app::sbom_check(asked.options.targets, std::move(asked.report));
  TRY(deliver(arguments, asked.outputs, report));
  const bool lacks = std::ranges::any_of(report.documents, [](const auto& each) { return !each.lacks.empty(); });
  if (lacks) return 1;
  return report.complete && is_complete(report.coverage) ? 0 : 3;
}

Result<int> sbom_command(const SbomArguments& arguments) {
  switch (arguments.verb) {
    case SbomVerb::create: return create_command(arguments);
    case SbomVerb::diff: return diff_command(arguments);
    case SbomVerb::query: return query_command(arguments);
    case SbomVerb::check: return check_command(arguments);
  }
  return fail(ErrorCode::internal, "an unknown verb");
}

}  // namespace

int run_sbom(const SbomArguments& arguments) {
  const Result<int> code = sbom_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
