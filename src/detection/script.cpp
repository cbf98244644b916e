#include "detection/script.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/purl.h"

namespace cordon::detection {
namespace {

constexpr std::size_t kExcerptBytes = 200;
constexpr std::uint64_t kSecond = 1'000'000'000;

std::string joined(const std::vector<std::uint32_t>& pids) {
  std::string out;
  for (const std::uint32_t pid : pids) out += (out.empty() ? "" : ", ") + std::to_string(pid);
  return out;
}

// A sensor names no folder for the project's own scripts, and one within the project for a workspace's; a project
// without a name is an unknown package with a project. Not own: what runs below a dependency's script, and what a
// client unpacked to prepare it (npm: _cacache/tmp; pnpm: _tmp).
bool is_of_project(const model::Attribution& package, const PackageFolders& folders) {
  if (!package.project || folders.project.empty()) return false;
  for (const std::string_view kept : {"/_cacache/", "/.pnpm-store/", "/pnpm/store/", "/.yarn/", "/node_modules/"})
    if ((folders.project + "/").contains(kept)) return false;
  if (!package.install_path) return package.contradictions.empty();
  const std::string folder = plain_path(*package.install_path, folders.project);
  return lies_in(folder, folders.project) && !folder.contains("/node_modules/");
}

std::string seconds(std::uint64_t ns) { return fmt::format("{}.{} s", ns / kSecond, ns % kSecond / 100'000'000); }

struct Telling {
  std::string operator()(const model::ExecPayload& it) const {
    std::string out;
    for (const std::string& argument : it.arguments) out += (out.empty() ? "" : " ") + argument;
    return out.empty() ? it.path : out;
  }
  std::string operator()(const model::ExitPayload& it) const {
    const std::string left = it.left_running.empty() ? "" : "; still running: " + joined(it.left_running);
    return fmt::format("ended with {}, {} of processor time{}", it.code, seconds(it.cpu_ns), left);
  }
  std::string operator()(const model::FilePayload& it) const {
    const std::string target = it.target ? " to " + *it.target : "";
    return fmt::format("{} {}{}", model::to_string(it.operation), it.path, target);
  }
  std::string operator()(const model::ConnectPayload& it) const {
    const bool v6 = it.address.contains(':');
    const std::string address = v6 ? "[" + it.address + "]" : it.address;
    const std::string name = it.name ? " (" + *it.name + ")" : "";
    const std::string application = it.application ? " " + *it.application : "";
    return fmt::format("{} {}:{}{}{}", it.protocol, address, it.port, name, application);
  }
  std::string operator()(const model::DnsPayload& it) const { return it.type + " " + it.name; }
  std::string operator()(const model::TlsPayload& it) const { return "TLS to " + it.server_name.value_or("no name"); }
  std::string operator()(const model::HttpPayload& it) const { return it.method + " " + it.host + it.path; }
  std::string operator()(const model::UsagePayload& it) const {
    return fmt::format("{} of processor time in {}", seconds(it.cpu_ns), seconds(it.elapsed_ns));
  }
  std::string operator()(const model::RegistryRequestPayload& it) const { return "asked a registry for " + it.purl; }
  template <class Other>
  std::string operator()(const Other&) const {
    return "an event of another kind";
  }
};

}  // namespace

void keep_evidence(std::vector<model::Evidence>& kept, std::vector<unsigned>& weights, const model::Evidence& evidence,
                   unsigned weight, std::size_t most) {
  weights.resize(kept.size(), 0);
  if (kept.size() < most) {
    kept.push_back(evidence);
    weights.push_back(weight);
    return;
  }
  const auto lightest = std::min_element(weights.rbegin(), weights.rend());
  if (lightest == weights.rend() || *lightest >= weight) return;
  const auto place = weights.rend() - lightest - 1;
  kept[static_cast<std::size_t>(place)] = evidence;
  *lightest = weight;
}

void Script::establish(Fact fact, const model::Evidence& evidence, unsigned weight) {
  const auto index = static_cast<std::size_t>(fact);
  keep_evidence(facts[index], weights[index], evidence, weight, kFactEvidence);
}

void Script::moved(const std::string& from, const std::string& to) {
  std::vector<std::string> moved_files;
  for (auto at = created.texts().lower_bound(from + "/"); at != created.texts().end() && lies_in(*at, from); ++at)
    moved_files.push_back(to + at->substr(from.size()));
  for (const std::string& file : moved_files) created.insert(file);
}

std::uint64_t Script::cpu_seconds() const {
  std::uint64_t sum = 0;
  for (const auto& [process, ns] : cpu_ns) sum += ns / 1'000'000;
  return sum / 1'000;
}

std::uint64_t Script::left_out() const {
  return created.refused() + run_files.refused() + project_changed.refused() + project_written.refused() +
         home_changed.refused();
}

std::string script_key(const model::Event& event, const model::Attribution& package) {
  std::string out;
  for (const std::string& part : {event.host, event.boot, package.run_id.value_or(""), package.purl})
    out += std::to_string(part.size()) + ":" + part;
  return out;
}

void describe_script(Script& script, const model::Attribution& package) {
  if (script.purl.empty()) {
    script.purl = package.purl;
    if (const auto purl = model::parse_purl(package.purl)) {
      script.name = purl->full_name();
      script.version = purl->version;
    } else {
      script.name = package.purl;
    }
  }
  if (script.folders.project.empty()) script.folders.project = plain_path(package.project.value_or(""));
  if (script.folders.package.empty() && package.install_path)
    script.folders.package = plain_path(*package.install_path, script.folders.project);
  script.is_own = is_of_project(package, script.folders);
}

model::Evidence event_evidence(const model::Event& event) {
  return {model::EvidenceKind::event, event.id, std::nullopt,
          text::visible(std::visit(Telling(), event.payload), kExcerptBytes), "detection"};
}

}  // namespace cordon::detection
