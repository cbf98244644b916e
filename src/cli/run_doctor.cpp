#include <fmt/format.h>

#include "base/date.h"
#include "base/os/confine.h"
#include "base/os/machine.h"
#include "base/text.h"
#include "checks/project.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/palette.h"
#include "cli/version.h"
#include "host/sensor/client_names.h"
#include "host/sensor/kernel_program.h"
#include "inventory/formats.h"

namespace cordon::cli {
namespace {

// One line of the doctor's answer: what, whether it is there, and what that means for Cordon.
struct Fact {
  std::string_view id;
  bool ok;
  std::string value, meaning;
};

// Loads the sensor's programs, and lets them go at once.
Fact sensor_fact() {
  constexpr std::string_view kMeaning = "'cordon watch' follows package clients and their scripts in the kernel";
  host::KernelOptions options;
  options.clients = host::client_names();
  options.priority_bytes = options.bulk_bytes = 64u << 10;
  const Result<host::KernelProgram> loaded = host::KernelProgram::load(options);
  if (!loaded && loaded.error().code == ErrorCode::permission_denied)
    return {"sensor", false, "needs root", std::string(kMeaning)};
  if (!loaded) return {"sensor", false, "no: " + text::visible(loaded.error().message), std::string(kMeaning)};
  std::string missing;
  for (const model::FileUnread& each : loaded->unread()) missing += (missing.empty() ? "without " : ", ") + each.path;
  return {"sensor", true, missing.empty() ? "whole" : missing, std::string(kMeaning)};
}

std::vector<Fact> facts_of(const os::Machine& machine, const os::ConfinementReport& confinement, Fact sensor) {
  return {
      {"kernel", true, machine.kernel_release + " " + machine.architecture, "what runs"},
      {"processors", machine.cores > 0, std::to_string(machine.cores), "projects read at the same time, at most 8"},
      {"openat2", machine.openat2, machine.openat2 ? "yes" : "no",
       "paths are resolved inside the scanned folder by the kernel; else step by step"},
      {"landlock", confinement.landlock, machine.landlock_abi > 0 ? fmt::format("ABI {}", machine.landlock_abi) : "no",
       "commands that read can open nothing but what they were pointed at"},
      {"seccomp", confinement.seccomp, confinement.seccomp ? "yes" : "no",
       "commands that read can open no socket and start no program"},
      std::move(sensor),
  };
}

std::string day_of(std::uint32_t seconds) { return seconds == 0 ? "unknown" : time_of(seconds).substr(0, 10); }

void add_advisories_json(json::Writer& writer, const intel::Advisories* advisories) {
  writer.key("advisories").begin_object().member("state", advisories == nullptr ? "absent" : "loaded");
  if (advisories != nullptr) {
    writer.member("records", std::uint64_t{advisories->index().record_count()});
    writer.member("packages", std::uint64_t{advisories->index().name_count()});
    writer.key("sources").begin_array();
    for (const intel::IndexSource& source : advisories->sources())
      writer.begin_object()
          .member("name", source.name)
          .member("kind", source.kind)
          .member("records", std::uint64_t{source.records})
          .member("current", day_of(source.current()))
          .end_object();
    writer.end_array();
  }
  writer.end_object();
}

// Packs that were added and are not used.
void add_unread_json(json::Writer& writer, const std::vector<model::FileUnread>& unread) {
  writer.key("unread_packs").begin_array();
  for (const model::FileUnread& each : unread)
    writer.begin_object()
        .member("path", each.path)
        .member("code", each.code)
        .member("reason", each.reason)
        .end_object();
  writer.end_array();
}

std::string advisories_text(const intel::Advisories* advisories) {
  if (advisories == nullptr) return "  -- advisories: none loaded; 'cordon intel update' fetches them\n";
  std::string out = fmt::format("  ok {} advisories of {} packages\n", advisories->index().record_count(),
                                advisories->index().name_count());
  for (const intel::IndexSource& source : advisories->sources())
    out += fmt::format("     {:<10}  {:>7} {:<13} {}\n", day_of(source.current()), source.records, source.kind,
                       text::visible(source.name, 300));
  return out;
}

Result<int> doctor_command(const DoctorArguments& arguments) {
  std::vector<model::FileUnread> unread;
  intel::Knowledge knowledge = TRY(load_knowledge(true, arguments.packs, unread));
  TRY(add_advisories(arguments.index, knowledge));
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  const os::Machine machine = os::examine_machine();
  Fact sensor = sensor_fact();
  const os::ConfinementReport confinement = TRY(os::confine({}));
  const std::vector<Fact> facts = facts_of(machine, confinement, std::move(sensor));
  std::string out;
  if (arguments.format == "json") {
    json::Writer writer(out);
    writer.begin_object().member("schema", "cordon.doctor/1").member("version", kVersion);
    writer.key("machine").begin_object();
    for (const Fact& fact : facts)
      writer.key(fact.id).begin_object().member("ok", fact.ok).member("value", fact.value).end_object();
    writer.end_object().key("knowledge").begin_object();
    writer.member("incident_packs", static_cast<std::uint64_t>(knowledge.packs().size()));
    writer.member("releases", static_cast<std::uint64_t>(knowledge.release_count()));
    writer.member("newest", knowledge.newest_update());
    add_advisories_json(writer, knowledge.advisories());
    writer.key("packs").begin_array();
    for (const intel::PackHead& pack : knowledge.packs())
      writer.begin_object()
          .member("id", pack.id)
          .member("date", pack.date)
          .member("updated", pack.updated)
          .member("title", pack.title)
          .member("embedded", pack.embedded)
          .end_object();
    writer.end_array();
    add_unread_json(writer, unread);
    writer.end_object();
    writer.member("settings", settings.path).key("environment").begin_array();
    for (const std::string& variable : settings.environment) writer.string(variable);
    writer.end_array();
    writer.key("formats").begin_array();
    for (const inventory::Format& format : inventory::formats()) writer.string(format.name);
    writer.end_array().end_object();
    out += '\n';
  } else {
    const Palette palette({use_color(arguments.common.color)});
    out += palette.bold(fmt::format("cordon {}", kVersion)) + "\n\n" + palette.bold("This machine") + "\n";
    for (const Fact& fact : facts)
      out +=
          fmt::format("  {} {:<11} {:<24} {}\n", fact.ok ? "ok" : "--", fact.id, fact.value, palette.dim(fact.meaning));
    if (!confinement.why_not.empty()) out += "     " + confinement.why_not + "\n";
    out += "\n" + palette.bold("Knowledge") + "\n";
    out += fmt::format("  ok {} incident packs, {} bad releases, newest of {}\n", knowledge.packs().size(),
                       knowledge.release_count(), knowledge.newest_update());
    for (const intel::PackHead& pack : knowledge.packs())
      out += fmt::format("     {}  {:<28} {}{}\n", pack.date, text::visible(pack.id),
                         palette.dim(text::visible(pack.title)), pack.embedded ? "" : " (yours)");
    for (const model::FileUnread& each : unread)
      out += fmt::format("  -- {}: {}\n", text::visible(each.path, 1'000), each.reason);
    out += advisories_text(knowledge.advisories()) + "\n" + palette.bold("Settings") + "\n  ";
    out += settings.path.empty() ? "no cordon.yaml found: built-in defaults\n"
                                 : text::visible(settings.path, 1'000) + "\n";
    for (const std::string& variable : settings.environment)
      out += "  " + text::visible(variable, 1'000) + "  " + palette.dim("overrides it") + "\n";
    out += "\n" + palette.bold("Lockfiles read") + "\n  ";
    for (const inventory::Format& format : inventory::formats()) out += std::string(format.name) + "  ";
    out += "and installed node_modules\n";
  }
  TRY(write_standard_output(out));
  return 0;
}

}  // namespace

int run_doctor(const DoctorArguments& arguments) {
  const Result<int> code = doctor_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
