// The files in which package clients are told of a registry: where they stand, and which of them counts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inventory/config_source.h"
#include "model/inventory.h"

namespace cordon::app {

// Absolute folders of this machine.
struct ClientFolders {
  std::string home, bun_home;  // of the user; bun has its own idea of it
  std::string npmrc;           // the file that the user's npm reads
  std::string project;         // the project that is set up, or that the user stands in
};

struct ClientFile {
  inventory::ConfigForm form = inventory::ConfigForm::npmrc;
  std::string path;                 // absolute; where it is a link, what that leads to
  std::string display;              // as it is called: ~/.npmrc, or a name in the project
  std::optional<std::string> text;  // nothing: there is none
};

// The file at this path. Fails as client_files does.
Result<ClientFile> open_client_file(inventory::ConfigForm form, const std::string& path, std::string display);

// The files that this client reads of the user or of the project, the one that counts most first, its own last. Fails
// with outside_root for a link that leaves its folder, and as files do.
Result<std::vector<ClientFile>> client_files(model::Client client, bool of_user, const ClientFolders& folders);

// Of these the one in which the client is told of another registry: the first that names one, else its own. Fails as
// registry_in does, with the name of the file.
Result<ClientFile> file_to_change(std::vector<ClientFile> files);

// The generations of yarn that the project shows: by its yarn.lock, .yarnrc.yml or package.json. Both where it shows
// none, and for the user.
std::vector<model::Client> generations_of_yarn(bool of_user, const std::string& project);

// Puts the text there: mode and owner of a file stay; a new one of the user's may be read by nobody else. Fails as
// os::amend_file does.
Result<void> write_client_file(const ClientFile& file, bool of_user, std::string_view text);

// Removes the file that has this text.
Result<void> remove_client_file(const ClientFile& file);

std::string_view name_of(inventory::ConfigForm form);
std::optional<inventory::ConfigForm> form_named(std::string_view name);
std::string_view name_of(model::Client client);  // "yarn 1", "yarn"

}  // namespace cordon::app
