// What goes past a gate although the client was told of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/client_files.h"
#include "base/file_tree.h"
#include "inventory/client_config_read.h"
#include "model/generated/gate_report.h"

namespace cordon::app {

struct PastGate {
  model::Client client = model::Client::npm;
  std::string url;                       // of the gate
  inventory::UserConfig user;            // with the gate in it, where it was written there
  const FileTree* project = nullptr;     // with the gate in it, where it was written there; null: there is none
  std::string user_npmrc;                // text of the user's file
  std::vector<std::string> gate_scopes;  // scopes that the gate has a registry for, with the @
  // Whether the client is told by its environment to ask the gate itself and no proxy (cli/gate_environment.h).
  bool without_proxy = false;
};

// What names another registry and counts more; packages of scopes that have a registry of their own; addresses in
// lockfiles that the client asks without looking at its registry; proxies, certificates, folders of archives and
// programs that the project's settings choose; a token that goes to the gate.
std::vector<model::GateNotice> past_gate(const PastGate& input, std::vector<model::FileUnread>& unread);

// Whose command this is by the names of its first two words; yarn 1 for every yarn.
std::optional<model::Client> client_of_words(const std::vector<std::string>& command);

// Whose command this is: by the names of its first two words, else by the lockfiles of the folder.
std::vector<model::Client> clients_of_command(const std::vector<std::string>& command, const std::string& folder);

}  // namespace cordon::app
