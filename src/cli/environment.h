// What a command needs before it locks itself down: configuration, packs, targets, output files.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/memory.h"
#include "app/read_inventory.h"
#include "app/target.h"
#include "base/os/confine.h"
#include "cli/arguments.h"
#include "intel/incident_pack.h"
#include "intel/knowledge.h"
#include "intel/stored_packs.h"
#include "inventory/client_config_read.h"
#include "net/curl_transfer.h"
#include "policy/settings.h"

namespace cordon::cli {

// An environment variable, or an empty text.
std::string environment(const char* name);

// The cordon.yaml named, or the first found upward from the working directory, then in the user's configuration folder,
// then in /etc/cordon; built-in defaults when there is none. Environment variables override them.
Result<policy::Settings> load_settings(const std::string& named);

// The same, but passes over a cordon.yaml of the working directory and those above it: those are written by whoever
// wrote the project, who must not decide whom the user trusts.
Result<policy::Settings> load_user_settings(const std::string& named);

// A place where load_settings looks when no file is named.
struct SettingsFile {
  std::string path;                         // as displayed
  std::string place;                        // absolute, without links
  std::optional<Result<std::string>> text;  // nothing: there is no file
};
// All of them, nearest first; none where --config (`named`) or CORDON_CONFIG names a file.
std::vector<SettingsFile> settings_files(const std::string& named);

// What such a text says, with the environment over it; an empty path: built-in defaults. Fails as read_settings and
// override_settings do.
Result<policy::Settings> settings_of(const std::string& text, const std::string& path);

// The folder that a path stands in: "." for a name alone.
std::string folder_of(const std::string& path);

// The text of a file. Fails as FileTree::read does.
Result<std::string> read_file(const std::string& path, std::uint64_t max_bytes);

// The file they were read from, as it stands there; empty for built-in defaults.
Result<std::string> text_of(const policy::Settings& settings);

// The folder of the packs that the user added, in the user's data folder (XDG); empty when the environment names none.
std::string packs_folder();

// What is there. Nothing where there is no folder.
intel::StoredPacks load_added_packs();

// What is `known` (packs compiled in and added; not with --no-knowledge), the packs named, and those that were made for
// this run. An added pack that is damaged is not used and becomes `unread`.
Result<intel::Knowledge> load_knowledge(bool known, const std::vector<std::string>& pack_files,
                                        std::vector<model::FileUnread>& unread,
                                        std::vector<intel::IncidentPack> made = {});

// Adds the index of advisories: the one that is named, else the one at its usual place, where there is one.
Result<void> add_advisories(const std::string& named, intel::Knowledge& knowledge);
// The same for reading without judging. One at the usual place that cannot be used is no error until it is needed.
Result<void> add_libraries(const LibraryArguments& arguments, app::InventoryOptions& options);

// Where the index of advisories stands unless the user names another: in the user's data folder (XDG); empty when the
// environment names none.
std::string default_index();

// The whole environment, "NAME=value".
std::vector<std::string> environment_lines();

// What the user's own files and environment say about registries and scripts, as it stands there; and with the registry
// behind it in the place of a gate that 'gate setup' wrote into such files.
inventory::UserConfig load_client_config(std::vector<model::FileUnread>& unread);
inventory::UserConfig load_user_config(std::vector<model::FileUnread>& unread);

// Where it is remembered which files 'gate setup' wrote: in the user's state folder (XDG); empty when the environment
// names none.
std::string gate_setup_record();

// Opens the paths. One that cannot be opened becomes `unopened`, unless there is no other: then the error is returned.
struct OpenedTargets {
  std::vector<app::Target> targets;
  std::vector<model::FileUnread> unopened;
};
Result<OpenedTargets> open_targets(std::vector<std::string> paths);

// How to fetch: certificates and proxy of the settings, else of the environment.
net::CurlOptions transfer_options(const policy::Settings& settings);

// What is remembered of projects: the file named, else the one in the user's state folder (XDG). Fails with usage when
// the environment names no folder.
Result<std::string> memory_path(const std::string& named);
// Opens it. When `make`, it and its folder are made; else nothing is returned where there is none.
Result<std::optional<app::Memory>> open_memory(const std::string& path, bool make);

// Locks the process down to reading the targets and what is named beside them, and to writing in these folders. Where
// the kernel cannot, `unread` says so: Coverage, but the answer is complete.
void confine_to(const std::vector<app::Target>& targets, std::vector<model::FileUnread>& unread,
                std::vector<std::string> written = {}, const std::vector<std::string>& also_read = {});

// The same, told what is needed in full.
void confine_to(const os::Confinement& confinement, std::vector<model::FileUnread>& unread);

// Whether to colour: what was asked for, else a terminal without NO_COLOR and with a TERM.
bool use_color(const std::string& choice);

// Prints "cordon: message" and what was being done to standard error; returns exit code 2.
int report_error(const Error& error);

}  // namespace cordon::cli
