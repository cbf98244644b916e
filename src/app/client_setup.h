// A package client told of a gate, and told off again.
#pragma once

#include <string>
#include <vector>

#include "app/client_files.h"
#include "app/setup_record.h"
#include "base/result.h"
#include "inventory/client_config_read.h"
#include "model/generated/gate_report.h"

namespace cordon::app {

struct ClientSetup {
  std::string client;          // npm, pnpm, yarn, bun
  std::string url;             // of the gate, with a slash at the end
  bool of_user = true;         // the user's own files; else the project's
  bool dry_run = false;        // nothing is written
  ClientFolders folders;       // without links
  inventory::UserConfig user;  // as it stands in the files
  std::vector<std::string> gate_scopes;
};

// Writes the gate into the client's configuration and remembers in `record` what stood there; what names it already
// stays as it is. One file after the other: where one fails, those before it are written and remembered. Fails as
// client_files, with_registry and write_client_file do, each with the name of the file.
Result<model::GateSetupReport> set_up_client(const ClientSetup& setup, SetupRecord& record);

// Gives the files back that were written for this client and that no other client was set up with: byte for byte where
// nobody changed them since, else without what was written. What cannot be told apart stays, and the report says so.
Result<model::GateSetupReport> unset_client(const ClientSetup& setup, SetupRecord& record);

}  // namespace cordon::app
