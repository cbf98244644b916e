#include "cli/environment.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/setup_record.h"
#include "base/text.h"
#include "cli/npm_folder.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kConfigBytes = 4u << 20;

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// Cordon's folder among the user's files of one kind: where the XDG Base Directory Specification has it, which has
// relative paths ignored. Empty when the environment names none.
std::string xdg_folder(const char* variable, const char* below_home) {
  std::string folder = environment(variable);
  const std::string home = environment("HOME");
  if (!folder.starts_with('/')) folder = home.empty() ? std::string() : home + below_home;
  return folder.empty() ? folder : folder + "/cordon";
}

// Where cordon.yaml may stand, nearest first. Those above the working directory (`of_projects`) are named from it, so
// that the ids of findings about them do not depend on where a checkout stands.
std::vector<std::string> settings_places(bool of_projects) {
  std::vector<std::string> places;
  std::error_code ignored;
  std::string up;
  std::filesystem::path folder = of_projects ? std::filesystem::current_path(ignored) : std::filesystem::path();
  for (; !folder.empty(); folder = folder.parent_path()) {
    places.push_back(up + "cordon.yaml");
    if (folder == folder.parent_path()) break;
    up += "../";
  }
  if (const std::string own = xdg_folder("XDG_CONFIG_HOME", "/.config"); !own.empty())
    places.push_back(own + "/cordon.yaml");
  places.push_back("/etc/cordon/cordon.yaml");
  return places;
}

// The file to read; empty when there is none.
std::string settings_path(const std::string& named, bool of_projects) {
  if (!named.empty()) return named;
  if (std::string path = environment("CORDON_CONFIG"); !path.empty()) return path;
  std::error_code ignored;
  for (std::string& place : settings_places(of_projects))
    if (std::filesystem::exists(place, ignored)) return std::move(place);
  return {};
}

std::vector<std::string> cordon_variables() {
  std::vector<std::string> out;
  for (char** variable = ::environ; variable != nullptr && *variable != nullptr; ++variable)
    if (std::string_view(*variable).starts_with("CORDON_")) out.emplace_back(*variable);
  return out;
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes) {
  const std::unique_ptr<FileTree> folder = TRY_CONTEXT(open_directory(folder_of(path)), "reading " + path);
  return TRY_CONTEXT(folder->read(name_of(path), max_bytes), "reading " + path);
}

Result<policy::Settings> settings_of(const std::string& text, const std::string& path) {
  policy::Settings settings;
  if (!path.empty()) settings = TRY_CONTEXT(policy::read_settings(text, path), "reading " + path);
  TRY(policy::override_settings(cordon_variables(), settings));
  return settings;
}

namespace {

Result<policy::Settings> settings_from(const std::string& path) {
  return settings_of(path.empty() ? std::string() : TRY(read_file(path, kConfigBytes)), path);
}

}  // namespace

std::vector<SettingsFile> settings_files(const std::string& named) {
  std::vector<SettingsFile> out;
  if (!named.empty() || !environment("CORDON_CONFIG").empty()) return out;
  for (const std::string& place : settings_places(true)) {
    std::error_code error;
    // Only the folder's links: the name is what a commit would have.
    const std::filesystem::path folder = std::filesystem::weakly_canonical(folder_of(place), error);
    SettingsFile file{place, (folder / name_of(place)).string(), std::nullopt};
    if (std::filesystem::exists(place, error)) file.text = read_file(place, kConfigBytes);
    out.push_back(std::move(file));
  }
  return out;
}

Result<policy::Settings> load_settings(const std::string& named) { return settings_from(settings_path(named, true)); }

Result<policy::Settings> load_user_settings(const std::string& named) {
  return settings_from(settings_path(named, false));
}

Result<std::string> text_of(const policy::Settings& settings) {
  if (settings.path.empty()) return std::string();
  return read_file(settings.path, kConfigBytes);
}

intel::StoredPacks load_added_packs() {
  const std::string path = packs_folder();
  if (path.empty()) return {};
  const Result<std::unique_ptr<FileTree>> folder = open_directory(path);
  if (folder) return intel::read_stored_packs(**folder, path);
  // What is there and no folder is "not found", too: nobody asked for that.
  std::error_code ignored;
  const bool absent = std::filesystem::symlink_status(path, ignored).type() == std::filesystem::file_type::not_found;
  if (folder.error().code == ErrorCode::not_found && absent) return {};
  intel::StoredPacks none;
  none.unread.push_back({path, 0, std::string(to_string(folder.error().code)),
                         "the packs that were added cannot be read: " + text::visible(folder.error().describe(), 300),
                         true});
  return none;
}

Result<intel::Knowledge> load_knowledge(bool known, const std::vector<std::string>& pack_files,
                                        std::vector<model::FileUnread>& unread, std::vector<intel::IncidentPack> made) {
  intel::KnowledgeOptions options;
  options.embedded = known;
  options.added = std::move(made);
  if (known) {
    intel::StoredPacks added = load_added_packs();
    for (intel::StoredPack& each : added.packs) options.added.push_back(std::move(each.pack));
    unread.insert(unread.end(), added.unread.begin(), added.unread.end());
  }
  for (const std::string& path : pack_files)
    options.pack_files.push_back({path, TRY(read_file(path, options.limits.bytes))});
  return intel::Knowledge::load(options);
}

std::string default_index() {
  const std::string folder = xdg_folder("XDG_DATA_HOME", "/.local/share");
  return folder.empty() ? folder : folder + "/advisories.index";
}

std::string packs_folder() {
  const std::string folder = xdg_folder("XDG_DATA_HOME", "/.local/share");
  return folder.empty() ? folder : folder + "/packs";
}

Result<void> add_advisories(const std::string& named, intel::Knowledge& knowledge) {
  const std::string path = named.empty() ? default_index() : named;
  if (path.empty()) return {};
  auto advisories = intel::Advisories::open(path);
  if (!advisories && named.empty() && advisories.error().code == ErrorCode::not_found) return {};
  knowledge.set_advisories(TRY(std::move(advisories)));
  return {};
}

Result<void> add_libraries(const LibraryArguments& arguments, app::InventoryOptions& options) {
  options.scripts = !arguments.no_libraries;
  const std::string path = arguments.index.empty() ? default_index() : arguments.index;
  if (!options.scripts || path.empty()) return {};
  auto advisories = intel::Advisories::open(path);
  if (advisories) options.advisories = std::move(*advisories);
  else if (!arguments.index.empty()) return std::unexpected(std::move(advisories.error()));
  else if (advisories.error().code != ErrorCode::not_found) options.index_fault = advisories.error().describe();
  return {};
}

std::vector<std::string> environment_lines() {
  std::vector<std::string> variables;
  for (char* const* variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    variables.emplace_back(*variable);
  return variables;
}

std::string gate_setup_record() {
  const std::string folder = xdg_folder("XDG_STATE_HOME", "/.local/state");
  return folder.empty() ? folder : folder + "/gate-setup.json";
}

inventory::UserConfig load_user_config(std::vector<model::FileUnread>& unread) {
  inventory::UserConfig user = load_client_config(unread);
  const std::string path = gate_setup_record();
  if (path.empty()) return user;
  const Result<app::SetupRecord> record = app::SetupRecord::open(path);
  if (record) inventory::see_through(record->registries(), user);
  else
    unread.push_back({path, record.error().line, std::string(to_string(record.error().code)),
                      "which registry is behind a gate: " + text::visible(record.error().message, 300), true});
  return user;
}

inventory::UserConfig load_client_config(std::vector<model::FileUnread>& unread) {
  const std::vector<std::string> variables = environment_lines();
  const auto open = [](const std::string& path) { return read_file(npm_path(path), kConfigBytes); };
  const std::string home = environment("HOME");
  if (home.empty()) return inventory::read_user_config(nullptr, home, variables, unread, open);
  const Result<std::unique_ptr<FileTree>> folder = open_directory(home);
  // A home folder that is not there, or not ours to read, holds no configuration of ours.
  return inventory::read_user_config(folder ? folder->get() : nullptr, home, variables, unread, open);
}

Result<OpenedTargets> open_targets(std::vector<std::string> paths) {
  if (paths.empty()) paths.emplace_back(".");
  OpenedTargets opened;
  std::optional<Error> last;
  for (const std::string& path : paths) {
    Result<app::Target> target = app::open_target(path);
    if (target) {
      opened.targets.push_back(std::move(*target));
      continue;
    }
    opened.unopened.push_back({path, 0, std::string(to_string(target.error().code)), target.error().message, true});
    last = std::move(target.error());
    last->message = text::visible(path) + ": " + last->message;
  }
  if (opened.targets.empty() && last) return std::unexpected(std::move(*last));
  return opened;
}

net::CurlOptions transfer_options(const policy::Settings& settings) {
  net::CurlOptions options;
  options.ca_file = settings.intel_ca_file.empty() ? environment("SSL_CERT_FILE") : settings.intel_ca_file;
  options.proxy = settings.intel_proxy;
  return options;
}

Result<std::string> memory_path(const std::string& named) {
  if (!named.empty()) return named;
  const std::string state = xdg_folder("XDG_STATE_HOME", "/.local/state");
  if (state.empty())
    return fail(ErrorCode::usage, "neither HOME nor XDG_STATE_HOME is set: name the file with --memory");
  return state + "/memory.sqlite";
}

Result<std::optional<app::Memory>> open_memory(const std::string& path, bool make) {
  if (make) {
    std::error_code made;
    std::filesystem::create_directories(folder_of(path), made);
    if (made) return fail(ErrorCode::io, "cannot make the folder of " + path + ": " + made.message());
  }
  Result<app::Memory> memory = app::Memory::open(path, make);
  if (!memory && !make && memory.error().code == ErrorCode::not_found) return std::nullopt;
  return std::optional<app::Memory>(TRY_CONTEXT(std::move(memory), "opening what is remembered, " + path));
}

void confine_to(const std::vector<app::Target>& targets, std::vector<model::FileUnread>& unread,
                std::vector<std::string> written, const std::vector<std::string>& also_read) {
  os::Confinement confinement;
  confinement.write_paths = std::move(written);
  confinement.read_paths = confinement.write_paths;
  confinement.read_paths.insert(confinement.read_paths.end(), also_read.begin(), also_read.end());
  for (const app::Target& target : targets) confinement.read_paths.push_back(target.folder());
  confine_to(confinement, unread);
}

void confine_to(const os::Confinement& confinement, std::vector<model::FileUnread>& unread) {
  // A kernel that cannot confine is no reason to refuse the answer, and takes nothing from it.
  const Result<os::ConfinementReport> done = os::confine(confinement);
  if (done && done->landlock && done->seccomp) return;
  unread.push_back({"(confinement)", 0, "not_confined",
                    "this process could not lock itself down: " + (done ? done->why_not : done.error().message),
                    false});
}

bool use_color(const std::string& choice) {
  if (choice != "auto") return choice == "always";
  const std::string terminal = environment("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR").empty() && !terminal.empty() && terminal != "dumb";
}

int report_error(const Error& error) {
  std::fputs(("cordon: " + text::visible(error.describe(), 1'000) + "\n").c_str(), stderr);
  return 2;
}

}  // namespace cordon::cli
